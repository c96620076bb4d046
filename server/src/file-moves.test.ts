// Files that are renamed, moved, deleted and created while the server runs.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { MANIFEST, startClient, temporaryFolder, uri } from './test/client.ts';

const RAW = `import { asset } from 'headwater';
export const orders = asset(() => [1]);
`;
const REPORT = `import { asset } from 'headwater';
import { orders } from './raw';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders.length);
`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function shop() {
  const folder = temporaryFolder({ 'package.json': MANIFEST, 'src/raw.ts': RAW, 'src/report.ts': REPORT });
  cleanups.push(folder.remove);
  const client = await startClient({ folders: [folder.root] });
  cleanups.push(client.stop);
  const path = (file: string): string => join(folder.root, file);
  const moves = (from: string, to: string) => ({ files: [{ oldUri: uri(path(from)), newUri: uri(path(to)) }] });
  const removed = (): string[] => client.graphs.all.flatMap(({ delta }) => delta.removed);
  return { client, folder, path, moves, removed };
}

test('a file that is open moves: its asset moves along and is never gone', async () => {
  const { client, path, moves, removed } = await shop();
  const [from, to] = [path('src/raw.ts'), path('src/sources/raw.ts')];
  await client.open(from, RAW);
  await client.graphs.next(({ delta }) => delta.upserted.some(({ key }) => key === 'orders'));
  const { connection } = client;
  expect(
    await connection.sendRequest('workspace/willRenameFiles', moves('src/raw.ts', 'src/sources/raw.ts')),
  ).toBeNull();
  mkdirSync(path('src/sources'));
  renameSync(from, to);
  await client.close(from);
  await client.open(to, `// moved\n${RAW}`);
  await connection.sendNotification('workspace/didRenameFiles', moves('src/raw.ts', 'src/sources/raw.ts'));
  const { delta } = await client.graphs.next((message) =>
    message.delta.upserted.some(({ key, file }) => key === 'orders' && file === 'src/sources/raw.ts'),
  );
  expect(delta.upserted.find(({ key }) => key === 'orders')?.line).toBe(3);
  expect(removed()).toEqual([]);
});

test('a folder that moves, with files that nothing has open', async () => {
  const { client, path, moves, removed } = await shop();
  await client.graphs.next(({ delta }) => delta.upserted.some(({ key }) => key === 'orders'));
  await client.connection.sendRequest('workspace/willRenameFiles', moves('src', 'assets'));
  renameSync(path('src'), path('assets'));
  await client.connection.sendNotification('workspace/didRenameFiles', moves('src', 'assets'));
  const { delta } = await client.graphs.next((message) =>
    message.delta.upserted.some(({ file }) => file.startsWith('assets/')),
  );
  expect(delta.upserted.map(({ key, file }) => [key, file])).toEqual([
    ['orders', 'assets/raw.ts'],
    ['report', 'assets/report.ts'],
  ]);
  expect(removed()).toEqual([]);
});

test('a file that is deleted takes its asset along, and one that is created brings its own', async () => {
  const { client, folder, path } = await shop();
  await client.graphs.next(({ delta }) => delta.upserted.some(({ key }) => key === 'orders'));
  rmSync(path('src/report.ts'));
  await client.connection.sendNotification('workspace/didDeleteFiles', {
    files: [{ uri: uri(path('src/report.ts')) }],
  });
  await client.graphs.next(({ delta }) => delta.removed.includes('report'));
  folder.write('src/more.ts', REPORT.replaceAll('report', 'more'));
  await client.connection.sendNotification('workspace/didCreateFiles', { files: [{ uri: uri(path('src/more.ts')) }] });
  const { delta } = await client.graphs.next((message) => message.delta.upserted.some(({ key }) => key === 'more'));
  expect(delta.upserted.map(({ key }) => key)).toEqual(['more']);
});
