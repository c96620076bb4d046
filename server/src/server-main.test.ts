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
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TSCONFIG, typedProject } from '../../analyzer/src/test/typed-project.ts';
import { MANIFEST, temporaryFolder, uri } from './test/client.ts';

const RAW = `import { asset } from 'headwater';\nexport const orders = asset(() => 1);\n`;
const project = temporaryFolder({ 'package.json': MANIFEST, 'raw.ts': RAW });
const out = temporaryFolder({});
/** As deep in its folder as in the package. */
const folder = join(out.root, 'dist/server');
const entry = join(folder, 'server-main.mjs');

beforeAll(async () => {
  // The table the product is built from, so that what is proven here is what ships.
  const { bundles } = (await import(new URL('../../scripts/bundles.mjs', import.meta.url).href)) as {
    readonly bundles: { readonly server: BuildOptions };
  };
  await build({ ...bundles.server, outdir: folder });
});

afterAll(() => {
  project.remove();
  out.remove();
});

function spawned(root = project.root) {
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
      workspaceFolders: [{ uri: uri(root), name: 'shop' }],
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

  test('the code of a diagnostic leads to the page in the package', async () => {
    const { child, exited, connection, initialize } = spawned();
    const published = new Promise<PublishDiagnosticsParams>((resolve) =>
      connection.onNotification('textDocument/publishDiagnostics', resolve),
    );
    await initialize();
    await connection.sendNotification('initialized', {});
    const text = RAW.replace('export ', '');
    const textDocument = { uri: uri(join(project.root, 'raw.ts')), languageId: 'typescript', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    expect((await published).diagnostics[0]).toMatchObject({
      code: 'unexported',
      codeDescription: { href: uri(join(out.root, 'docs/problems/unexported.md')) },
    });
    child.stdin.end();
    await exited;
  });

  test('the type checker is a thread that lies beside it, and has the library files with it', async () => {
    const typed = typedProject({ 'package.json': MANIFEST, 'tsconfig.json': JSON.stringify(TSCONFIG) });
    typed.install();
    const text = `import { asset } from 'headwater';
export const orders = asset(async () => ['a'].toSorted());
export const total = asset({ inputs: { orders } }, ({ orders }: { orders: number[] }) => orders.at(0));
`;
    const { child, exited, connection, initialize } = spawned(typed.root);
    const found = new Promise<Diagnostic[]>((resolve) =>
      connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }: PublishDiagnosticsParams) => {
        if (diagnostics.length > 0) resolve(diagnostics);
      }),
    );
    await initialize();
    await connection.sendNotification('initialized', {});
    // Nowhere on the disk.
    const textDocument = { uri: uri(typed.path('src/new.ts')), languageId: 'typescript', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    expect(await found).toMatchObject([
      {
        code: 'type-mismatch',
        message: expect.stringContaining('input `orders` as `number[]`, but `orders` makes `string[]`') as string,
      },
    ]);
    child.stdin.end();
    await exited;
    typed.remove();
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
    const chunks = readdirSync(folder).filter((file) => file.endsWith('.mjs') && file !== 'server-main.mjs');
    const withTypescript = chunks.filter((file) =>
      readFileSync(join(folder, file), 'utf8').includes('createSourceFile'),
    );
    expect(withTypescript).not.toEqual([]);
    const entryText = readFileSync(entry, 'utf8');
    expect(entryText).not.toContain('createSourceFile');
    for (const chunk of withTypescript) expect(entryText).not.toMatch(new RegExp(`from\\s*"\\./${chunk}"`));
  });
});
