// Compares the graph of a base with the graph of now: what came, went and changed, what that makes stale, and the smallest plan to rebuild it.
import { changedOptions } from './changed-options.ts';
import { changedCode } from './code-change.ts';
import { compareEdges, type EdgeDiff } from './edge-diff.ts';
import { inputNames } from './input-names.ts';
import type { AssetKey, AssetNode, CodeParts, GraphDocument, Problem } from './model.ts';
import { topologicalOrder } from './order.ts';
import { renamedFacts } from './renamed-facts.ts';
import { computeStatus } from './status.ts';
import type { AssetStatus, Materialization, StoredFacts } from './status-model.ts';
import { directUpstream } from './walk.ts';

/** What a graph is compared with. */
export interface DiffBase {
  /** As it was asked for, or as it was chosen: `main`, `v1.2.0`, `HEAD`. */
  readonly ref: string;
  /** Its whole id. */
  readonly commit: string;
  /** The first line of its message. */
  readonly title: string;
}

/** What a person may want to compare with. */
export interface DiffBaseChoice {
  /** As it is asked for; null: leave it out, and it is chosen anew each time. */
  readonly ref: string | null;
  /** For people: `main`, `v1.2.0`, `where this branch left main`. */
  readonly name: string;
  readonly kind: 'default' | 'head' | 'branch' | 'remote' | 'tag';
  readonly commit: string;
  /** The first line of its message. */
  readonly title: string;
  /** ISO 8601. */
  readonly time: string;
}

/** Something that makes an asset another one than it was, with where that stands now. */
export interface ChangedPiece {
  /** `option`: what the definition says besides code and dependencies, such as its group. */
  readonly kind: 'code' | 'deps' | 'option';
  /** For people, after the asset's name: `its body`, `` `parsePrice` in src/price.ts:14 ``, `orders is a new dependency`. */
  readonly message: string;
  readonly file: string;
  readonly line: number;
  /** Of `deps`: the upstream. */
  readonly asset?: AssetKey;
}

export interface AssetDiff {
  /** As it is called now; of what was removed, as it was called. */
  readonly key: AssetKey;
  /** `downstream`: nothing of its own, but it is stale by what is above it. What was renamed may have changed, too. */
  readonly change: 'added' | 'removed' | 'changed' | 'renamed' | 'downstream';
  /** As it was in the base; of what was removed or renamed. */
  readonly was?: AssetNode;
  /** Code first, then dependencies, then options. None of what was added, removed or is `downstream`. */
  readonly pieces: readonly ChangedPiece[];
  /** What was made at the base is not what this source would make. */
  readonly stale: boolean;
  /** The assets in which staleness above it begins, as its status would name them. */
  readonly because: readonly AssetKey[];
}

export interface GraphDiff {
  readonly base: DiffBase;
  /** Sorted by key. Assets that are as they were are not here. */
  readonly assets: readonly AssetDiff[];
  /** Sorted by asset. In today's names: that an upstream was renamed makes no other edge. */
  readonly edges: readonly EdgeDiff[];
  /** What is stale and can be made here, upstream first. */
  readonly plan: readonly AssetKey[];
  /** Sentences about what could not be compared. */
  readonly notes: readonly string[];
  /** Why nothing could be compared; the lists are empty then. */
  readonly problem: string | null;
}

export interface GraphDiffQuestion {
  readonly base: DiffBase;
  readonly before: Pick<GraphDocument, 'assets' | 'problems'>;
  readonly after: Pick<GraphDocument, 'assets' | 'problems'>;
  /** What the nodes' `code` names. */
  readonly codeBefore: CodeParts;
  readonly codeAfter: CodeParts;
}

/**
 * There is no second rule of staleness: everything is taken as made at the base, and the statuses say what today's source makes
 * of that.
 */
export function diffGraphs({ base, before, after, codeBefore, codeAfter }: GraphDiffQuestion): GraphDiff {
  const made = renamedFacts(after.assets, factsAt(before.assets)).materializations;
  const facts: StoredFacts = { ...NOTHING_STORED, materializations: made };
  const statuses = computeStatus(after.assets, facts, {}, after.problems);
  const nodes = new Map(after.assets.map((node) => [node.key, node]));
  const old = new Map(before.assets.map((node) => [node.key, node]));
  /** By the key it had: the one it has. */
  const renamed = new Map(Object.values(made).flatMap(({ asset, storedAs }) => (storedAs ? [[storedAs, asset]] : [])));
  const unknown = statuses.filter(({ status }) => status === 'unknown');
  const doubtful = new Set(unknown.map(({ key }) => key));

  const assets: AssetDiff[] = [];
  for (const status of statuses) {
    const node = nodes.get(status.key);
    if (node === undefined) continue;
    const { storedAs } = made[node.key] ?? {};
    const was = old.get(storedAs ?? node.key);
    const diff = assetDiff({ node, was, status, codeBefore, codeAfter });
    if (diff !== null) assets.push(diff);
  }
  for (const was of before.assets) {
    if (nodes.has(was.key) || renamed.has(was.key) || doubtful.has(was.key)) continue;
    assets.push({ key: was.key, change: 'removed', was, pieces: [], stale: false, because: [] });
  }
  const stale = new Set(assets.flatMap((each) => (each.stale ? [each.key] : [])));
  return {
    base,
    assets: assets.sort((a, b) => (a.key < b.key ? -1 : 1)),
    edges: compareEdges({
      before: before.assets.filter(({ key }) => !doubtful.has(key)),
      after: after.assets,
      renamed,
    }),
    plan: topologicalOrder(after.assets).filter((key) => stale.has(key)),
    notes: [
      ...unknown.flatMap(({ key, causes }) => causes.map(({ message }) => `${key}: ${message}`)),
      ...unreadIn(before.problems),
    ],
    problem: null,
  };
}

