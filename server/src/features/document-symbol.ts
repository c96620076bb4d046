// The outline of a file: its assets with outputs and ops, checks, jobs, definitions.
import { posix } from 'node:path';
import { SymbolKind } from 'vscode-languageserver/node';
import type { DocumentSymbol } from 'vscode-languageserver/node';
import type { OutlineItem } from '@headwater/analyzer';
import type { Feature, FileInSession } from '../feature.ts';
import { toRange } from '../to-range.ts';
import { unlessCancelled } from '../unless-cancelled.ts';

const KINDS: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  asset: SymbolKind.Constant,
  external: SymbolKind.Constant,
  graph: SymbolKind.Constant,
  output: SymbolKind.Constant,
  multi: SymbolKind.Struct,
  op: SymbolKind.Function,
  check: SymbolKind.Boolean,
  job: SymbolKind.Event,
  definitions: SymbolKind.Package,
};

export const documentSymbolFeature: Feature = {
  capabilities: { documentSymbolProvider: { label: 'Headwater' } },
  register(connection, { sessionAt }) {
    connection.onDocumentSymbol(({ textDocument }, token) =>
      unlessCancelled(token, async () => {
        const at = await sessionAt(textDocument.uri);
        const navigation = await at?.session.navigation();
        if (!at || !navigation) return [];
        return navigation.outlineOf(at.path).map((item) => toSymbol(at, item));
      }),
    );
  },
};

function toSymbol(at: FileInSession, { name, kind, detail, range, nameRange, children }: OutlineItem): DocumentSymbol {
  const { session, path } = at;
  const file = posix.relative(session.root, path);
  return {
    name,
    ...(detail !== '' && { detail }),
    kind: KINDS[kind],
    range: toRange(session.rangeNow(file, range)),
    selectionRange: toRange(session.rangeNow(file, nameRange)),
    children: children.map((child) => toSymbol(at, child)),
  };
}
