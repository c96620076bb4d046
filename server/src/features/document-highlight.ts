// All places of a file that name the asset under the cursor.
import { DocumentHighlightKind } from 'vscode-languageserver/node';
import type { Feature } from '../feature.ts';
import { toRange } from '../to-range.ts';
import { unlessCancelled } from '../unless-cancelled.ts';

export const documentHighlightFeature: Feature = {
  capabilities: { documentHighlightProvider: true },
  register(connection, { nameAt }) {
    connection.onDocumentHighlight((params, token) =>
      unlessCancelled(token, async () => {
        const found = await nameAt(params);
        const navigation = await found?.session.navigation();
        if (!found || !navigation) return null;
        return navigation
          .mentionsIn(found.path)
          .filter(({ key, role }) => key === found.name.key && role !== 'former')
          .map(({ range, role }) => ({
            range: toRange(range),
            kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
          }));
      }),
    );
  },
};
