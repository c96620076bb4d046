// Every place that names an asset: in code, under other names, in strings.
import { describe, expect, test } from 'vitest';
import { check, type Checked } from '../test/fixture.ts';
import type { Mention } from './mentions.ts';

/** `file:line:text role`, the text as the range has it. */
function shown({ disk, analyzer }: Checked, mentions: readonly Mention[]): string[] {
  return mentions.map(({ file, range, role }) => {
    const line = disk.read(`${analyzer.project.root}/${file}`)?.split('\n')[range.startLine - 1] ?? '';
    return `${file}:${range.startLine}:${line.slice(range.startColumn - 1, range.endColumn - 1)} ${role}`;
  });
}

async function mentionsOf(key: string, code: string): Promise<string[]> {
  const checked = await check(code, { loads: false });
  return shown(checked, checked.analyzer.navigation()?.mentionsOf(key) ?? []);
}

describe('L5: every place that names an asset', () => {
  test('in other files, by import, alias, namespace and barrel', async () => {
    const found = await mentionsOf(
      'orders',
      `
//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset(() => [1]);
export const other = asset({ inputs: { o: orders } }, ({ o }) => o.length);
//- src/index.ts
export { orders as sales } from './raw';
export * from './raw';
//- src/report.ts
import { asset } from 'headwater';
import { sales as rows } from './index';
import * as raw from './raw';
export const a = asset({ inputs: { rows } }, ({ rows }) => rows.map((row) => row));
export const b = asset({ deps: [raw.orders, raw.other] }, () => ({ orders: 1 }));
//- src/unrelated.ts
import { asset } from 'headwater';
const orders = 1;
export const c = asset(() => orders);
`,
    );
    expect(found).toEqual([
      'src/raw.ts:2:orders declaration',
      'src/raw.ts:3:o input',
      'src/raw.ts:3:orders name',
      'src/raw.ts:3:o parameter',
      'src/raw.ts:3:o parameter',
      'src/index.ts:1:orders name',
      'src/index.ts:1:sales name',
      'src/report.ts:2:sales name',
      'src/report.ts:2:rows name',
      'src/report.ts:4:rows input',
      'src/report.ts:4:rows parameter',
      'src/report.ts:4:rows parameter',
      'src/report.ts:5:orders name',
    ]);
  });

  test('in strings: its key, selections of jobs and runs, the keys it had before', async () => {
    const found = await mentionsOf(
      'crm/orders',
      `
//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset({ key: ['crm', 'orders'], renamedFrom: ['orders', 'sales'] }, () => [1]);
//- src/jobs.ts
import { job, materialize } from 'headwater';
import { orders } from './raw';
export const nightly = job('nightly', { selection: '+key:"crm/orders" and not key:"crm/orders"+ or key:crm/o*' });
export const list = job('list', { selection: [orders] });
export const inTemplate = job('t', { selection: \`key:crm/orders\` });
export const escaped = job('e', { selection: "key:\\"crm/orders\\" or key:\\"\\u0063rm/orders\\"" });
export const run = () => materialize({ orders }, { selection: 'key:crm/orders' });
const other = { selection: 'key:crm/orders' };
`,
    );
    expect(found).toEqual([
      'src/raw.ts:2:orders declaration',
      `src/raw.ts:2:['crm', 'orders'] key`,
      'src/raw.ts:2:orders former',
      'src/raw.ts:2:sales former',
      'src/jobs.ts:2:orders name',
      'src/jobs.ts:3:"crm/orders" selection',
      'src/jobs.ts:3:"crm/orders" selection',
      'src/jobs.ts:4:orders name',
      'src/jobs.ts:5:crm/orders selection',
      'src/jobs.ts:6:\\"crm/orders\\" selection',
      'src/jobs.ts:6:\\"\\u0063rm/orders\\" selection',
      'src/jobs.ts:7:orders name',
      'src/jobs.ts:7:crm/orders selection',
    ]);
  });

  test('of a multi-asset: consts, outputs and their options', async () => {
    const found = await mentionsOf(
      'people',
      `
//- src/assets.ts
import { asset, job, multiAsset, output } from 'headwater';
export const { users: people, posts } = multiAsset(
  { outputs: { users: output({ renamedFrom: 'persons' }), posts: output({ key: 'articles' }) } },
  async function* (ctx) {},
);
export const j = job('j', { selection: 'key:people or key:articles' });
//- src/more.ts
import { people } from './assets';
export { people as default };
//- src/most.ts
import { asset } from 'headwater';
import folk from './more';
export const c = asset({ deps: [folk] }, () => 1);
`,
    );
    expect(found).toEqual([
      'src/assets.ts:2:users declaration',
      'src/assets.ts:2:people declaration',
      'src/assets.ts:3:users declaration',
      'src/assets.ts:3:persons former',
      'src/assets.ts:6:people selection',
      'src/more.ts:1:people name',
      'src/more.ts:2:people name',
      'src/more.ts:2:default name',
      'src/most.ts:2:folk name',
      'src/most.ts:3:folk name',
    ]);
  });

  test('unsaved text counts, and a local name that shadows does not', async () => {
    const checked = await check(`import { asset } from 'headwater';\nexport const a = asset(() => 1);`);
    const file = `${checked.analyzer.project.root}/src/assets.ts`;
    const text = `import { asset } from 'headwater';
export const a = asset(() => 1);
function f() { function a() {} return a; }
class C { a = 1; m() { return this.a; } }
type T = { a: number };
export const b = asset({ deps: [a] }, () => [1].map((a) => a));
`;
    checked.analyzer.setOpenFile(file, text);
    await checked.analyzer.analyze();
    const found = checked.analyzer.navigation()?.mentionsOf('a') ?? [];
    expect(found.map(({ range, role }) => `${range.startLine}:${range.startColumn} ${role}`)).toEqual([
      '2:14 declaration',
      '6:33 name',
    ]);
    expect(
      checked.analyzer
        .navigation()
        ?.mentionsIn(file)
        .map(({ key }) => key),
    ).toEqual(['a', 'b', 'a']);
  });

  test('a key that no asset has is named by nothing', async () => {
    expect(await mentionsOf('nothing', `import { asset } from 'headwater';\nexport const a = asset(() => 1);`)).toEqual(
      [],
    );
  });
});

