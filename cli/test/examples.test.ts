// Every example, as a person who copied it would use it: the graph it documents, one run that is green, a second with nothing to do.
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { endings, eventsOf, makeProject, statusOf } from './project.ts';

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
const folder = fileURLToPath(new URL('../../examples', import.meta.url));

test.each(readdirSync(folder).filter((name) => !name.startsWith('.')))('G01 G06: the example %s', async (name) => {
  const example = join(folder, name);
  const project = makeProject({});
  try {
    cpSync(example, project.root, {
      recursive: true,
      filter: (source) => !/node_modules|\.headwater|\.test\.ts/.test(source.slice(example.length)),
    });
    const { dependencies } = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')) as {
      dependencies: Readonly<Record<string, string>>;
    };
    for (const name of Object.keys(dependencies).filter((each) => each !== 'headwater')) {
      mkdirSync(join(project.root, 'node_modules', dirname(name)), { recursive: true });
      symlinkSync(join(packages, name), join(project.root, 'node_modules', name), 'junction');
    }
    const graph = await project.headwater('graph');
    expect(graph.stdout).toBe(readFileSync(join(example, 'expected/graph.txt'), 'utf8'));
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
