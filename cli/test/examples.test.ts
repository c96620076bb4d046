// Every example, as a person who copied it would use it: the graph it documents, one run that is green, a second with nothing to do.
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { endings, eventsOf, makeProject, statusOf, type TestProject } from './project.ts';

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
const folder = fileURLToPath(new URL('../../examples', import.meta.url));

/** A copy of an example with its packages, as `npm install` would leave it. */
function exampleProject(name: string): TestProject {
  const example = join(folder, name);
  const project = makeProject({});
  cpSync(example, project.root, {
    recursive: true,
    filter: (source) => !/node_modules|\.headwater|\.test\.ts/.test(source.slice(example.length)),
  });
  const { dependencies } = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  for (const each of Object.keys(dependencies).filter((dependency) => dependency !== 'headwater')) {
    mkdirSync(join(project.root, 'node_modules', dirname(each)), { recursive: true });
    symlinkSync(join(packages, each), join(project.root, 'node_modules', each), 'junction');
  }
  return project;
}

test.each(readdirSync(folder).filter((name) => !name.startsWith('.')))('G01 G06: the example %s', async (name) => {
  const project = exampleProject(name);
  try {
    const graph = await project.headwater('graph');
    expect(graph.stdout).toBe(readFileSync(join(folder, name, 'expected/graph.txt'), 'utf8'));
    const checked = await project.headwater('check', '--run-time');
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('no problems')]);
    const run = await project.headwater('materialize', '--json');
    expect([run.code, new Set(Object.values(endings(run)))]).toEqual([0, new Set(['materialized'])]);
    const again = await project.headwater('materialize', '--stale', '--json');
    expect([endings(again), eventsOf(again).at(-1)]).toMatchObject([{}, { status: 'success' }]);
    const statuses = Object.values(await statusOf(project)).map(({ status }) => status);
    expect(new Set(statuses.filter((status) => status !== 'external'))).toEqual(new Set(['fresh']));
  } finally {
    project.remove();
  }
});

test('A14: after the split, a change of the word cloud draws again and fetches nothing', async () => {
  const project = exampleProject('hackernews');
  try {
    expect((await project.headwater('materialize')).code).toBe(0);
    project.edit('src/word-cloud.ts', (text) => text.replace('MOST_WORDS = 100', 'MOST_WORDS = 50'));
    const statuses = await statusOf(project);
    const stale = Object.entries(statuses).filter(([, { status }]) => status !== 'fresh');
    // The wrapped form is one step, so the whole of it is stale.
    expect(stale.map(([key]) => key).sort()).toEqual(['hackernewsScript', 'hackernewsWordcloud']);
    for (const [, { causes }] of stale)
      expect(causes).toMatchObject([
        { kind: 'code', message: 'its code changed: `MOST_WORDS` in src/word-cloud.ts:8' },
      ]);
    const run = await project.headwater('materialize', '--select', 'group:"split"', '--stale', '--json');
    expect([run.code, endings(run)]).toEqual([0, { hackernewsWordcloud: 'materialized' }]);
  } finally {
    project.remove();
  }
});
