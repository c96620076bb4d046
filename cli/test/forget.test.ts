// What is stored and defined nowhere any more: listed with where it came from, and deleted when it is asked for, its history kept.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeProject, type TestProject } from './project.ts';
import { startHost, type StdioHost } from './stdio-host.ts';

let project: TestProject;
let host: StdioHost;
afterEach(async () => {
  await host.close();
  project.remove();
});

const STORES = `import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { definitions, resource, type IoManager } from 'headwater';
const handleOutput: IoManager['handleOutput'] = async ({ key }, value) => {
  await writeFile('kept-' + key.join('.') + '.json', JSON.stringify(value));
  return { path: 'kept-' + key.join('.') + '.json', bytes: 7 };
};
const files = resource({
  create: (): IoManager => ({
    handleOutput,
    async remove({ path = '' }) {
      await rm(path, { force: true });
      if (!existsSync('hold')) return;
      await writeFile('removing', '');
      await new Promise(() => setInterval(() => undefined, 1000));
    },
  }),
});
const bucket = resource({ create: (): IoManager => ({ handleOutput }) });
export const defs = definitions({ resources: { files, bucket } });
`;
const SHOP = `import { asset } from 'headwater';
export const orders = asset(() => [{ id: 1 }, { id: 2 }]);
export const total = asset({ inputs: { orders } }, ({ orders }) => orders.length);
export const filed = asset({ io: 'files' }, () => [1]);
export const away = asset({ io: 'bucket' }, () => [1]);
export const slow = asset(async () => {
  const { existsSync, writeFileSync } = await import('node:fs');
  if (existsSync('wait')) writeFileSync('waiting', '');
  while (existsSync('wait')) await new Promise((done) => setTimeout(done, 20));
  return 1;
});
`;
const without =
  (name: string) =>
  (text: string): string =>
    text.replace(new RegExp(`^export const ${name} = .*\\n`, 'm'), '');

async function statuses(select?: string): Promise<Record<string, string>> {
  const { assets } = await host.ask('status', select === undefined ? {} : { select });
  return Object.fromEntries(assets.map(({ key, status }) => [key, status]));
}

const refusal = (key: string): Promise<string> =>
  host.ask('forget', { key }).then(
    () => 'forgotten',
    (error: Error) => error.message,
  );

const values = (key: string): boolean => existsSync(join(project.root, '.headwater/values', key));