describe('L5: a key in a string stands for its asset', () => {
  test.each([
    ['in a selection', "export const j = job('j', { selection: 'key:or$0ders' });", 'orders', 'orders'],
    ['in quotes', "export const j = job('j', { selection: 'not key:\"$0crm/x\"+' });", 'crm/x', '"crm/x"'],
    ['right behind it', "export const j = job('j', { selection: 'key:orders$0' });", 'orders', 'orders'],
    ['the second of two', "export const j = job('j', { selection: 'key:orders or key:cr$0m/x' });", 'crm/x', 'crm/x'],
    ['its own key', "export const b = asset({ key: 'be$0ta' }, () => 1);", 'beta', 'beta'],
    ['segments', "export const b = asset({ key: ['g', 'be$0ta'] }, () => 1);", 'g/beta', "['g', 'beta']"],
    ['the key it had', "export const b = asset({ renamedFrom: 'al$0pha' }, () => 1);", 'b', 'alpha'],
    ['not the group in a selection', "export const j = job('j', { selection: 'group:def$0ault' });", null, null],
    ['not the word key', "export const j = job('j', { selection: 'k$0ey:orders' });", null, null],
    ['not a pattern', "export const j = job('j', { selection: 'key:or$0*' });", null, null],
    ['not the name of a job', "export const j = job('or$0ders', { selection: '*' });", null, null],
    ['not any text', "const text = 'key:or$0ders';", null, null],
    ['not a key of something else', "const table = new Map([['a', { key: 'or$0ders' }]]);", null, null],
  ])('%s', async (_, code, key, text) => {
    const checked = await check(
      `
//- src/assets.ts
import { asset, job } from 'headwater';
export const orders = asset(() => 1);
export const x = asset({ key: ['crm', 'x'] }, () => 1);

${code}
`,
      { loads: false },
    );
    const { analyzer, cursor, disk } = checked;
    const found = analyzer.assetAt(cursor);
    expect(found?.key ?? null).toBe(key);
    const { startLine, startColumn, endColumn } = found?.range ?? { startLine: 0, startColumn: 0, endColumn: 0 };
    const line = disk.read(cursor.file)?.split('\n')[startLine - 1];
    expect(line?.slice(startColumn - 1, endColumn - 1) ?? null).toBe(text);
  });
});
