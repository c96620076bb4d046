// What an asset is and how it stands, at each name that stands for it; what a cron expression says.
import { MarkupKind } from 'vscode-languageserver/node';
import type { Hover, TextDocumentPositionParams } from 'vscode-languageserver/node';
import { escapeMarkdown } from '../escape-markdown.ts';
import type { Feature, FeatureHost } from '../feature.ts';
import { firstRows } from '../first-rows.ts';
import { hoverText } from '../hover-text.ts';
import { hoverTypes } from '../hover-types.ts';
import { placeAddress } from '../place-address.ts';
import { toRange } from '../to-range.ts';

async function cronHover(
  { textDocument, position }: TextDocumentPositionParams,
  host: FeatureHost,
): Promise<Hover | null> {
  const at = await host.sessionAt(textDocument.uri);
  const assistance = await at?.session.assistance();
  if (at == null || assistance == null) return null;
  const cursor = { file: at.path, line: position.line + 1, column: position.character + 1 };
  const cron = assistance.cronAt(cursor, host.now());
  if (cron === null) return null;
  const ticks = cron.next.length === 0 ? 'It never ticks.' : `Next: ${cron.next.join(', ')}`;
  return {
    contents: { kind: MarkupKind.Markdown, value: `${escapeMarkdown(cron.words)}\n\n${escapeMarkdown(ticks)}` },
    range: toRange(cron.range),
  };
}

export const hoverFeature: Feature = {
  capabilities: { hoverProvider: true },
  register(connection, host) {
    connection.onHover(async (params) => {
      const found = await host.nameAt(params);
      if (found === null) return cronHover(params, host);
      const { session, name, target } = found;
      const { path: file, line, node } = target;
      const [types, rows] = await Promise.all([
        hoverTypes(session.types, { file, line: line + 1, column: node.column }),
        firstRows(connection, host, { project: session.root, key: node.key }),
      ]);
      const value = hoverText({
        node: target.node,
        assets: session.assets,
        status: session.briefStatusOf(target.node),
        addressOf: placeAddress(host, session.root),
        facts: session.factsOf(target.node),
        types,
        rows,
      });
      return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(name.range) };
    });
  },
};
