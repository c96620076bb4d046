// A client for tests: a real server in this process over two streams, a real project in a temporary folder.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  ErrorCodes,
  ProposedFeatures,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  createConnection,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  CodeLens,
  Diagnostic,
  Hover,
  InitializeResult,
  Location,
  ProtocolConnection,
  PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { GRAPH_CHANGED, PROJECTS_CHANGED } from '../protocol.ts';
import type { GraphChanged, ProjectsChanged } from '../protocol.ts';
import { startServer } from '../start-server.ts';

export const MANIFEST = JSON.stringify({ name: 'shop', dependencies: { headwater: '*' } });

/** A new folder with these files; removed by `remove`. */
export function temporaryFolder(files: Readonly<Record<string, string>>): {
  readonly root: string;
  write(file: string, text: string): void;
  remove(): void;
} {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-server-')));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Everything the server sent, with a way to wait for more. */
class Inbox<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  add(message: T): void {
    this.all.push(message);
    for (const wake of [...this.#waiting]) wake();
  }

  /** The first message from `since` on that fits, now or later. */
  async next(fits: (message: T) => boolean, since = 0): Promise<T> {
    for (;;) {
      const found = this.all.slice(since).find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }
}

export type Client = Awaited<ReturnType<typeof startClient>>;

export interface ClientOptions {
  /** Absolute paths of the workspace folders. */
  readonly folders: readonly string[];
  /** Beyond refreshing lenses and watching files. */
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** Requests of the server that it does not know, whatever it says it can. */
  readonly refuses?: readonly string[];
}

export async function startClient({ folders, capabilities = {}, initializationOptions, refuses = [] }: ClientOptions) {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  startServer(server);
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const graphs = new Inbox<GraphChanged>();
  const projects = new Inbox<ProjectsChanged>();
  const published = new Inbox<PublishDiagnosticsParams>();
  const refreshes = new Inbox<'codeLens' | 'inlayHint'>();
  const registered = new Inbox<string>();
  const shown = new Inbox<string>();
  const refused = new Inbox<string>();
  const log: string[] = [];
  connection.onNotification(GRAPH_CHANGED, (message: GraphChanged) => graphs.add(message));
  connection.onNotification(PROJECTS_CHANGED, (message: ProjectsChanged) => projects.add(message));
  connection.onNotification('textDocument/publishDiagnostics', (message: PublishDiagnosticsParams) =>
    published.add(message),
  );
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => void log.push(message));
  connection.onNotification('window/showMessage', ({ message }: { message: string }) => shown.add(message));
  connection.onRequest('workspace/codeLens/refresh', () => void refreshes.add('codeLens'));
  connection.onRequest('workspace/inlayHint/refresh', () => void refreshes.add('inlayHint'));
  connection.onRequest('client/registerCapability', ({ registrations }: { registrations: { method: string }[] }) => {
    for (const { method } of registrations) registered.add(method);
  });
  for (const method of refuses)
    connection.onRequest(method, () => {
      refused.add(method);
      throw new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`);
    });
  connection.listen();
  const { capabilities: can } = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: folders.map((folder) => ({ uri: uri(folder), name: folder })),
    initializationOptions,
    capabilities: {
      ...capabilities,
      workspace: {
        codeLens: { refreshSupport: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
        ...capabilities.workspace,
      },
    },
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    /** What the server says it can. */
    can,
    graphs,
    projects,
    published,
    refreshes,
    registered,
    /** Messages for the person. */
    shown,
    /** Those of `refuses` that the server asked nevertheless. */
    refused,
    log,
    ...documents(connection),
    ...questions(connection),
    stop: () => stop(connection, server),
  };
}

export function uri(path: string): string {
  return pathToFileURL(path).href;
}

function documents(connection: ProtocolConnection) {
  let version = 0;
  return {
    open: (path: string, text: string) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(path), languageId: 'typescript', version: ++version, text },
      }),
    /** The whole text at once, or one range of it. */
    change: (
      path: string,
      text: string,
      range?: { readonly line: number; readonly from: number; readonly to: number },
    ) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(path), version: ++version },
        contentChanges: [
          range === undefined
            ? { text }
            : {
                text,
                range: {
                  start: { line: range.line, character: range.from },
                  end: { line: range.line, character: range.to },
                },
              },
        ],
      }),
    close: (path: string) => connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(path) } }),
    /** The disk changed; 1 created, 2 changed, 3 deleted. */
    watched: (path: string, type: 1 | 2 | 3) =>
      connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(path), type }] }),
  };
}

function questions(connection: ProtocolConnection) {
  const at = (path: string, [line, character]: readonly [number, number]) => ({
    textDocument: { uri: uri(path) },
    position: { line, character },
  });
  return {
    /** `line: title` for each lens, lines from 0. */
    async lenses(path: string): Promise<string[]> {
      const lenses = await connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
        textDocument: { uri: uri(path) },
      });
      return lenses.map(({ range, command }) => `${range.start.line}: ${command?.title ?? ''}`);
    },
    definition: (path: string, position: readonly [number, number]) =>
      connection.sendRequest<Location | null>('textDocument/definition', at(path, position)),
    hover: (path: string, position: readonly [number, number]) =>
      connection.sendRequest<Hover | null>('textDocument/hover', at(path, position)),
  };
}

/** What a diagnostic says, in short. */
export function brief({ code, range: { start, end } }: Diagnostic): string {
  return `${start.line}:${start.character}-${end.line}:${end.character} ${String(code)}`;
}

async function stop(connection: ProtocolConnection, server: { dispose(): void }): Promise<void> {
  await connection.sendRequest('shutdown');
  connection.dispose();
  server.dispose();
}
