// What a server has read outlives it in the client's folder, and nowhere else.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { GraphChanged } from './protocol.ts';
import { MANIFEST, startClient, temporaryFolder } from './test/client.ts';

const opened: { remove(): void }[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.remove();
});
function folder(files: Readonly<Record<string, string>>) {
  const made = temporaryFolder(files);
  opened.push(made);
  return made;
}

const RAW = `import { asset } from 'headwater';\nexport const orders = asset(() => 1);\n`;
const REPORT = `import { asset } from 'headwater';\nimport { orders } from './raw';\nexport const report = asset({ inputs: { orders } }, ({ orders }) => orders);\n`;

const keysOf = ({ delta }: GraphChanged): string[] => delta.upserted.map(({ key }) => key);

/** A whole life of a server: its first graph, then whatever is done, then its end. */
async function serve(
  root: string,
  initializationOptions: unknown,
  meanwhile: (client: Awaited<ReturnType<typeof startClient>>) => Promise<void> = () => Promise.resolve(),
): Promise<string[]> {
  const client = await startClient({ folders: [root], initializationOptions });
  const graph = await client.graphs.next(() => true);
  await meanwhile(client);
  await client.stop();
  return keysOf(graph);
}

test('the next server starts from it, and names, places and edits are answered as ever', async () => {
  const { root } = folder({ 'package.json': MANIFEST, 'raw.ts': RAW, 'report.ts': REPORT });
  const indexFolder = join(folder({}).root, 'deep/index');
  expect(await serve(root, { indexFolder })).toEqual(['orders', 'report']);
  const [file = ''] = readdirSync(indexFolder);
  expect(file).toMatch(/^index-[0-9a-f]{16}$/);
  expect(readFileSync(join(indexFolder, file), 'utf8')).toContain('orders');
  const again = await serve(root, { indexFolder }, async ({ open, change, definition, graphs }) => {
    const report = join(root, 'report.ts');
    await open(report, REPORT);
    expect(await definition(report, [2, 42])).toMatchObject({ range: { start: { line: 1, character: 13 } } });
    const seen = graphs.all.length;
    await change(report, REPORT.replace('const report', 'const summary'));
    expect(keysOf(await graphs.next(() => true, seen))).toEqual(['summary']);
  });
  expect(again).toEqual(['orders', 'report']);
  // What was typed and never saved is gone with the editor.
  expect(await serve(root, { indexFolder })).toEqual(['orders', 'report']);
});

test('what the folder holds may be anything', async () => {
  const { root } = folder({ 'package.json': MANIFEST, 'raw.ts': RAW });
  const indexFolder = folder({}).root;
  await serve(root, { indexFolder });
  const [file = ''] = readdirSync(indexFolder);
  writeFileSync(join(indexFolder, file), readFileSync(join(indexFolder, file)).subarray(0, 300));
  expect(await serve(root, { indexFolder })).toEqual(['orders']);
});

test.each([undefined, null, {}, { indexFolder: 7 }, { indexFolder: 'relative/path' }])(
  'without a folder of the client (%j) nothing is written',
  async (options) => {
    const { root } = folder({ 'package.json': MANIFEST, 'raw.ts': RAW });
    expect(await serve(root, options)).toEqual(['orders']);
    expect(readdirSync(root).toSorted()).toEqual(['package.json', 'raw.ts']);
  },
);
