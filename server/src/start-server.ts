// Answers one LSP client: wires its requests and notifications to the workspace.
import { isAbsolute } from 'node:path';
import {
  CodeLensRefreshRequest,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  InlayHintRefreshRequest,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import type { Connection, InitializeParams, InitializeResult, ServerCapabilities } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FeatureHost, FileInSession } from './feature.ts';
import { FEATURES } from './features.ts';
import { pathOf, uriOf } from './file-uri.ts';
import {
  CODE,
  DIFF,
  DIFF_BASES,
  DIFF_CLOSED,
  GRAPH_CHANGED,
  PROJECTS_CHANGED,
  REFRESH_GRAPH,
  STATUS_CHANGED,
} from './protocol.ts';
import type { CodeQuestion, DiffQuestion, InitializationOptions, ProjectQuestion, StatusChanged } from './protocol.ts';
import { unlessCancelled } from './unless-cancelled.ts';
import { Workspace } from './workspace.ts';

const WATCHED = ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}', '**/.gitignore'];

/** Folders move, too. */
const ANY_FILE = { filters: [{ scheme: 'file', pattern: { glob: '**/*' } }] };

const CAPABILITIES: InitializeResult = {
  serverInfo: { name: 'headwater' },
  capabilities: FEATURES.reduce<ServerCapabilities>(
    (all, { capabilities: { workspace, ...rest } }) => ({
      ...all,
      ...rest,
      workspace: { ...all.workspace, ...workspace },
    }),
    {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: { willRename: ANY_FILE, didRename: ANY_FILE, didCreate: ANY_FILE, didDelete: ANY_FILE },
      },
    },
  ),
};

