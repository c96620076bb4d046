// The bundled server as its own process, over stdio: from initialize to a clean exit.
import { fork, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import {
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MANIFEST, temporaryFolder, uri } from './test/client.ts';

const RAW = `import { asset } from 'headwater';\nexport const orders = asset(() => 1);\n`;
const project = temporaryFolder({ 'package.json': MANIFEST, 'raw.ts': RAW });
const out = temporaryFolder({});
const entry = join(out.root, 'server-main.mjs');

beforeAll(async () => {
  // The table the product is built from, so that what is proven here is what ships.
  const { bundles } = (await import(new URL('../../scripts/bundles.mjs', import.meta.url).href)) as {
    readonly bundles: { readonly server: BuildOptions };
  };
  await build({ ...bundles.server, outdir: out.root });
});

afterAll(() => {
  project.remove();
  out.remove();
});

function spawned() {
  const child = spawn(process.execPath, [entry, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const initialize = () =>
    connection.sendRequest<{ capabilities: object }>('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: uri(project.root), name: 'shop' }],
      capabilities: {},
    });
  return { child, exited, connection, initialize };
}

describe('the process', () => {
  test('initialize → didOpen → codeLens → shutdown → exit 0', async () => {
    const { exited, connection, initialize } = spawned();
    expect((await initialize()).capabilities).toMatchObject({
      codeLensProvider: {},
      definitionProvider: true,
      hoverProvider: true,
    });
    await connection.sendNotification('initialized', {});
    const textDocument = { uri: uri(join(project.root, 'raw.ts')), languageId: 'typescript', version: 1, text: RAW };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    expect(await connection.sendRequest('textDocument/codeLens', { textDocument })).toHaveLength(4);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await exited).toBe(0);
  });

  test('it ends when its client is gone', async () => {
    const { child, exited, initialize } = spawned();
    await initialize();
    child.stdin.end();
    expect(await exited).toBe(1);
  });

  test('over IPC, and it ends when the channel closes', async () => {
    const child = fork(entry, ['--node-ipc'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.listen();
    const params = { processId: null, rootUri: uri(project.root), workspaceFolders: null, capabilities: {} };
    expect(await connection.sendRequest('initialize', params)).toMatchObject({ serverInfo: { name: 'headwater' } });
    await connection.sendNotification('initialized', {});
    const textDocument = { uri: uri(join(project.root, 'raw.ts')) };
    expect(await connection.sendRequest('textDocument/codeLens', { textDocument })).toHaveLength(4);
    child.disconnect();
    expect(await exited).toBe(1);
  });

  test('the entry holds nothing of the analyzer: it is a chunk that `initialize` does not wait for', () => {
    const chunks = readdirSync(out.root).filter((file) => file.endsWith('.mjs') && file !== 'server-main.mjs');
    const withTypescript = chunks.filter((file) =>
      readFileSync(join(out.root, file), 'utf8').includes('createSourceFile'),
    );
    expect(withTypescript).not.toEqual([]);
    const entryText = readFileSync(entry, 'utf8');
    expect(entryText).not.toContain('createSourceFile');
    for (const chunk of withTypescript) expect(entryText).not.toMatch(new RegExp(`from\\s*"\\./${chunk}"`));
  });
});
