// Runs of what is stale: the wave stops where nothing changed, and what another branch made is found again when one comes back.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, makeProject, statusOf, type Finished, type TestProject } from './project.ts';

let project: TestProject | null = null;
afterEach(() => {
  project?.remove();
  project = null;
});

const RAN = `import { appendFileSync } from 'node:fs';
export const ran = (name: string): void => appendFileSync('ran.log', name + '\\n');
`;
const RAW = `import { asset } from 'headwater';
import { ran } from './ran.ts';
export const raw = asset(() => { ran('raw'); return [{ n: 1 }, { n: 2 }]; });
/** Made of nothing and the same on every branch. */
export const names = asset(() => { ran('names'); return ['one', 'two']; });
`;
const DIAMOND = `import { asset, assetCheck, multiAsset, output } from 'headwater';
import { raw, names } from './raw.ts';
import { ran } from './ran.ts';
export const left = asset({ inputs: { raw }, checks: ['some'] }, ({ raw }, ctx) => {
  ran('left');
  return ctx.result(raw.map(({ n }) => n), { checks: { some: raw.length > 0 }, metadata: { seen: raw.length } });
});
export const right = asset({ inputs: { raw, names } }, ({ raw, names }) => { ran('right'); return names.slice(0, raw.length); });
export const joined = asset({ inputs: { left, right } }, ({ left, right }) => { ran('joined'); return right.map((name, i) => name + left[i]); });
export const joinedHasAll = assetCheck(joined, { blocking: true }, (value) => { ran('check'); return value.length > 0; });
export const { shortest, longest } = multiAsset({ inputs: { joined }, outputs: { shortest: output<string>(), longest: output<string>() } }, async function* ({ joined }, ctx) {
  ran('shortest, longest');
  yield ctx.result('shortest', joined[0]!);
  yield ctx.result('longest', joined.at(-1)!);
});
/** It stores its data itself: by now that may be what the other branch stored. */
export const published = asset({ deps: [joined] }, () => { ran('published'); });
`;

function gitProject(): { project: TestProject; git: (...args: string[]) => void; ran: () => string[] } {
  const made = makeProject({
    '.gitignore': 'node_modules\n.headwater\nran.log\n',
    'src/ran.ts': RAN,
    'src/raw.ts': RAW,
    'src/diamond.ts': DIAMOND,
  });
  project = made;
  const git = (...args: string[]): void => {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...args], { cwd: made.root, stdio: 'pipe' });
  };
  const ran = (): string[] => {
    const lines = made.has('ran.log') ? made.read('ran.log').split('\n').filter(Boolean).sort() : [];
    rmSync(join(made.root, 'ran.log'), { force: true });
    return lines;
  };
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'main');
  return { project: made, git, ran };
}

const notFresh = async (of: TestProject): Promise<readonly string[]> =>
  Object.entries(await statusOf(of)).flatMap(([key, { status }]) => (status === 'fresh' ? [] : [`${key} ${status}`]));
const reused = (finished: Finished): Record<string, string> =>
  Object.fromEntries(
    eventsOf(finished).flatMap((event) =>
      event.type === 'materialized' && event.reused !== undefined ? [[event.asset, event.reused.run]] : [],
    ),
  );
const runOf = (finished: Finished): string => eventsOf(finished)[0]?.run ?? '';
/** As sentences name it. */
const shortRunOf = (finished: Finished): string => runOf(finished).split('-').at(-1) ?? '';

