// What an asset's materializations were, from the terminal; and what is deleted when it is not kept.
import { afterEach, expect, test } from 'vitest';
import { makeProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

interface History {
  readonly materializations: readonly { kept: boolean; seq: number; metadata: Record<string, { value: unknown }> }[];
  readonly next: number | null;
  readonly folded: { readonly count: number } | null;
}

test('D07: three runs are three points of each number; a project that keeps two values has two, and gc has nothing to add', async () => {
  project = makeProject(
    {
      'assets.ts': `import { asset } from 'headwater';
import { readFileSync } from 'node:fs';
export const orders = asset({ checks: ['many'] }, (ctx) => {
  const count = Number(readFileSync('count', 'utf8'));
  const rows = Array.from({ length: count }, (_, id) => ({ id }));
  return ctx.result(rows, { checks: { many: count > 1 }, metadata: { total: count * 1000, note: 'text' } });
});`,
    },
    { type: 'module', headwater: { keep: { values: 2, days: 0, runs: 'all' } } },
  );
  for (const count of ['3', '1', '2']) {
    project.write('count', count);
    await project.headwater('materialize');
  }
  const text = await project.headwater('history', 'orders');
  const [head, ...lines] = text.stdout.trimEnd().split('\n');
  expect(head).toMatch(/^time \(UTC\) +run +rows +size +took +value +total$/);
  expect(lines.map((line) => line.replace(/^\S+ \S+ +[0-9a-f]{6} +/, '').replace(/ {2,}/g, '  '))).toEqual([
    expect.stringMatching(/^2 {2}\d+ kB {2}[\d.]+ m?s {2}kept {2}2,000$/),
    expect.stringMatching(/^1 {2}\d+ kB {2}[\d.]+ m?s {2}kept {2}1,000 {2}check many failed \(error\)$/),
    expect.stringMatching(/^3 {2}\d+ kB {2}[\d.]+ m?s {2}3,000$/),
  ]);
  const page = JSON.parse((await project.headwater('history', 'orders', '--limit', '2', '--json')).stdout) as History;
  expect(page.materializations.map(({ metadata, kept }) => [metadata['total']?.value, kept])).toEqual([
    [2000, true],
    [1000, true],
  ]);
  expect(page.next).toBe(page.materializations[1]?.seq);
  const all = JSON.parse((await project.headwater('history', 'orders', '--limit', '0', '--json')).stdout) as History;
  expect([all.materializations.length, all.next, all.folded]).toEqual([3, null, null]);

  const dry = await project.headwater('gc', '--dry-run');
  expect(dry.stdout).toMatch(
    /^would delete 0 values \(0 bytes\)\nwould delete \d+ leftovers: .*\nwould fold 0 materializations and 0 runs into counts\nstore: .*values/,
  );
  const gone = await project.headwater('history', 'nobody');
  expect([gone.code, gone.stderr]).toEqual([
    2,
    'There is no asset `nobody` in this project, and nothing is told of one.\n',
  ]);
  expect(dry.stderr).toContain('package.json: `headwater.keep.runs` is not a whole number from 1');
});
