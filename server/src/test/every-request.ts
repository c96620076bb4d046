// Every request the server says it answers, at any place of a document; what an answer leads to is asked, too.
import type {
  CallHierarchyItem,
  CodeAction,
  Position,
  ProtocolConnection,
  ServerCapabilities,
} from 'vscode-languageserver/node';

export interface Place {
  readonly uri: string;
  readonly position: Position;
  /** What is typed where the request wants a name or a query. */
  readonly word: string;
}

export type Ask = (method: string, params: object) => Promise<unknown>;

type Request = (ask: Ask, place: Place) => Promise<unknown>;

const document = ({ uri }: Place) => ({ textDocument: { uri } });
const at = (place: Place) => ({ ...document(place), position: place.position });
const range = ({ position }: Place) => ({ start: position, end: { line: position.line + 1, character: 0 } });

/** By the capability that announces it; the first is without which nothing is announced. */
const REQUESTS: Readonly<Record<string, Request>> = {
  codeLensProvider: (ask, place) => ask('textDocument/codeLens', document(place)),
  definitionProvider: (ask, place) => ask('textDocument/definition', at(place)),
  hoverProvider: (ask, place) => ask('textDocument/hover', at(place)),
  referencesProvider: (ask, place) =>
    ask('textDocument/references', { ...at(place), context: { includeDeclaration: true } }),
  documentHighlightProvider: (ask, place) => ask('textDocument/documentHighlight', at(place)),
  documentSymbolProvider: (ask, place) => ask('textDocument/documentSymbol', document(place)),
  workspaceSymbolProvider: (ask, { word }) => ask('workspace/symbol', { query: word }),
  async callHierarchyProvider(ask, place) {
    const items = (await ask('textDocument/prepareCallHierarchy', at(place))) as CallHierarchyItem[] | null;
    for (const item of items ?? []) {
      await ask('callHierarchy/incomingCalls', { item });
      await ask('callHierarchy/outgoingCalls', { item });
    }
  },
  async renameProvider(ask, place) {
    await ask('textDocument/prepareRename', at(place));
    await ask('textDocument/rename', { ...at(place), newName: place.word });
  },
  completionProvider: (ask, place) => ask('textDocument/completion', at(place)),
  async codeActionProvider(ask, place) {
    const params = { ...document(place), range: range(place), context: { diagnostics: [] } };
    const actions = (await ask('textDocument/codeAction', params)) as CodeAction[] | null;
    for (const action of actions ?? []) if (action.edit === undefined) await ask('codeAction/resolve', action);
  },
  inlayHintProvider: (ask, place) => ask('textDocument/inlayHint', { ...document(place), range: range(place) }),
  diagnosticProvider: (ask, place) => ask('textDocument/diagnostic', document(place)),
};

/** Capabilities that are no requests. */
const OTHERS: ReadonlySet<string> = new Set(['textDocumentSync', 'workspace', 'positionEncoding']);

/** Throws on a capability that nobody here knows how to ask for: it would go untested. */
export function requestsOf(can: ServerCapabilities): Request[] {
  return Object.keys(can)
    .filter((name) => !OTHERS.has(name))
    .map((name) => {
      const request = REQUESTS[name];
      if (request === undefined) throw new Error(`Say in every-request.ts how to ask for ${name}.`);
      return request;
    });
}

export function asking(connection: ProtocolConnection): Ask {
  return (method, params) => connection.sendRequest(method, params);
}