/** Listens until the connection ends. Nothing of the analyzer is loaded before `initialize` is answered. */
export function startServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const uris = new Map<string, string>();
  let setInitialized = (): void => undefined;
  const initialized = new Promise<void>((resolve) => (setInitialized = resolve));
  let client: InitializeParams | null = null;
  let folders: readonly string[] = [];
  let refreshing: NodeJS.Timeout | null = null;

  const workspace = initialized.then(async () => {
    const door = await import('@headwater/analyzer');
    return new Workspace({
      door,
      host: {
        openText: (path) => documents.get(uris.get(path) ?? '')?.getText(),
        openPaths: () => uris.keys(),
        graphChanged: (message) => void connection.sendNotification(GRAPH_CHANGED, message),
        projectsChanged: (message) => void connection.sendNotification(PROJECTS_CHANGED, message),
        publish: (path, diagnostics) =>
          void connection.sendDiagnostics({ uri: uris.get(path) ?? uriOf(path), diagnostics: [...diagnostics] }),
        lensesChanged: refreshLenses,
        hintsChanged: refreshHints,
        failed: (message) => connection.console.error(message),
        indexFolder: () => indexFolderOf(client?.initializationOptions),
      },
    });
  });
  const tell = (work: (workspace: Workspace) => void): void =>
    void workspace.then(work).catch((error: unknown) => connection.console.error(String(error)));

  function refreshLenses(): void {
    if (client?.capabilities.workspace?.codeLens?.refreshSupport !== true) return;
    // Status and graph often change together; the client needs to ask only once.
    refreshing ??= setTimeout(() => {
      refreshing = null;
      connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    }, 10);
  }

  function refreshHints(): void {
    if (client?.capabilities.workspace?.inlayHint?.refreshSupport !== true) return;
    connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
  }

  connection.onInitialize((params) => {
    client = params;
    // Older clients know one folder only.
    folders = pathsOf(params.workspaceFolders?.map(({ uri }) => uri) ?? [params.rootUri ?? '']);
    return CAPABILITIES;
  });
  connection.onInitialized(() => {
    setInitialized();
    tell((each) => each.setFolders(folders));
    const { didChangeWatchedFiles } = client?.capabilities.workspace ?? {};
    if (didChangeWatchedFiles?.dynamicRegistration !== true) return;
    const watchers = WATCHED.map((globPattern) => ({ globPattern }));
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined);
  });
  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
    const removed = new Set(pathsOf(event.removed.map(({ uri }) => uri)));
    folders = [
      ...new Set([...folders.filter((folder) => !removed.has(folder)), ...pathsOf(event.added.map(({ uri }) => uri))]),
    ];
    tell((each) => each.setFolders(folders));
  });
  connection.onDidChangeWatchedFiles(({ changes }) =>
    tell((each) => each.changed(pathsOf(changes.map(({ uri }) => uri)))),
  );

  // Sooner than what watches the disk, which may tell of the going alone. Imports are TypeScript's to mend.
  connection.workspace.onWillRenameFiles(async () => {
    (await workspace).moving();
    return null;
  });
  connection.workspace.onDidRenameFiles(({ files }) =>
    tell((each) => each.moved(pathsOf(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])))),
  );
  connection.workspace.onDidCreateFiles(({ files }) =>
    tell((each) => each.changed(pathsOf(files.map(({ uri }) => uri)))),
  );
  connection.workspace.onDidDeleteFiles(({ files }) =>
    tell((each) => each.changed(pathsOf(files.map(({ uri }) => uri)))),
  );

  documents.onDidOpen(({ document }) => {
    const path = pathOf(document.uri);
    if (path !== null) tell((each) => each.opened(path));
  });
  // Fires when a document opens, too.
  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    if (path === null) return;
    uris.set(path, document.uri);
    tell((each) => each.setText(path, documents.get(document.uri)?.getText() ?? null));
  });
  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    if (path === null) return;
    uris.delete(path);
    tell((each) => each.setText(path, documents.get(document.uri)?.getText() ?? null));
  });

  const sessionAt = async (uri: string): Promise<FileInSession | null> => {
    const path = pathOf(uri);
    const session = path === null ? null : await (await workspace).settled(path);
    return path === null || session === null ? null : { session, path };
  };
  const host: FeatureHost = {
    sessionAt,
    async nameAt({ textDocument, position }) {
      const at = await sessionAt(textDocument.uri);
      await at?.session.analyzer.prepare();
      const name = at?.session.nameAt({ file: at.path, line: position.line + 1, column: position.character + 1 });
      const target = at && name ? at.session.node(name.key) : null;
      return at && name && target ? { ...at, name, target } : null;
    },
    sessions: async () => (await workspace).allSettled(),
    uriOf: (path) => uris.get(path) ?? uriOf(path),
    versionOf: (path) => documents.get(uris.get(path) ?? '')?.version ?? null,
    now: () => Date.now(),
    openText: (path) => documents.get(uris.get(path) ?? '')?.getText(),
    client() {
      if (client === null) throw new Error('A feature asked before the client had said what it can do.');
      return client;
    },
  };
  for (const feature of FEATURES) feature.register(connection, host);

  connection.onNotification(REFRESH_GRAPH, () => tell((each) => each.sendGraphs()));
  connection.onNotification(STATUS_CHANGED, ({ project, statuses }: StatusChanged) =>
    tell((each) => each.setStatuses(project, statuses)),
  );
  connection.onRequest(CODE, async (question: CodeQuestion) => (await workspace).codeOf(question));
  connection.onRequest(DIFF, (question: DiffQuestion, token) =>
    unlessCancelled(token, async (signal) => (await workspace).diff(question, signal)),
  );
  connection.onRequest(DIFF_BASES, ({ project }: ProjectQuestion, token) =>
    unlessCancelled(token, async (signal) => (await workspace).diffBases(project, signal)),
  );
  connection.onNotification(DIFF_CLOSED, ({ project }: ProjectQuestion) => tell((each) => each.closeDiff(project)));
  connection.onShutdown(() => {
    if (refreshing !== null) clearTimeout(refreshing);
    tell((each) => each.dispose());
  });

  documents.listen(connection);
  connection.listen();
}

/** Whatever a client sends there, only a folder of its own counts. */
function indexFolderOf(options: unknown): string | null {
  const folder = (options as InitializationOptions | null | undefined)?.indexFolder;
  return typeof folder === 'string' && isAbsolute(folder) ? folder : null;
}

function pathsOf(uris: readonly string[]): string[] {
  return uris.map(pathOf).filter((path) => path !== null);
}
