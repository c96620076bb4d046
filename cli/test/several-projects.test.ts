// Two projects of one workspace: what one reads of the other is loaded from the other's store, and never run from here.
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { endings, makeProject, type Finished, type TestProject } from './project.ts';

let workspace: TestProject;
afterEach(() => {
  workspace.remove();
});

const named = (name: string, extra: object = {}): string =>
  JSON.stringify({ name, type: 'module', dependencies: { headwater: '*' }, ...extra });

const LAKE = `import { asset, multiAsset, output, externalAsset } from 'headwater';
import { appendFileSync } from 'node:fs';
export const orders = asset({ key: ['sales', 'orders'], group: 'bronze' }, () => {
  appendFileSync(new URL('ran', import.meta.url), 'orders ');
  return [{ id: 1, amount: 20 }, { id: 2, amount: 22 }];
});
export const { users } = multiAsset({ outputs: { users: output<string[]>() } }, async function* (ctx) {
  yield ctx.result('users', ['ann', 'bob']);
});
export const sent = asset(() => undefined);
export const feed = externalAsset<number>({});
`;

const REPORT = `import { asset, loadAs, types } from 'headwater';
import { orders, users } from '@acme/lake';
import * as lake from '@acme/lake';
export const total = asset({ inputs: { orders, users } }, ({ orders, users }) =>
  orders.reduce((sum, { amount }) => sum + amount, 0) + users.length);
export const rows = asset({ inputs: { orders: loadAs(lake.orders, types.rows) } }, ({ orders }) => orders.length);
export const after = asset({ deps: [lake.orders] }, () => true);
`;

function twoProjects(report = REPORT, lake: Readonly<Record<string, string>> = {}): void {
  workspace = makeProject(
    {
      'lake/package.json': named('@acme/lake', { exports: './src/index.ts' }),
      'lake/src/index.ts': `export * from './assets.ts';`,
      'lake/src/assets.ts': LAKE,
      ...lake,
      'shop/package.json': named('shop'),
      'shop/src/report.ts': report,
    },
    { type: 'module', dependencies: {}, workspaces: ['*'] },
  );
  mkdirSync(join(workspace.root, 'node_modules/@acme'));
  symlinkSync(join(workspace.root, 'lake'), join(workspace.root, 'node_modules/@acme/lake'), 'junction');
}

const lake = (...args: string[]): Promise<Finished> => workspace.headwater('-C', 'lake', ...args);
const shop = (...args: string[]): Promise<Finished> => workspace.headwater('-C', 'shop', ...args);
const causes = async (key: string): Promise<unknown> => {
  const { stdout } = await shop('status', '--json');
  const { assets } = JSON.parse(stdout) as { assets: { key: string; status: string; causes: { message: string }[] }[] };
  return assets
    .filter((each) => each.key === key)
    .map(({ status, causes: all }) => [status, ...all.map(({ message }) => message)]);
};

