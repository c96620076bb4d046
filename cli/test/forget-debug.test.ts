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

test('F17 what a run makes is not forgotten under it, and what a crash left half deleted is forgotten the next time', async () => {
  project = makeProject({ 'src/stores.ts': STORES, 'src/shop.ts': SHOP });
  console.log('at 1', Date.now());
  host = startHost(project.root);
  await host.run({ select: 'key:slow or key:orders or key:filed' });
  console.log('at 2', Date.now());
  project.write('wait', '');
  console.log('at 3', Date.now());
  const waiting = project.appears('waiting');
  console.log('at 4', Date.now());
  const running = host.run({ select: 'key:slow' });
  console.log('at 5', Date.now());
  await waiting;
  console.log('at 6', Date.now());
  project.write(
    'src/shop.ts',
    "import { asset } from 'headwater';\nexport const sales = asset({ renamedFrom: 'orders' }, () => 1);\n",
  );
  expect(await refusal('slow')).toMatch(
    /^`slow` is being made by run \d+-\w+: wait until that is done, or cancel it\.$/,
  );
  expect(await refusal('orders')).toBe('`orders` is called `sales` now, and what is stored of it is in use there.');
  console.log('at 7', Date.now());
  rmSync(join(project.root, 'wait'));
  await running;
  console.log('at 8', Date.now());
  await host.run({ keys: ['sales'] });
  console.log('at 9', Date.now());

  // Renamed, recorded, deleted: one orphan with both names' values.
  project.write('src/shop.ts', '');
  console.log('at 10', Date.now());
  expect(await statuses()).toEqual({ sales: 'orphan', slow: 'orphan', filed: 'orphan' });
  console.log('at 11', Date.now());
  expect(await host.ask('forget', { key: 'sales' })).toMatchObject({ values: 2 });
  console.log('at 12', Date.now());
  expect([values('sales'), values('orders')]).toEqual([false, false]);
  console.log('at 13', Date.now());
  expect(await statuses()).toEqual({ slow: 'orphan', filed: 'orphan' });
  console.log('at 14', Date.now());

  // Killed after a value was deleted, before that is remembered.
  project.write('hold', '');
  console.log('at 15', Date.now());
  const removing = project.appears('removing');
  console.log('at 16', Date.now());
  const forgetting = refusal('filed');
  console.log('at 17', Date.now());
  await removing;
  console.log('at 18', Date.now());
  await host.kill();
  console.log('at 19', Date.now());
  expect(await forgetting).toBe('The host ended');
  console.log('at 20', Date.now());
  expect(project.has('kept-filed.json')).toBe(false);
  console.log('at 21', Date.now());
  rmSync(join(project.root, 'hold'));
  host = startHost(project.root);
  expect(await statuses()).toEqual({ slow: 'orphan', filed: 'orphan' });
  console.log('at 22', Date.now());
  expect(await host.ask('forget', { key: 'filed' })).toMatchObject({ left: [] });
  console.log('at 23', Date.now());
  expect(await statuses()).toEqual({ slow: 'orphan' });
  console.log('at 24', Date.now());
});
