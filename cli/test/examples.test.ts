// Every example, as a person who copied it would use it: the graph it documents, one run that is green, a second with nothing to do.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleFolder, exampleProject } from './example-project.ts';
import { endings, eventsOf, statusOf } from './project.ts';

test.each(readdirSync(exampleFolder).filter((name) => !name.startsWith('.')))(
  'G01 G06: the example %s',
  async (name) => {
    const project = exampleProject(name);
    try {
      const graph = await project.headwater('graph');
      expect(graph.stdout).toBe(readFileSync(join(exampleFolder, name, 'expected/graph.txt'), 'utf8'));
      const checked = await project.headwater('check', '--run-time');
      expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('no problems')]);
      if (/^ +partitions /m.test(graph.stdout)) {
        // What has partitions is made by a backfill, as many in one run as there are.
        const filled = await project.headwater('backfill', '--select', 'key:*', '--single-run', '--json');
        expect([filled.code, filled.stdout.trim().split('\n').at(-1)]).toEqual([
          0,
          expect.stringContaining('"success"'),
        ]);
      } else {
        const run = await project.headwater('materialize', '--json');
        expect([run.code, new Set(Object.values(endings(run)))]).toEqual([0, new Set(['materialized'])]);
      }
      const again = await project.headwater('materialize', '--stale', '--json');
      expect([endings(again), eventsOf(again).at(-1)]).toMatchObject([{}, { status: 'success' }]);
      const statuses = Object.values(await statusOf(project)).map(({ status }) => status);
      expect(new Set(statuses.filter((status) => status !== 'external'))).toEqual(new Set(['fresh']));
    } finally {
      project.remove();
    }
  },
);

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
