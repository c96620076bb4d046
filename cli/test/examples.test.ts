// Every example, as a person who copied it would use it: the graph it documents, one run that is green, a second with nothing to do.
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { endings, eventsOf, makeProject, statusOf } from './project.ts';

const folder = fileURLToPath(new URL('../../examples', import.meta.url));

test.each(readdirSync(folder).filter((name) => !name.startsWith('.')))('G01: the example %s', async (name) => {
  const example = join(folder, name);
  const project = makeProject({});
  try {
    cpSync(example, project.root, {
      recursive: true,
      filter: (source) => !/node_modules|\.headwater|\.test\.ts/.test(source.slice(example.length)),
    });
    const graph = await project.headwater('graph');
    expect(graph.stdout).toBe(readFileSync(join(example, 'expected/graph.txt'), 'utf8'));
    const checked = await project.headwater('check', '--run-time');
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('no problems')]);
    const run = await project.headwater('materialize', '--json');
    expect([run.code, new Set(Object.values(endings(run)))]).toEqual([0, new Set(['materialized'])]);
    const again = await project.headwater('materialize', '--stale', '--json');
    expect([endings(again), eventsOf(again).at(-1)]).toMatchObject([{}, { status: 'success' }]);
    expect(new Set(Object.values(await statusOf(project)).map(({ status }) => status))).toEqual(new Set(['fresh']));
  } finally {
    project.remove();
  }
});
