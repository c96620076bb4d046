// A client that refuses whatever the server asks of it: everything is answered, and no refusal goes unheard, which would end the server.
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { ClientCapabilities, InlayHint } from 'vscode-languageserver/node';
import { MANIFEST, startClient, temporaryFolder, uri } from './test/client.ts';
import { asking, requestsOf } from './test/every-request.ts';
import { FIRST_ROWS, STATUS_CHANGED } from './protocol.ts';
import type { InitializationOptions, StatusChanged } from './protocol.ts';

const RAW = "import { asset } from 'headwater';\nexport const orders = asset(() => [1]);\n";
const GOLD =
  "import { asset } from 'headwater';\nimport { orders } from './raw';\nexport const report = asset({ inputs: { orders } }, ({ orders }) => orders);\n";

/** Everything the server asks of a client that says it can. */
const ASKED = [
  'client/registerCapability',
  'workspace/codeLens/refresh',
  'workspace/configuration',
  'workspace/inlayHint/refresh',
  FIRST_ROWS,
];

/** Says it can everything that makes the server ask for something. */
const capabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    inlayHint: { refreshSupport: true },
  },
};
const initializationOptions: InitializationOptions = { answersFirstRows: true };

const unheard: unknown[] = [];
const hear = (reason: unknown): void => void unheard.push(reason);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function shop() {
  const { root, remove } = temporaryFolder({ 'package.json': MANIFEST, 'raw.ts': RAW, 'gold.ts': GOLD });
  process.on('unhandledRejection', hear);
  cleanups.push(() => process.off('unhandledRejection', hear), remove);
  const client = await startClient({ folders: [root], capabilities, initializationOptions, refuses: ASKED });
  cleanups.push(client.stop);
  return { client, root, raw: join(root, 'raw.ts'), gold: join(root, 'gold.ts') };
}

test('refreshes, registrations, settings and rows are refused; everything that is asked has its answer', async () => {
  const { client, root, raw, gold } = await shop();
  const { connection, refused } = client;
  await client.open(raw, RAW);
  // What is shown of it is no longer right as soon as there is a status.
  await client.lenses(raw);
  const statuses: StatusChanged['statuses'] = [{ key: 'orders', text: 'fresh', stored: '2 h ago' }];
  await connection.sendNotification(STATUS_CHANGED, { project: root, statuses } satisfies StatusChanged);
  const ask = asking(connection);
  const place = { uri: uri(gold), position: { line: 2, character: 41 }, word: 'sales' };
  for (const request of requestsOf(client.can)) await request(ask, place);
  const hints = await connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
    textDocument: { uri: uri(gold) },
    range: { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } },
  });
  expect(hints).toHaveLength(1);
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  for (const method of ASKED) await refused.next((each) => each === method);
  // Behind the last refusal on its way.
  expect(await client.lenses(gold)).toHaveLength(4);
  expect(client.log.filter((line) => !/^Registering request handler for \S+ failed\.$/.test(line))).toEqual([]);
  expect(unheard).toEqual([]);
});

test('what a rename could not reach is told without a question', async () => {
  const { client, root, raw } = await shop();
  const { connection, shown } = client;
  const place = { textDocument: { uri: uri(raw) }, position: { line: 1, character: 14 } };
  await connection.sendRequest('textDocument/prepareRename', place);
  const renamed = connection.sendRequest('textDocument/rename', { ...place, newName: 'sales' });
  // Answered while TypeScript, which the rename waits for, is starting.
  await connection.sendRequest('textDocument/prepareRename', place);
  await connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [], removed: [{ uri: uri(root), name: 'shop' }] },
  });
  expect(await renamed).not.toBeNull();
  expect(await shown.next(() => true)).toBe(
    'Files that are no part of the graph, such as tests, keep the old name. The project was closed.',
  );
  await connection.sendRequest('textDocument/prepareRename', place);
  expect(unheard).toEqual([]);
});
