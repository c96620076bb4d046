// An asset gets another key by the editor's rename: its value, its age and its history stay with it, also once the source forgot the old key.
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createAnalyzer, type FileEdit } from '@headwater/analyzer';
import { makeProject, type TestProject } from './project.ts';
import { startHost, type StdioHost } from './stdio-host.ts';

let project: TestProject;
let host: StdioHost;
afterEach(async () => {
  await host.close();
  project.remove();
});

const STORES = `import { readFile, writeFile } from 'node:fs/promises';
import { definitions, resource, type IoManager } from 'headwater';
/** It files by key, and says of no place. */
const files = resource({
  create: (): IoManager => ({
    async handleOutput({ key }, value) {
      await writeFile('kept-' + key.join('.') + '.json', JSON.stringify(value));
      return {};
    },
    loadInput: async ({ key }) => JSON.parse(await readFile('kept-' + key.join('.') + '.json', 'utf8')) as unknown,
  }),
});
export const defs = definitions({ resources: { files } });
`;
const SHOP = `import { asset } from 'headwater';
export const orders = asset({ checks: ['some'] }, (ctx) => ctx.result([{ id: 1 }, { id: 2 }], { checks: { some: true } }));
export const total = asset({ inputs: { orders } }, ({ orders }) => orders.length);
export const prices = asset({ io: 'files' }, () => [3, 4]);
export const worth = asset({ inputs: { prices } }, ({ prices }) => prices[0] ?? 0);
export const idea = asset(() => 1);
`;

function begin(): void {
  project = makeProject({ 'src/stores.ts': STORES, 'src/shop.ts': SHOP });
  host = startHost(project.root);
}

/** As the editor does: the edits of the rename, saved. */
async function rename(from: string, to: string): Promise<void> {
  const analyzer = createAnalyzer({ project: { root: project.root, name: 'test-project' } });
  await analyzer.analyze();
  const file = 'src/shop.ts';
  const lines = project.read(file).split('\n');
  const line = lines.findIndex((each) => each.startsWith(`export const ${from} =`)) + 1;
  const navigation = analyzer.navigation();
  const target = navigation?.renameTarget({ file: join(project.root, file), line, column: 14 });
  if (!navigation || !target || 'refused' in target) throw new Error(JSON.stringify(target));
  const answer = navigation.rename({ key: target.key, of: target.of, newName: to });
  if (!answer || 'refused' in answer) throw new Error(JSON.stringify(answer));
  expect([...new Set(answer.edits.map((edit) => edit.file))]).toEqual([file]);
  project.edit(file, (text) => edited(text, answer.edits));
}

function edited(text: string, edits: readonly FileEdit[]): string {
  const starts = text
    .split('\n')
    .map((_, index, lines) => lines.slice(0, index).join('\n').length + (index > 0 ? 1 : 0));
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  return edits
    .map(({ range, text: put }) => ({
      from: offset(range.startLine, range.startColumn),
      to: offset(range.endLine, range.endColumn),
      put,
    }))
    .sort((a, b) => b.from - a.from)
    .reduce((all, { from, to, put }) => all.slice(0, from) + put + all.slice(to), text);
}

async function statuses(): Promise<Record<string, string>> {
  const { assets } = await host.ask('status', {});
  return Object.fromEntries(
    assets.map(({ key, status, causes }) => [key, [status, ...causes.map((c) => c.message)].join('; ')]),
  );
}

async function timeOf(key: string): Promise<string | undefined> {
  const { assets } = await host.ask('status', { select: `key:${key}` });
  return assets[0]?.lastMaterialization?.time;
}

/** The names its materializations were stored under. */
async function history(key: string): Promise<string[]> {
  const { materializations } = await host.ask('history', { key });
  return materializations.map(
    ({ asset, storedAs, kept }) => `${asset}${storedAs === undefined ? '' : ` as ${storedAs}`} ${kept}`,
  );
}

test('F15 F18 L6 renamed in the editor: fresh with its age and its history, before a run and after, with the note of it and without', async () => {
  begin();
  await host.run({ select: 'not key:idea' });
  const made = await timeOf('orders');
  await rename('orders', 'sales');
  await rename('prices', 'costs');
  expect(project.read('src/shop.ts')).toContain("sales = asset({ checks: ['some'], renamedFrom: 'orders' }");
  const fresh = { sales: 'fresh', total: 'fresh', costs: 'fresh', worth: 'fresh', idea: 'never' };
  expect(await statuses()).toEqual(fresh);
  expect(await timeOf('sales')).toBe(made);
  expect(await history('sales')).toEqual(['sales as orders true']);
  expect(await host.ask('show', { key: 'sales' })).toMatchObject({ key: 'sales', rows: [[1], [2]] });
  expect(await host.ask('show', { key: 'costs' })).toMatchObject({ value: [3, 4] });
  expect((await host.ask('plan', { staleOnly: true })).run).toEqual([{ asset: 'idea', why: 'never materialized' }]);

  // Loaded by a manager that knows it by its old key; with the run, the rename is remembered.
  const events = await host.run({ keys: ['worth', 'total'] });
  expect(events.filter(({ type }) => type === 'materialized')).toHaveLength(2);
  project.edit('src/shop.ts', (text) => text.replaceAll(/, renamedFrom: '\w+'/g, ''));
  expect(project.read('src/shop.ts')).not.toContain('renamedFrom');
  expect(await statuses()).toEqual(fresh);
  expect(await timeOf('sales')).toBe(made);

  // A start reads it from the disk.
  await host.close();
  host = startHost(project.root);
  expect(await statuses()).toEqual(fresh);
  expect(await host.ask('show', { key: 'costs' })).toMatchObject({ value: [3, 4] });
  await host.run({ keys: ['sales'] });
  expect(await history('sales')).toEqual(['sales true', 'sales as orders true']);
  const { assets } = await host.ask('status', { select: 'key:sales' });
  expect(assets[0]?.lastMaterialization?.checks).toMatchObject([{ name: 'some', passed: true }]);

  // The old name is free: who takes it starts anew.
  project.edit('src/shop.ts', (text) => `${text}export const orders = asset(() => 5);\n`);
  expect(await statuses()).toEqual({ ...fresh, orders: 'never' });
  await host.run({ keys: ['orders'] });
  expect(await history('orders')).toEqual(['orders true']);
  expect(await statuses()).toEqual({ ...fresh, orders: 'fresh' });
  expect(await host.ask('show', { key: 'sales' })).toMatchObject({ rows: [[1], [2]] });
});

test('F14 a rename on one branch takes nothing from the other, and what runs on one is fresh on the other', async () => {
  begin();
  await host.run({ select: 'not key:idea' });
  await rename('orders', 'sales');
  await host.run({ keys: ['total'] });
  const renamed = project.read('src/shop.ts');
  project.write('src/shop.ts', SHOP);
  const there = { orders: 'fresh', total: 'fresh', prices: 'fresh', worth: 'fresh', idea: 'never' };
  expect(await statuses()).toEqual(there);
  expect(await host.ask('show', { key: 'orders' })).toMatchObject({ rows: [[1], [2]] });
  expect(await history('orders')).toEqual(['orders true']);
  await host.run({ keys: ['orders', 'total'] });
  expect(await statuses()).toEqual(there);
  project.write('src/shop.ts', renamed);
  expect(await statuses()).toEqual({ sales: 'fresh', total: 'fresh', prices: 'fresh', worth: 'fresh', idea: 'never' });
});
