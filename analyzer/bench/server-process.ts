// Starts the built language server on a project as an editor does, and tells how long it took and how much memory it keeps.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export interface ServerFacts {
  readonly initializeMs: number;
  /** From the process's start until the whole graph has arrived. */
  readonly graphMs: number;
  /** Null where the system does not tell. */
  readonly memoryMb: number | null;
}

const SERVER = new URL('../../dist/server/server-main.mjs', import.meta.url);

export async function measureServer(of: { readonly dir: string; readonly indexFolder: string }): Promise<ServerFacts> {
  const started = performance.now();
  const child = spawn(process.execPath, [SERVER.pathname, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const send = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const arrived = incoming(child.stdout);
  const folder = { uri: pathToFileURL(of.dir).href, name: 'generated' };
  send({
    id: 1,
    method: 'initialize',
    params: {
      processId: process.pid,
      rootUri: folder.uri,
      capabilities: {},
      workspaceFolders: [folder],
      initializationOptions: { indexFolder: of.indexFolder },
    },
  });
  await arrived((message) => message.id === 1);
  const initializeMs = performance.now() - started;
  send({ method: 'initialized', params: {} });
  await arrived((message) => message.method === 'headwater/graphChanged');
  const graphMs = performance.now() - started;
  // Questions about names load the parser: what an editor that is used comes to.
  const uri = `${folder.uri}/package.json`;
  send({ id: 2, method: 'textDocument/hover', params: { textDocument: { uri }, position: { line: 0, character: 0 } } });
  await arrived((message) => message.id === 2);
  const memoryMb = memoryOf(child.pid ?? 0);
  send({ id: 3, method: 'shutdown' });
  await arrived((message) => message.id === 3);
  send({ method: 'exit' });
  await once(child, 'exit');
  return { initializeMs, graphMs, memoryMb };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
}

/** Waits for the first message that fits, also one that is already there. */
function incoming(stream: NodeJS.ReadableStream): (fits: (message: Message) => boolean) => Promise<void> {
  const seen: Message[] = [];
  let wake = (): void => undefined;
  let pending = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const end = pending.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(pending.toString('latin1', 0, Math.max(end, 0)))?.[1]);
      if (end === -1 || pending.length < end + 4 + length) break;
      seen.push(JSON.parse(pending.toString('utf8', end + 4, end + 4 + length)) as Message);
      pending = pending.subarray(end + 4 + length);
    }
    wake();
  });
  return async (fits) => {
    while (!seen.some(fits)) await new Promise<void>((resolve) => (wake = resolve));
  };
}

function memoryOf(pid: number): number | null {
  try {
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}