/** The answer where nothing could be compared. */
export function noGraphDiff(problem: string, ref = ''): GraphDiff {
  return { base: { ref, commit: '', title: '' }, assets: [], edges: [], plan: [], notes: [], problem };
}

const NOTHING_STORED: StoredFacts = { materializations: {}, failures: {}, checks: {}, observations: {}, running: [] };

/** Of what was made at the base: only whether two are equal is ever asked. */
const BASE = {
  run: 'base',
  seq: 1,
  time: '1970-01-01T00:00:00.000Z',
  dataVersion: 'base',
  durationMs: 0,
  metadata: {},
};

/** As if a run had made every asset of the graph. */
function factsAt(nodes: readonly AssetNode[]): StoredFacts {
  // Without a prototype: an asset may be named `constructor`.
  const materializations = Object.create(null) as Record<AssetKey, Materialization>;
  for (const node of nodes) if (node.kind !== 'external') materializations[node.key] = madeOf(node);
  return { ...NOTHING_STORED, materializations };
}

function madeOf(node: AssetNode): Materialization {
  const inputs = directUpstream(node).map((key) => {
    return [key, { dataVersion: BASE.dataVersion, run: BASE.run, names: inputNames(node, key) }] as const;
  });
  return {
    ...BASE,
    asset: node.key,
    codeVersion: node.codeVersion,
    inputs: Object.fromEntries(inputs),
    ...(node.columns !== undefined && {
      columns: node.columns.map(({ name, kind }) => ({ name, type: kind ?? '' })),
    }),
    file: node.file,
    line: node.line,
  };
}

function assetDiff(of: {
  readonly node: AssetNode;
  readonly was: AssetNode | undefined;
  readonly status: AssetStatus;
  readonly codeBefore: CodeParts;
  readonly codeAfter: CodeParts;
}): AssetDiff | null {
  const { node, was, status, codeBefore, codeAfter } = of;
  const stale = status.status !== 'fresh' && status.status !== 'external';
  const because = status.causes.flatMap(({ kind, asset }) => (kind === 'upstream' && asset !== undefined ? asset : []));
  if (was === undefined) return { key: node.key, change: 'added', pieces: [], stale, because };
  const at = { file: node.file, line: node.line };
  const pieces = [
    ...status.causes.flatMap((cause): ChangedPiece[] => {
      if (cause.kind === 'code')
        return changedCode({ node, then: piecesOf(was, codeBefore), now: codeAfter }).map((each) => ({
          kind: 'code',
          ...each,
        }));
      if (cause.kind === 'unknown') return [{ kind: 'code', message: CODE_VERSION_BY_HAND, ...at }];
      if (cause.kind !== 'deps') return [];
      return [
        { kind: 'deps', message: cause.message, ...at, ...(cause.asset !== undefined && { asset: cause.asset }) },
      ];
    }),
    ...changedOptions(was, node).map((message): ChangedPiece => ({ kind: 'option', message, ...at })),
  ];
  if (was.key !== node.key) return { key: node.key, change: 'renamed', was, pieces, stale, because };
  if (pieces.length > 0) return { key: node.key, change: 'changed', pieces, stale, because };
  return stale ? { key: node.key, change: 'downstream', pieces, stale, because } : null;
}

/** As a run would have recorded them; only those of changed code are looked at. */
function piecesOf(node: AssetNode, code: CodeParts): Materialization['code'] {
  const known = node.code?.flatMap((id) => (Object.hasOwn(code, id) ? [[id, code[id]?.version ?? ''] as const] : []));
  return known && Object.fromEntries(known);
}

/** Two versions that cannot be compared: one was read from the body, the other stands in the options. */
const CODE_VERSION_BY_HAND = 'where its code version comes from; whether its code changed is not known';

function unreadIn(problems: readonly Problem[]): string[] {
  return problems.flatMap(({ code, severity, file, line }) =>
    code === 'syntax' || (code === 'bad-tsconfig' && severity === 'error')
      ? [`In the base, ${file}:${line} cannot be read: what it defined there is not known`]
      : [],
  );
}
