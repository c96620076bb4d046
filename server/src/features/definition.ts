// From a name that stands for an asset to where the asset is declared.
import type { Feature } from '../feature.ts';

export const definitionFeature: Feature = {
  capabilities: { definitionProvider: true },
  register(connection, { nameAt, uriOf }) {
    connection.onDefinition(async (params) => {
      const found = await nameAt(params);
      if (found === null) return null;
      const { target, name, path } = found;
      const character = target.node.column - 1;
      // On the declaration itself there is nowhere to go.
      if (path === target.path && name.range.startLine - 1 === target.line && name.range.startColumn - 1 === character)
        return null;
      const position = { line: target.line, character };
      return { uri: uriOf(target.path), range: { start: position, end: position } };
    });
  },
};
