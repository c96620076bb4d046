// From a name or a key that stands for an asset to where the asset is declared.
import type { Position } from 'vscode-languageserver/node';
import type { Feature } from '../feature.ts';
import { toRange } from '../to-range.ts';

export const definitionFeature: Feature = {
  capabilities: { definitionProvider: true },
  register(connection, { nameAt, uriOf, client }) {
    connection.onDefinition(async (params) => {
      const found = await nameAt(params);
      if (found === null) return null;
      const { target, name, path } = found;
      const character = target.node.column - 1;
      // On the declaration itself there is nowhere to go.
      if (path === target.path && name.range.startLine - 1 === target.line && name.range.startColumn - 1 === character)
        return null;
      const position = { line: target.line, character };
      const [uri, range] = [uriOf(target.path), { start: position, end: position }];
      if (client().capabilities.textDocument?.definition?.linkSupport !== true) return { uri, range };
      // The ranges are those TypeScript would give, so that an editor that asks both shows one place.
      const { session } = found;
      const statement = toRange(session.rangeNow(target.node.file, target.node.range));
      const mentions = (await session.navigation())?.mentionsIn(target.path) ?? [];
      const declared = mentions.map((each) => toRange(each.range)).find(({ start }) => isSame(start, position));
      return [
        {
          targetUri: uri,
          targetRange: statement,
          targetSelectionRange: declared ?? range,
          originSelectionRange: toRange(name.range),
        },
      ];
    });
  },
};

function isSame(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character;
}