/** Every file of a folder with its content and time, so that any write shows. */
function snapshot(folder: string): string[] {
  return readdirSync(join(workspace.root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${statSync(path).mtimeMs} ${readFileSync(path).toString('base64').slice(0, 200)}`;
    })
    .sort();
}

test('a run loads what the other project stored, writes nothing there, and goes stale when it has new data', async () => {
  twoProjects();
  const early = await shop('materialize', '--json');
  expect(early.code).not.toBe(0);
  expect(early.stdout + early.stderr).toContain('has never been materialized in the project `@acme/lake` (../lake)');
  expect(early.stdout + early.stderr).toContain('headwater -C ../lake materialize --select');
  expect(workspace.has('lake/src/ran')).toBe(false);

  expect((await lake('materialize', '--json')).code).toBe(0);
  const before = snapshot('lake');
  const made = await shop('materialize', '--json');
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(endings(made)).toEqual({ total: 'materialized', rows: 'materialized', after: 'materialized' });
  expect(snapshot('lake')).toEqual(before);
  expect(workspace.read('lake/src/ran')).toBe('orders ');
  expect(JSON.parse((await shop('show', 'total', '--json')).stdout)).toMatchObject({ value: 44 });
  expect(JSON.parse((await shop('show', '@acme/lake:sales/orders', '--json')).stdout)).toMatchObject({
    type: 'table',
    rowCount: 2,
  });
  expect(await causes('total')).toEqual([['fresh']]);
  expect(await causes('@acme/lake:sales/orders')).toEqual([['external']]);

  workspace.edit('lake/src/assets.ts', (text) => text.replace('amount: 22', 'amount: 100'));
  expect((await lake('materialize', '--select', 'key:"sales/orders"', '--json')).code).toBe(0);
  expect(await causes('total')).toEqual([
    ['stale', expect.stringMatching(/^@acme\/lake:sales\/orders has new data \(run \w+\)$/)],
  ]);
  expect((await shop('materialize', '--stale', '--json')).code).toBe(0);
  expect(JSON.parse((await shop('show', 'total', '--json')).stdout)).toMatchObject({ value: 122 });
  expect(await causes('total')).toEqual([['fresh']]);
});

test('it is never run from here, and the graph of the loaded modules agrees with the source', async () => {
  twoProjects(`export * from '@acme/lake';\n${REPORT}`);
  const dry = await shop('materialize', '--select', 'key:"@acme/lake:sales/orders"', '--dry-run', '--json');
  expect(JSON.parse(dry.stdout)).toEqual({
    version: 1,
    run: [],
    skip: [{ asset: '@acme/lake:sales/orders', why: expect.stringContaining('external') as string }],
    load: [],
  });
  const checked = await shop('check', '--run-time', '--json');
  expect(JSON.parse(checked.stdout)).toEqual({ version: 1, problems: [], disagreements: [] });
  const both = JSON.parse((await shop('graph', '--json')).stdout) as {
    assets: { key: string; kind: string; file: string }[];
  };
  expect(both.assets.map(({ key, kind, file }) => `${key} ${kind} ${file}`)).toEqual([
    '@acme/lake:sales/orders external ../lake/src/assets.ts',
    '@acme/lake:users external ../lake/src/assets.ts',
    'after asset src/report.ts',
    'rows asset src/report.ts',
    'total asset src/report.ts',
  ]);
});

test('what cannot be loaded is refused in a sentence, before anything runs', async () => {
  twoProjects(
    `import { asset } from 'headwater';
import { feed, kept, sent } from '@acme/lake';
// @ts-expect-error a void asset has no value
export const ofVoid = asset({ inputs: { sent } }, ({ sent }) => String(sent));
export const ofExternal = asset({ inputs: { feed } }, ({ feed }) => feed);
export const ofManager = asset({ inputs: { kept } }, ({ kept }) => kept);
`,
    {
      'lake/src/kept.ts': `import { asset, definitions, store } from 'headwater';
export const kept = asset({ io: 'files' }, () => [1]);
export const defs = definitions({ resources: { files: store.file({ dir: 'out', format: 'json' }) } });`,
      'lake/src/index.ts': `export * from './assets.ts';\nexport { kept } from './kept.ts';`,
    },
  );
  expect((await lake('materialize', '--json')).code).toBe(0);
  for (const [key, sentence] of [
    ['ofVoid', 'stored no value in the project `@acme/lake` (../lake): name it in deps instead of inputs.'],
    ['ofExternal', 'is external in the project `@acme/lake` (../lake), too'],
    ['ofManager', 'which the IO manager `files` of the project `@acme/lake` (../lake) keeps'],
  ] as const) {
    const refused = await shop('materialize', '--select', `key:${key}`, '--json');
    expect([refused.code === 0, refused.stdout.includes('"seq"')]).toEqual([false, false]);
    expect(refused.stdout + refused.stderr).toContain(sentence);
  }
});
