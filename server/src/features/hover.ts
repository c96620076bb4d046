// What an asset is and how it stands, at each name that stands for it.
import { MarkupKind } from 'vscode-languageserver/node';
import type { Feature } from '../feature.ts';
import { firstRows } from '../first-rows.ts';
import { hoverText } from '../hover-text.ts';
import { hoverTypes } from '../hover-types.ts';
import { placeAddress } from '../place-address.ts';
import { toRange } from '../to-range.ts';

export const hoverFeature: Feature = {
  capabilities: { hoverProvider: true },
  register(connection, host) {
    connection.onHover(async (params) => {
      const found = await host.nameAt(params);
      if (found === null) return null;
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
