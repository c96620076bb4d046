// Partitions from the terminal: one slice of many, what mappings load, and backfills that outlive their process.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { HostMethods, PlanDocument, RunEvent, ShowDocument } from '@headwater/runner/protocol';
import type { StatusDocument } from '@headwater/graph';
import { makeProject } from './project.ts';

const project = makeProject({
  'assets.ts': `import { appendFileSync } from 'node:fs';
import { asset, assetCheck, fromPartitions, mapping, partitions } from 'headwater';

const days = partitions.daily({ start: '2026-01-01', end: '2026-01-15' });
const weeks = partitions.weekly({ start: '2026-01-05', end: '2026-01-19' });
const countries = partitions.static(['us', 'de']);

export const visits = asset({ partitions: days }, (ctx) => {
  appendFileSync('ran.txt', ctx.partitionKey + '\\n');
  if (process.env['STOP_AT'] === ctx.partitionKey) process.kill(process.ppid, 'SIGKILL');
  return [{ day: ctx.partitionKey, from: ctx.partitionWindow.start.toISOString(), before: ctx.previous?.runId ?? null }];
});
export const notEmpty = assetCheck(visits, (rows) => ({ passed: rows.length === 1 }));
export const byCountry = asset(
  { inputs: { visits }, partitions: partitions.multi({ day: days, country: countries }) },
  ({ visits }, ctx) => ({ key: ctx.partitionKey, day: visits[0]?.day }),
);
export const weekly = asset({ inputs: { visits }, partitions: weeks }, ({ visits }) => Object.keys(visits));
export const rolling = asset(
  { inputs: { visits: fromPartitions(visits, mapping.window({ startOffset: -1 })) }, partitions: days, backfill: 'single-run' },
  ({ visits }, ctx) => {
    const { from, to } = ctx.partitionKeyRange;
    if (from === to) return Object.keys(visits).length as never;
    return { [from]: 1, [to]: 2 } as never;
  },
);
`,
});
afterAll(project.remove);

async function json<T>(...args: string[]): Promise<T> {
  const { stdout, stderr } = await project.headwater(...args, '--json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
}
const ran = (): string[] => readFileSync(join(project.root, 'ran.txt'), 'utf8').trim().split('\n');
const events = (stdout: string): RunEvent[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);

test('A24: a day × country asset materializes one slice, and the others stay missing', async () => {
  const none = await project.headwater('materialize', '--select', 'key:"byCountry"');
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('--partition')]);
  const early = await project.headwater('materialize', '--select', '+key:"byCountry"', '-p', '2026-01-20|us');
  expect([early.code, early.stderr]).toEqual([2, expect.stringContaining('"2026-01-20"')]);
  const run = await project.headwater('materialize', '--select', '+key:"byCountry"', '-p', '2026-01-02|us', '--json');
  const made = events(run.stdout).filter(({ type }) => type === 'materialized');
  expect(made).toMatchObject([
    {
      asset: 'visits',
      partition: '2026-01-02',
      path: expect.stringContaining('values/visits/=2026-01-02/') as string,
    },
    { asset: 'byCountry', partition: '2026-01-02|us' },
  ]);
  expect(events(run.stdout).find(({ type }) => type === 'check')).toMatchObject({
    partition: '2026-01-02',
    passed: true,
  });
  const id = made[0]?.run ?? '';
  expect(await project.headwater('logs', id, '-p', '2026-01-03')).toMatchObject({
    code: 2,
    stderr: `Run ${id} has no partition \`2026-01-03\`: headwater runs ${id} lists those it made.\n`,
  });
  for (const command of ['show', 'history'])
    expect(await project.headwater(command, 'byCountry', '-p', '2026-01-03|us')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Partition `2026-01-03|us` of `byCountry` was never made') as string,
    });
  const { assets } = await json<StatusDocument>('status');
  expect(assets.find(({ key }) => key === 'byCountry')?.partitions).toMatchObject({
    total: 28,
    fresh: 1,
    missing: 27,
  });
  expect(await json<ShowDocument>('show', 'byCountry', '-p', '2026-01-02|us')).toMatchObject({
    partition: '2026-01-02|us',
    value: { key: '2026-01-02|us', day: '2026-01-02' },
  });
});

test('a week loads the days it is made of; what is missing of them is named before anything runs', async () => {
  const asked = ['materialize', '--select', 'key:"weekly"', '-p', '2026-01-05'];
  const missing = await project.headwater(...asked);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('2026-01-05..2026-01-11 (7 partitions)')]);
  const plan = await json<PlanDocument>('materialize', '--select', '+key:"weekly"', '-p', '2026-01-05', '--dry-run');
  expect(plan.run[0]).toMatchObject({
    asset: 'visits',
    partitions: [{ from: '2026-01-05', to: '2026-01-11', count: 7 }],
  });
  expect((await project.headwater('materialize', '--select', '+key:"weekly"', '-p', '2026-01-05')).code).toBe(0);
  const { value } = await json<ShowDocument>('show', 'weekly', '-p', '2026-01-05');
  expect(value).toEqual(['05', '06', '07', '08', '09', '10', '11'].map((day) => `2026-01-${day}`));
  // Nothing changed: nothing runs.
  const before = ran().length;
  const stale = await project.headwater('materialize', '--select', '+key:"weekly"', '-p', '2026-01-05', '--stale');
  expect([stale.code, ran().length]).toEqual([0, before]);
});

test('a backfill whose process is killed goes on in the next, with what was not made', async () => {
  appendFileSync(join(project.root, 'ran.txt'), '');
  process.env['STOP_AT'] = '2026-01-13';
  const killed = project.start('backfill', '--select', 'key:"visits"', '--missing', '--json');
  delete process.env['STOP_AT'];
  await killed.finished;
  type Backfills = HostMethods['backfills']['result'];
  const [left] = (await json<Backfills>('backfills')).backfills;
  // 02 and 05 to 11 were there.
  expect(left).toMatchObject({ status: 'paused', counts: { total: 6, made: 4, failed: 0 } });
  const resumed = await project.headwater('backfill', 'resume', left?.backfill ?? '');
  expect([resumed.code, resumed.stdout]).toEqual([0, expect.stringContaining('success, 6 of 6 made')]);
  expect(ran().filter((day) => ['2026-01-12', '2026-01-13', '2026-01-14'].includes(day))).toEqual([
    '2026-01-12',
    '2026-01-13',
    '2026-01-13',
    '2026-01-14',
  ]);
});
