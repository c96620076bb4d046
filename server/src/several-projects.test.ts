// One server for all projects of a workspace: what one reads of another stays right while either is edited.
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startClient, temporaryFolder } from './test/client.ts';
import type { Client } from './test/client.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const manifest = (name: string): string => JSON.stringify({ name, dependencies: { headwater: '*' } });
const ORDERS = `import { asset } from 'headwater';
export const orders = asset(() => [1]);
`;
const REPORT = `import { asset } from 'headwater';
import { orders } from '../lake/orders';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders.length);
`;

async function workspace(files: Readonly<Record<string, string>>, folders: readonly string[] = ['']) {
  const folder = temporaryFolder(files);
  cleanups.push(folder.remove);
  const client = await startClient({ folders: folders.map((each) => join(folder.root, each)) });
  cleanups.push(client.stop);
  return { client, folder, at: (file: string) => join(folder.root, file) };
}

/** The keys of the project's next graph that has this one. */
async function graphWith(client: Client, project: string, key: string, since = 0): Promise<readonly string[]> {
  const { delta } = await client.graphs.next(
    (each) => each.project === project && each.delta.upserted.some((node) => node.key === key),
    since,
  );
  return delta.upserted.map((node) => node.key);
}

const files = {
  'lake/package.json': manifest('lake'),
  'lake/orders.ts': ORDERS,
  'shop/package.json': manifest('shop'),
  'shop/report.ts': REPORT,
};

describe('a file of one project that another reads', () => {
  test.each([
    ['one folder above both', ['']],
    ['a folder for each', ['shop', 'lake']],
  ])('%s: an unsaved change reaches both graphs, and closing takes it back', async (_, folders) => {
    const { client, at } = await workspace(files, folders);
    expect(await graphWith(client, at('shop'), 'report')).toEqual(['lake:orders', 'report']);
    expect(await graphWith(client, at('lake'), 'orders')).toEqual(['orders']);
    await client.open(at('lake/orders.ts'), ORDERS);
    const since = client.graphs.all.length;
    await client.change(at('lake/orders.ts'), ORDERS.replace('asset(', "asset({ key: 'sales' }, "));
    expect(await graphWith(client, at('shop'), 'lake:sales', since)).toEqual(['lake:sales', 'report']);
    await graphWith(client, at('lake'), 'sales', since);
    const closed = client.graphs.all.length;
    await client.close(at('lake/orders.ts'));
    await graphWith(client, at('shop'), 'lake:orders', closed);
  });

  test('a saved change and a file that appears reach it, too; its problems stand once, in the project that has them', async () => {
    const { client, folder, at } = await workspace({ ...files, 'lake/orders.ts': '' });
    const wrong = await client.published.next(({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'unknown-import'),
    );
    expect(wrong.uri.endsWith('/shop/report.ts')).toBe(true);
    folder.write('lake/orders.ts', ORDERS);
    await client.watched(at('lake/orders.ts'), 2);
    await graphWith(client, at('shop'), 'lake:orders');
    const since = client.published.all.length;
    folder.write('lake/orders.ts', `${ORDERS}const hidden = asset(() => 1);\n`);
    await client.watched(at('lake/orders.ts'), 2);
    const unexported = await client.published.next(({ diagnostics }) => diagnostics.length > 0, since);
    expect(unexported.diagnostics.map(({ code }) => code)).toEqual(['unexported']);
    expect(await client.lenses(at('lake/orders.ts'))).toHaveLength(4);
  });

  test('a file that an import was waiting for, beyond the project', async () => {
    const { client, folder, at } = await workspace({
      'lake/package.json': manifest('lake'),
      'shop/package.json': manifest('shop'),
      'shop/report.ts': REPORT,
    });
    await client.published.next(({ diagnostics }) => diagnostics.some(({ code }) => code === 'unknown-import'));
    folder.write('lake/orders.ts', ORDERS);
    await client.watched(at('lake/orders.ts'), 1);
    expect(await graphWith(client, at('shop'), 'lake:orders')).toContain('report');
  });

  test('the definition of an input leads into the other project, unsaved text included', async () => {
    const { client, at } = await workspace(files);
    await client.open(at('shop/report.ts'), REPORT);
    await client.open(at('lake/orders.ts'), `\n${ORDERS}`);
    await client.lenses(at('lake/orders.ts'));
    const place = await client.definition(at('shop/report.ts'), [2, 42]);
    expect([place?.uri.endsWith('/lake/orders.ts'), place?.range.start.line]).toEqual([true, 2]);
  });
});

test('the project around another one gives up the files of one that comes', async () => {
  const { client, folder, at } = await workspace({
    'package.json': manifest('whole'),
    'lake/orders.ts': ORDERS,
    'report.ts': REPORT.replace('../lake', './lake'),
  });
  expect(await graphWith(client, at(''), 'report')).toEqual(['orders', 'report']);
  folder.write('lake/package.json', manifest('lake'));
  await client.watched(at('lake/package.json'), 1);
  await graphWith(client, at('lake'), 'orders');
  await graphWith(client, at(''), 'lake:orders');
});
