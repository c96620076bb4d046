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
  const byAsset = Map.groupBy(checks, ({ asset }) => asset);
  return assets.map(({ key, kind, inputs, deps, group, kinds }) => ({
    key,
    kind,
    inputs: Object.values(inputs),
    deps,
    group,
    kinds,
    checks: (byAsset.get(key) ?? []).map(({ name }) => name).sort(),
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

/** Only what differs is shown, and comparing ten thousand does not take longer than reading them. */
function expectSame<T extends object | string>(found: readonly T[], expected: readonly T[]): void {
  const textOf = (each: T): string => JSON.stringify(each, Object.keys(each).sort());
  const others = (of: readonly T[], from: readonly T[]): readonly T[] => {
    const known = new Set(from.map(textOf));
    return of.filter((each) => !known.has(textOf(each)));
  };
  expect({ count: found.length, only: others(found, expected), missing: others(expected, found) }).toEqual({
    count: expected.length,
    only: [],
    missing: [],
  });
}

const byKey = (a: GeneratedNode, b: GeneratedNode): number => (a.key < b.key ? -1 : 1);

describe(`everything that can be declared (seed ${seed})`, () => {
  test.each(SIZES)(
    '%i assets',
    async (assets) => {
      const dir = folder();
      const made: GeneratedFeatures = generateEveryFeature({ dir, assets, below: random(seed) });
      const analysis = await createAnalyzer({ project: { root: dir, name: 'generated' } }).analyze();
      const { document } = analysis;
      expect(document.problems).toEqual([]);
      expectSame(edges(document), edgesOf(made.nodes));
      expectSame(factsOf(document).sort(byKey), made.nodes.toSorted(byKey));
      expect(document.jobs.map(({ name }) => name).sort()).toEqual(made.jobs.toSorted());
      // Loading 2,500 modules says no more than loading 250, and takes most of a minute.
      if (assets > 1000) return;
      expect(await agreement({ root: dir, analysis, aliases: made.aliases })).toEqual({ differs: [] });
    },
    240_000,
  );
});

test('the project of the bench', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-generated-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const made = generateProject({ dir, assets: 1000, seed });
  const { document } = await createAnalyzer({ project: { root: dir, name: 'generated' } }).analyze();
  expect(document.problems).toEqual([]);
  expect(document.assets).toHaveLength(1000);
  expectSame(edges(document), made.edges.map(([upstream, key]) => `${upstream} → ${key}`).sort());
});
