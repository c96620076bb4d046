// Every place that names an asset: code, as TypeScript and the graph know it, and strings.
import { posix } from 'node:path';
import type { Location } from 'vscode-languageserver/node';
import type { Mention } from '@headwater/analyzer';
import { inAllProjects } from '../all-projects.ts';
import type { Feature } from '../feature.ts';
import type { ProjectSession } from '../project-session.ts';
import { toRange } from '../to-range.ts';
import { unlessCancelled } from '../unless-cancelled.ts';

export const referencesFeature: Feature = {
  capabilities: { referencesProvider: true },
  register(connection, host) {
    connection.onReferences((params, token) =>
      unlessCancelled(token, async (signal) => {
        const found = await host.nameAt(params);
        if (found === null) return null;
        const places = new Map<string, Location & { readonly isDeclaration: boolean }>();
        const add = (path: string, place: Omit<Location, 'uri'> & { readonly isDeclaration: boolean }): void => {
          const { line, character } = place.range.start;
          const at = `${path}:${line}:${character}`;
          if (!places.has(at)) places.set(at, { uri: host.uriOf(path), ...place });
        };
        for (const { session, key } of await inAllProjects(host, { session: found.session, key: found.name.key })) {
          const mentions = (await session.navigation())?.mentionsOf(key).filter(({ role }) => role !== 'former') ?? [];
          for (const { file, range, role } of mentions)
            add(posix.join(session.root, file), { range: toRange(range), isDeclaration: isDeclaration(role) });
          for (const { file, range, isDefinition } of await inCode(session, mentions, signal))
            add(file, { range: toRange(range), isDeclaration: isDefinition });
        }
        const { includeDeclaration } = params.context;
        return [...places.values()]
          .filter((each) => includeDeclaration || !each.isDeclaration)
          .map(({ uri, range }) => ({ uri, range }));
      }),
    );
  },
};

function isDeclaration(role: Mention['role']): boolean {
  return role === 'declaration' || role === 'key';
}

/** What TypeScript finds, also in files that are no part of the graph, such as tests; nothing where it does not know. */
async function inCode(session: ProjectSession, mentions: readonly Mention[], signal: AbortSignal) {
  const declared = mentions.find(({ role }) => role === 'declaration');
  if (declared === undefined) return [];
  const { startLine: line, startColumn: column } = declared.range;
  const file = posix.join(session.root, declared.file);
  const answer = await session.types.referencesTo({ file, line, column }, { signal });
  return answer.known ? answer.value : [];
}
