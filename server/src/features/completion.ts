// What can be written at the cursor beside what TypeScript offers; what is said of an asset is looked up when it is looked at.
import { CompletionItemKind, MarkupKind } from 'vscode-languageserver/node';
import type { CompletionItem, CompletionList, TextDocumentPositionParams } from 'vscode-languageserver/node';
import type { Completion } from '@headwater/analyzer';
import type { Feature, FeatureHost } from '../feature.ts';
import { hoverText } from '../hover-text.ts';
import { placeAddress } from '../place-address.ts';
import type { InitializationOptions } from '../protocol.ts';
import { unlessCancelled } from '../unless-cancelled.ts';
import { toTextEdit } from '../workspace-edit.ts';

const KINDS: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  asset: CompletionItemKind.Variable,
  resource: CompletionItemKind.Module,
  value: CompletionItemKind.Value,
  attribute: CompletionItemKind.Property,
  operator: CompletionItemKind.Operator,
};

/** Which asset an item stands for. */
interface ItemData {
  readonly uri: string;
  readonly key: string;
}

export const completionFeature: Feature = {
  capabilities: {
    completionProvider: { triggerCharacters: ["'", '"', '`', ':', '+'], resolveProvider: true },
  },
  register(connection, host) {
    connection.onCompletion((params, token) => unlessCancelled(token, () => listAt(params, host)));
    connection.onCompletionResolve((item, token) => unlessCancelled(token, () => resolved(item, host)));
  },
};

async function listAt(
  { textDocument: { uri }, position }: TextDocumentPositionParams,
  host: FeatureHost,
): Promise<CompletionList> {
  const at = await host.sessionAt(uri);
  const assistance = await at?.session.assistance();
  if (at == null || assistance == null) return { isIncomplete: false, items: [] };
  const { suggestCommand } = (host.client().initializationOptions ?? {}) as InitializationOptions;
  // The next choice comes at once where there is a command for it; elsewhere it comes with the next letter.
  const again = suggestCommand !== undefined && { command: { title: 'Suggest', command: suggestCommand } };
  const cursor = { file: at.path, line: position.line + 1, column: position.character + 1 };
  const { items, isIncomplete } = assistance.completions(cursor);
  const shown = items.map(({ label, kind, edit, filter, detail, more, key, isOpen }, index) => ({
    label,
    kind: KINDS[kind],
    textEdit: toTextEdit(edit),
    filterText: filter,
    // In the order in which they were found: the most used first.
    sortText: String(index).padStart(5, '0'),
    ...(detail !== undefined && detail !== '' && { labelDetails: { description: detail } }),
    ...(more.length > 0 && { additionalTextEdits: more.map(toTextEdit) }),
    ...(key !== undefined && { data: { uri, key } satisfies ItemData }),
    ...(isOpen === true && again),
  }));
  return { isIncomplete, items: shown };
}

async function resolved(item: CompletionItem, host: FeatureHost): Promise<CompletionItem> {
  const data = item.data as ItemData | undefined;
  if (data === undefined) return item;
  const at = await host.sessionAt(data.uri);
  const target = at?.session.node(data.key);
  if (at == null || target == null) return item;
  const { session } = at;
  const value = hoverText({
    node: target.node,
    assets: session.assets,
    status: session.briefStatusOf(target.node),
    addressOf: placeAddress(host, session.root),
    facts: session.factsOf(target.node),
    types: null,
    rows: null,
  });
  return { ...item, detail: target.node.file, documentation: { kind: MarkupKind.Markdown, value } };
}