test('F12: on a branch that was there before, materialize --stale runs no body, and everything is as that branch made it', async () => {
  const { project: there, git, ran } = gitProject();
  const stale = (...more: string[]): Promise<Finished> => there.headwater('materialize', '--stale', '--json', ...more);
  const value = async (key: string): Promise<unknown> =>
    (JSON.parse((await there.headwater('show', key, '--json')).stdout) as { value: { value: unknown } }).value;

  const first = await stale();
  expect(ran()).toEqual(['check', 'joined', 'left', 'names', 'published', 'raw', 'right', 'shortest, longest']);
  await stale();
  expect(ran()).toEqual([]);

  git('checkout', '--quiet', '-b', 'other');
  there.edit('src/raw.ts', (text) => text.replace('{ n: 1 }, { n: 2 }', '{ n: 7 }, { n: 8 }'));
  there.edit('src/diamond.ts', (text) =>
    text.replace('names.slice(0, raw.length)', 'names.slice(-raw.length).map((name) => name + "-")'),
  );
  git('commit', '--quiet', '-a', '-m', 'other');
  const second = await stale();
  expect(ran()).toEqual(['check', 'joined', 'left', 'published', 'raw', 'right', 'shortest, longest']);

  git('checkout', '--quiet', 'main');
  const planned = JSON.parse((await there.headwater('materialize', '--stale', '--dry-run', '--json')).stdout) as {
    run: { asset: string; why: string }[];
  };
  const why = Object.fromEntries(planned.run.map((each) => [each.asset, each.why]));
  expect(why['raw']).toMatch(
    new RegExp(`^its code changed.*; what run ${shortRunOf(first)} made of the same code is kept$`),
  );
  expect(why['longest']).toContain(`what run ${shortRunOf(first)} made of the same code is kept`);
  expect(why['published']).not.toContain('kept');
  const third = await stale();
  const all = ['joined', 'left', 'longest', 'raw', 'right', 'shortest'];
  expect(reused(third)).toEqual(Object.fromEntries(all.map((key) => [key, runOf(first)])));
  // A check that stands apart looks again; what stored its data itself does it again.
  expect(ran()).toEqual(['check', 'published']);
  expect(await value('joined')).toEqual(['one1', 'two2']);
  expect(await notFresh(there)).toEqual([]);
  const again = eventsOf(third).find((event) => event.type === 'check' && event.check === 'some');
  expect(again).toMatchObject({ asset: 'left', passed: true, run: runOf(third) });

  git('checkout', '--quiet', 'other');
  const fourth = await there.headwater('materialize', '--stale');
  expect(fourth.stdout).toContain(`● raw reused what run ${shortRunOf(second)} made, 2 rows`);
  expect(fourth.stdout).toContain('7 materialized (6 reused)');
  expect(ran()).toEqual(['check', 'published']);
  expect(await value('joined')).toEqual(['one-7', 'two-8']);
  expect(await notFresh(there)).toEqual([]);
});

test('F13: new customers make enrichedOrders stale and revenueBySegment upstream stale, and both are made again', async () => {
  const there = makeProject({
    'customers.json': '["ada"]',
    'src/shop.ts': `import { readFileSync } from 'node:fs';
import { asset } from 'headwater';
export const customers = asset(() => JSON.parse(readFileSync('customers.json', 'utf8')) as string[]);
export const enrichedOrders = asset({ inputs: { customers } }, ({ customers }) => customers.map((name) => ({ name, amount: 2 })));
export const revenueBySegment = asset({ inputs: { enrichedOrders } }, ({ enrichedOrders }) => enrichedOrders.length * 2);
`,
  });
  project = there;
  await there.headwater('materialize');
  there.write('customers.json', '["ada", "bob"]');
  await there.headwater('materialize', '--select', 'key:"customers"');
  const statuses = await statusOf(there);
  const told = Object.entries(statuses).map(([key, { status, causes }]) => [
    key,
    status,
    causes.map(({ message }) => message.replace(/ \(run \w+\)$/, '')),
  ]);
  expect(told).toEqual([
    ['customers', 'fresh', []],
    ['enrichedOrders', 'stale', ['customers has new data']],
    ['revenueBySegment', 'upstream-stale', ['because enrichedOrders: customers has new data']],
  ]);
  const run = await there.headwater('materialize', '--stale', '--json');
  expect(endings(run)).toEqual({ enrichedOrders: 'materialized', revenueBySegment: 'materialized' });
});
