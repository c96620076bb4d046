// Assets and jobs of all projects by what is typed of their names.
import { posix } from 'node:path';
import { SymbolKind } from 'vscode-languageserver/node';
import type { WorkspaceSymbol } from 'vscode-languageserver/node';
import type { Feature, FeatureHost } from '../feature.ts';
import { matchRank } from '../match-rank.ts';
import type { ProjectSession } from '../project-session.ts';
import { unlessCancelled } from '../unless-cancelled.ts';

/** More than anyone reads; the client asks again with each letter. */
const MOST = 200;

export const workspaceSymbolFeature: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register(connection, host) {
    connection.onWorkspaceSymbol(({ query }, token) =>
      unlessCancelled(token, async () => {
        const named = (await host.sessions()).flatMap((session) => namedIn(session));
        return named
          .flatMap((each) => {
            const rank = matchRank(query, each.name);
            return rank === null ? [] : [{ ...each, rank }];
          })
          .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
          .slice(0, MOST)
          .map((each) => toSymbol(host, each));
      }),
    );
  },
};

interface Named {
  readonly session: ProjectSession;
  readonly name: string;
  readonly kind: SymbolKind;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function namedIn(session: ProjectSession): Named[] {
  const { assets = [], jobs = [] } = session.document ?? {};
  return [
    ...assets.map(({ key, file, line, column }) => ({
      session,
      name: key,
      kind: SymbolKind.Constant,
      file,
      line,
      column,
    })),
    ...jobs.map(({ name, file, line, column }) => ({ session, name, kind: SymbolKind.Event, file, line, column })),
  ];
}

function toSymbol({ uriOf }: FeatureHost, { session, name, kind, file, line, column }: Named): WorkspaceSymbol {
  const place = { startLine: line, startColumn: column, endLine: line, endColumn: column };
  const now = session.rangeNow(file, place);
  const position = { line: now.startLine - 1, character: column - 1 };
  return {
    name,
    kind,
    containerName: `${session.analyzer.project.name} › ${file}`,
    location: { uri: uriOf(posix.join(session.root, file)), range: { start: position, end: position } },
  };
}