test('F17 F18 an orphan is listed with its size and its last place, and forgotten with its history kept', async () => {
  project = makeProject({ 'src/stores.ts': STORES, 'src/shop.ts': SHOP });
  host = startHost(project.root);
  await host.run({});
  project.edit('src/shop.ts', (text) => without('orders')(without('total')(without('filed')(without('away')(text)))));
  expect(await statuses()).toEqual({
    orders: 'orphan',
    total: 'orphan',
    filed: 'orphan',
    away: 'orphan',
    slow: 'fresh',
  });
  expect(await statuses('status:orphan and not key:filed')).toEqual({
    orders: 'orphan',
    total: 'orphan',
    away: 'orphan',
  });
  const { assets } = await host.ask('status', { select: 'key:orders' });
  const bytes = assets[0]?.lastMaterialization?.bytes ?? 0;
  expect(assets).toMatchObject([{ declared: { file: 'src/shop.ts', line: 2 }, lastMaterialization: { rows: 2 } }]);
  expect(bytes).toBeGreaterThan(1000);
  const text = (await project.headwater('status')).stdout;
  expect(text.indexOf('● slow')).toBeLessThan(text.indexOf('◌ away'));
  expect(text).toMatch(
    /◌ orders +orphan, .*, 2 rows\n +last defined in src\/shop\.ts:2, \d+ kB; `headwater forget orders` deletes what is stored/,
  );

  // What cannot be read may define it still.
  const whole = project.read('src/shop.ts');
  project.write('src/shop.ts', `${whole}export const { = 1;\n`);
  expect(await statuses('key:orders')).toEqual({ orders: 'unknown' });
  expect(await refusal('orders')).toMatch(
    /`orders` may be an asset still: .* src\/shop\.ts:\d+ does not parse\. Repair that first\./,
  );
  project.write('src/shop.ts', whole);

  expect(await refusal('slow')).toBe(
    '`slow` is defined in src/shop.ts:2, and what is stored of it is in use: delete the definition first.',
  );
  expect(await refusal('ordres')).toBe('Nothing is stored of `ordres`. Did you mean `orders`?');
  expect((await project.headwater('forget')).stderr).toContain('needs the key of an asset');

  const dry = await project.headwater('forget', 'orders', '--dry-run', '--json');
  expect(JSON.parse(dry.stdout)).toEqual({ version: 1, key: 'orders', values: 1, bytes, left: [] });
  expect(await statuses('key:orders')).toEqual({ orders: 'orphan' });
  const done = await project.headwater('forget', 'orders');
  expect([done.code, done.stdout]).toEqual([
    0,
    expect.stringMatching(/^deleted 1 value of orders \(\d+ kB\); its history stays\n$/),
  ]);
  expect(values('orders')).toBe(false);
  expect(await statuses()).toEqual({ total: 'orphan', filed: 'orphan', away: 'orphan', slow: 'fresh' });
  expect(await host.ask('history', { key: 'orders' })).toMatchObject({
    materializations: [{ asset: 'orders', kept: false }],
    forgotten: expect.stringMatching(/^\d{4}-/) as string,
  });
  expect(await refusal('orders')).toBe(
    'Nothing is stored of `orders`. `headwater status` lists what no definition makes any more as orphans.',
  );

  // A manager deletes what it keeps where it can, and it is said where not.
  expect(await host.ask('forget', { key: 'filed', dryRun: true })).toMatchObject({ values: 1, bytes: 7, left: [] });
  expect(project.has('kept-filed.json')).toBe(true);
  expect(await host.ask('forget', { key: 'filed' })).toMatchObject({ values: 1, left: [] });
  expect(project.has('kept-filed.json')).toBe(false);
  expect(await host.ask('forget', { key: 'away' })).toMatchObject({
    left: [
      'The IO manager `bucket` keeps it at kept-away.json, and could not be asked to delete it: it has no `remove`. Delete it there.',
    ],
  });
  expect(await statuses()).toEqual({ total: 'orphan', slow: 'fresh' });

  // Defined again, it was never made.
  project.write('src/shop.ts', SHOP);
  expect(await statuses()).toEqual({
    orders: 'never',
    total: 'upstream-stale',
    filed: 'never',
    away: 'never',
    slow: 'fresh',
  });
});

test('F17 what a run makes is not forgotten under it, and what a crash left half deleted is forgotten the next time', async () => {
  project = makeProject({ 'src/stores.ts': STORES, 'src/shop.ts': SHOP });
  host = startHost(project.root);
  await host.run({ select: 'key:slow or key:orders or key:filed' });
  project.write('wait', '');
  const waiting = project.appears('waiting');
  const running = host.run({ select: 'key:slow' });
  await waiting;
  project.write(
    'src/shop.ts',
    "import { asset } from 'headwater';\nexport const sales = asset({ renamedFrom: 'orders' }, () => 1);\n",
  );
  expect(await refusal('slow')).toMatch(
    /^`slow` is being made by run \d+-\w+: wait until that is done, or cancel it\.$/,
  );
  expect(await refusal('orders')).toBe('`orders` is called `sales` now, and what was stored of it belongs to that.');
  rmSync(join(project.root, 'wait'));
  await running;
  await host.run({ keys: ['sales'] });

  // Renamed, recorded, deleted: one orphan with both names' values.
  project.write('src/shop.ts', '');
  expect(await statuses()).toEqual({ sales: 'orphan', slow: 'orphan', filed: 'orphan' });
  expect(await host.ask('forget', { key: 'sales' })).toMatchObject({ values: 2 });
  expect([values('sales'), values('orders')]).toEqual([false, false]);
  expect(await statuses()).toEqual({ slow: 'orphan', filed: 'orphan' });

  // Killed after a value was deleted, before that is remembered.
  project.write('hold', '');
  const removing = project.appears('removing');
  const forgetting = refusal('filed');
  await removing;
  await host.kill();
  expect(await forgetting).toBe('The host ended');
  expect(project.has('kept-filed.json')).toBe(false);
  rmSync(join(project.root, 'hold'));
  host = startHost(project.root);
  expect(await statuses()).toEqual({ slow: 'orphan', filed: 'orphan' });
  expect(await host.ask('forget', { key: 'filed' })).toMatchObject({ left: [] });
  expect(await statuses()).toEqual({ slow: 'orphan' });
});
