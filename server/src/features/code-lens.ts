// Lenses above each asset.
import type { Feature } from '../feature.ts';

export const codeLensFeature: Feature = {
  capabilities: { codeLensProvider: { resolveProvider: false } },
  register(connection, { sessionAt }) {
    connection.onCodeLens(async ({ textDocument }) => {
      const at = await sessionAt(textDocument.uri);
      return at?.session.lenses(at.path) ?? [];
    });
  },
};
