// How statuses would be if everything typed were saved: computed like the recorded ones, from the editor's graph and what is stored.
import {
  computeSomeStatuses,
  directUpstream,
  renamedFacts,
  renamesInForce,
  type AssetKey,
  type AssetNode,
  type AssetStatus,
  type Cause,
  type CodeParts,
  type PreviewedStatus,
  type RenamesInForce,
  type StatusMemo,
  type StoredFacts,
} from '@headwater/graph';

export type Assets = ReadonlyMap<AssetKey, AssetNode>;

export interface PreviewUpdate {
  readonly assets: Assets;
  readonly changed: Iterable<AssetKey>;
  /** Of those that `keysOfOtherCode` names. */
  readonly code: CodeParts;
}

interface Compared {
  readonly status: AssetStatus;
  readonly before: AssetStatus | undefined;
  /** Null where they say the same. */
  readonly preview: PreviewedStatus | null;
}

export class StatusPreview {
  readonly #facts: StoredFacts;
  /** The same in the names that the assets have now. */
  #stored: StoredFacts;
  #names: RenamesInForce | null = null;
  #isWhole = false;
  readonly #memo: StatusMemo = new Map();
  readonly #statuses = new Map<AssetKey, AssetStatus>();
  /** What came of comparing two statuses, while they are the same two. */
  readonly #compared = new Map<AssetKey, Compared>();
  /** Each asset's direct upstream and downstream, followed like the graph. */
  readonly #above = new Map<AssetKey, readonly AssetKey[]>();
  readonly #below = new Map<AssetKey, Set<AssetKey>>();

  constructor(facts: StoredFacts) {
    this.#facts = facts;
    this.#stored = facts;
  }

  /** Whose pieces of code say what changed in them. */
  keysOfOtherCode(assets: Assets): AssetKey[] {
    this.#rename(assets);
    const { materializations } = this.#stored;
    const keys: AssetKey[] = [];
    for (const [key, { codeVersion }] of assets)
      if (Object.hasOwn(materializations, key) && materializations[key]?.codeVersion !== codeVersion) keys.push(key);
    return keys;
  }

  /** `changed` are the assets that came, went or read otherwise since the last time; what they feed follows where it matters there. */
  update({ assets, changed, code }: PreviewUpdate): void {
    this.#rename(assets);
    const keys = new Set(this.#isWhole ? changed : [...changed, ...assets.keys()]);
    for (const key of keys) this.#connect(key, assets.get(key));
    const before = new Map(Array.from(keys, (key) => [key, JSON.stringify(this.#memo.get(key))]));
    this.#compute(keys, { assets, code });
    if (!this.#isWhole) return void (this.#isWhole = true);
    // Most letters typed into a body change nothing more below it than the first one did.
    const below = new Set<AssetKey>();
    for (const [key, trouble] of before)
      if (JSON.stringify(this.#memo.get(key)) !== trouble)
        for (const each of this.#below.get(key) ?? []) below.add(each);
    // A set goes on over what is added to it.
    for (const key of below) for (const each of this.#below.get(key) ?? []) below.add(each);
    if (below.size > 0) this.#compute(below, { assets, code });
  }

  /** What would be otherwise than it is recorded, by status or causes. */
  differing(recorded: ReadonlyMap<AssetKey, AssetStatus>, assets: Assets): Map<AssetKey, PreviewedStatus> {
    const found = new Map<AssetKey, PreviewedStatus>();
    for (const [key, status] of this.#statuses) {
      const before = recorded.get(key);
      let known = this.#compared.get(key);
      if (known?.status !== status || known.before !== before) {
        known = { status, before, preview: previewOf(before, status) };
        this.#compared.set(key, known);
      }
      if (known.preview) found.set(key, known.preview);
    }
    const renamed = new Set(this.#names?.renames.map(({ from }) => from));
    for (const [key, before] of recorded)
      if (!assets.has(key) && before.status !== 'orphan' && !renamed.has(key))
        found.set(key, { ...before, status: 'orphan', causes: [], was: before.status });
    return found;
  }

  #compute(keys: Iterable<AssetKey>, { assets, code }: Omit<PreviewUpdate, 'changed'>): void {
    const nodes: AssetNode[] = [];
    for (const key of keys) {
      const node = assets.get(key);
      if (node) nodes.push(node);
      else {
        this.#statuses.delete(key);
        this.#compared.delete(key);
        this.#memo.delete(key);
      }
    }
    for (const status of computeSomeStatuses(nodes, { facts: this.#stored, code, memo: this.#memo }))
      this.#statuses.set(status.key, status);
  }

  /** Where assets have other names than at the last time, everything is looked at again. */
  #rename(assets: Assets): void {
    const names = renamesInForce(assets.values(), this.#facts);
    if (names === this.#names || JSON.stringify(names) === JSON.stringify(this.#names)) return;
    this.#names = names;
    this.#isWhole = false;
    this.#stored = renamedFacts(assets.values(), this.#facts);
  }

  #connect(key: AssetKey, node: AssetNode | undefined): void {
    for (const above of this.#above.get(key) ?? []) this.#below.get(above)?.delete(key);
    if (node === undefined) return void this.#above.delete(key);
    const upstream = directUpstream(node);
    this.#above.set(key, upstream);
    for (const above of upstream) {
      const below = this.#below.get(above);
      if (below) below.add(key);
      else this.#below.set(above, new Set([key]));
    }
  }
}

function previewOf(before: AssetStatus | undefined, status: AssetStatus): PreviewedStatus | null {
  if (before === undefined) return { ...status, was: null };
  if (!differs(before, status)) return null;
  const causes = before.status === status.status ? newFirst(before, status) : status.causes;
  return { ...status, causes, was: before.status };
}

function differs(recorded: AssetStatus, next: AssetStatus): boolean {
  // Text alone makes nothing run, fail or be stored: then the two were computed at different moments, and the next answer tells.
  for (const name of ['running', 'failed', 'unknown'] as const)
    if (recorded.status === name || next.status === name) return false;
  if (recorded.lastMaterialization?.time !== next.lastMaterialization?.time) return false;
  if (recorded.status !== next.status || recorded.causes.length !== next.causes.length) return true;
  return next.causes.some((cause, index) => wordsOf(cause) !== wordsOf(recorded.causes[index]));
}

/** When an asset stays stale, what is typed is the news. */
function newFirst(recorded: AssetStatus, { causes }: AssetStatus): readonly Cause[] {
  const before = new Set(recorded.causes.map(wordsOf));
  const isNew = (cause: Cause): boolean => !before.has(wordsOf(cause));
  return [...causes.filter(isNew), ...causes.filter((cause) => !isNew(cause))];
}

/** A line typed above moves a cause, and makes it no other. */
function wordsOf(cause: Cause | undefined): string {
  return cause === undefined ? '' : `${cause.kind} ${cause.asset ?? ''} ${cause.message.replaceAll(/:\d+/g, '')}`;
}
