// Lineage as a call hierarchy: an asset "calls" what it is made of, and is "called" by what is made of it.
import { posix } from 'node:path';
import { SymbolKind } from 'vscode-languageserver/node';
import type { CallHierarchyIncomingCall, CallHierarchyItem, Range } from 'vscode-languageserver/node';
import type { Mention, Navigation } from '@headwater/analyzer';
import { directUpstream } from '@headwater/graph';
import type { AssetKey, AssetNode } from '@headwater/graph';
import { inAllProjects, ownerOf } from '../all-projects.ts';
import type { AssetInProject } from '../all-projects.ts';
import type { Feature, FeatureHost } from '../feature.ts';
import type { ProjectSession } from '../project-session.ts';
import { toRange } from '../to-range.ts';
import { unlessCancelled } from '../unless-cancelled.ts';

/** What an item carries from one request to the next. */
interface ItemData {
  readonly project: string;
  readonly key: AssetKey;
}

export const callHierarchyFeature: Feature = {
  capabilities: { callHierarchyProvider: true },
  register(connection, host) {
    const { callHierarchy } = connection.languages;
    callHierarchy.onPrepare((params, token) =>
      unlessCancelled(token, async () => {
        const found = await host.nameAt(params);
        return found === null ? null : [itemOf(host, found.session, found.target.node)];
      }),
    );
    callHierarchy.onOutgoingCalls(({ item }, token) =>
      unlessCancelled(token, async () => {
        const found = await assetOf(host, item);
        if (found === null) return null;
        // What another project declares has its upstream there.
        const { session, key: own } = (await ownerOf(host, found)) ?? found;
        const node = session.node(own)?.node;
        if (node === undefined) return null;
        const named = namesInside(session, await session.navigation());
        return directUpstream(node).flatMap((key) => {
          const upstream = session.node(key);
          return upstream === null ? [] : [{ to: itemOf(host, session, upstream.node), fromRanges: named(node, key) }];
        });
      }),
    );
    callHierarchy.onIncomingCalls(({ item }, token) =>
      unlessCancelled(token, async () => {
        const found = await assetOf(host, item);
        if (found === null) return null;
        const calls: CallHierarchyIncomingCall[] = [];
        for (const { session, key } of await inAllProjects(host, found)) {
          const named = namesInside(session, await session.navigation());
          for (const each of session.assets)
            if (directUpstream(each).includes(key))
              calls.push({ from: itemOf(host, session, each), fromRanges: named(each, key) });
        }
        return calls;
      }),
    );
  },
};

function itemOf({ uriOf }: FeatureHost, session: ProjectSession, node: AssetNode): CallHierarchyItem {
  const { key, file, line, column } = node;
  const name = { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 };
  const data: ItemData = { project: session.root, key };
  return {
    name: key,
    kind: SymbolKind.Constant,
    detail: node.group,
    uri: uriOf(posix.join(session.root, file)),
    range: toRange(session.rangeNow(file, node.range)),
    selectionRange: toRange(session.rangeNow(file, name)),
    data,
  };
}

/** Null for an asset that is gone. */
async function assetOf(host: FeatureHost, { data }: CallHierarchyItem): Promise<AssetInProject | null> {
  // Only this server made it.
  const { project, key } = data as ItemData;
  const session = (await host.sessions()).find(({ root }) => root === project);
  return session?.node(key) ? { session, key } : null;
}

/** Where a declaration names an upstream; uses in its body follow from that and are left out. */
function namesInside(
  session: ProjectSession,
  navigation: Navigation | null,
): (node: AssetNode, upstream: AssetKey) => Range[] {
  const byFile = new Map<string, readonly Mention[]>();
  const mentionsIn = (file: string): readonly Mention[] => {
    const known = byFile.get(file) ?? navigation?.mentionsIn(posix.join(session.root, file)) ?? [];
    byFile.set(file, known);
    return known;
  };
  return ({ file, range: declared }, upstream) => {
    const { startLine, endLine } = session.rangeNow(file, declared);
    return mentionsIn(file)
      .filter(({ range }) => range.startLine >= startLine && range.endLine <= endLine)
      .filter(({ key, role }) => key === upstream && (role === 'input' || role === 'name'))
      .map(({ range }) => toRange(range));
  };
}
