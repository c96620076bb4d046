// Generated projects of up to 10,000 assets: the graph is what the generator says it wrote, and what the modules describe when they load.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GraphDocument } from '@headwater/graph';
import { describe, expect, onTestFinished, test } from 'vitest';
import { generateEveryFeature } from '../bench/generate-every-feature.ts';
import type { GeneratedFeatures, GeneratedNode } from '../bench/generate-every-feature.ts';
import { generateProject, random } from '../bench/generate-project.ts';
import { createAnalyzer } from './analyzer.ts';
import { agreement } from './test/agreement.ts';
import { edges } from './test/fixture.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const SIZES = [100, 1000, 10_000];

/** Finds `headwater` as a user's project does. */
function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-generated-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'node_modules'));
  symlinkSync(fileURLToPath(new URL('../../sdk', import.meta.url)), join(dir, 'node_modules/headwater'), 'junction');
  return dir;
}

function factsOf({ assets, checks }: GraphDocument): GeneratedNode[] {
  return assets.map(({ key, kind, inputs, deps, group, kinds }) => ({
    key,
    kind,
    inputs: Object.values(inputs),
    deps,
    group,
    kinds,
    checks: checks
      .filter(({ asset }) => asset === key)
      .map(({ name }) => name)
      .sort(),
  }));
}

function edgesOf(nodes: readonly GeneratedNode[]): string[] {
  return nodes
    .flatMap(({ key, inputs, deps }) => [
      ...inputs.map((each) => `${each} → ${key}`),
      ...deps.map((each) => `${each} ⇢ ${key}`),
    ])
    .sort();
}

const byKey = (a: GeneratedNode, b: GeneratedNode): number => (a.key < b.key ? -1 : 1);

describe(`everything that can be declared (seed ${seed})`, () => {
  test.each(SIZES)('%i assets', async (assets) => {
    const dir = folder();
    const made: GeneratedFeatures = generateEveryFeature({ dir, assets, below: random(seed) });
    const analysis = await createAnalyzer({ project: { root: dir, name: 'generated' } }).analyze();
    const { document } = analysis;
    expect(document.problems).toEqual([]);
    expect(edges(document)).toEqual(edgesOf(made.nodes));
    expect(factsOf(document).sort(byKey)).toEqual(made.nodes.toSorted(byKey));
    expect(document.jobs.map(({ name }) => name).sort()).toEqual(made.jobs.toSorted());
    // Loading 2,500 modules says no more than loading 250, and takes most of a minute.
    if (assets > 1000) return;
    expect(await agreement({ root: dir, analysis, aliases: made.aliases })).toEqual({ differs: [] });
  });
});

test('the project of the bench', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-generated-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const made = generateProject({ dir, assets: 1000, seed });
  const { document } = await createAnalyzer({ project: { root: dir, name: 'generated' } }).analyze();
  expect(document.problems).toEqual([]);
  expect(document.assets).toHaveLength(1000);
  expect(edges(document)).toEqual(made.edges.map(([upstream, key]) => `${upstream} → ${key}`).sort());
});
