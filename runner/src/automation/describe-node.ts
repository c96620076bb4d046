// The sentence beside a condition that came out true or false: what happened, when, and what is awaited.
import { shortRun, type AssetKey } from '@headwater/graph';
import type { ConditionNode, Leaf } from './compile-condition.ts';
import type { Place, Scope } from './condition-scope.ts';
import type { Slices } from './evaluation.ts';
import { agoWords, durationWords, momentWords } from './moment-words.ts';

/** Null where the label says it all. */
export function detailOf(
  node: ConditionNode,
  place: Place,
  { scope, value }: { scope: Scope; value: Slices },
): string | null {
  const { world } = scope;
  switch (node.op) {
    case 'cronTickPassed': {
      const last = world.lastTick(node);
      const next = world.nextTick(node);
      if (value.length > 0 && last !== null) return `it ticked ${momentWords(last, node.timezone)}`;
      return next === null ? 'it never ticks again' : `next tick ${momentWords(next, node.timezone)}`;
    }
    case 'updatedSinceTick': {
      const last = world.lastTick(node);
      return join(
        updateWords(place.asset, scope),
        last === null ? null : `the last tick was ${momentWords(last, node.timezone)}`,
      );
    }
    case 'olderThan':
      return updateWords(place.asset, scope);
    case 'sinceHandled': {
      const at = world.before(place.asset)?.requestedAt;
      return at === undefined ? null : `last requested ${agoWords(at, world.now)}`;
    }
    case 'leaf':
      return leafDetail(node.leaf, place.asset, { scope, value });
    default:
      return null;
  }
}

function leafDetail(leaf: Leaf, asset: AssetKey, { scope, value }: { scope: Scope; value: Slices }): string | null {
  const { world } = scope;
  const facts = world.facts.of(asset);
  const isTrue = value.length > 0;
  switch (leaf) {
    case 'missing':
      return isTrue && facts.partitions === undefined
        ? `${asset} was never materialized`
        : slicesWords(asset, value, scope);
    case 'newlyUpdated':
    case 'dataChanged':
    case 'executedWithRoot':
      return updateWords(asset, scope);
    case 'inProgress':
      return isTrue ? `${asset} is being made` : null;
    case 'executionFailed':
      return facts.failure === null
        ? null
        : `${asset} failed ${agoWords(facts.failure.time, world.now)} (run ${shortRun(facts.failure.run)})`;
    case 'newlyRequested': {
      const at = world.before(asset)?.requestedAt;
      return at === undefined ? null : `${asset} was requested ${agoWords(at, world.now)}`;
    }
    case 'willBeRequested':
      return isTrue ? `${asset} is requested in the same run` : null;
    case 'codeChanged':
      return isTrue ? `the code of ${asset} changed since the last evaluation` : null;
    case 'checksPassed':
    case 'checksFailed':
      return checksWords(asset, scope);
    case 'initialEvaluation':
      return isTrue ? 'its condition was not evaluated before' : null;
    case 'inLatestTimeWindow':
      return slicesWords(asset, value, scope);
    case 'onFreshness':
      return freshnessWords(asset, { scope, isTrue });
  }
}

/** `orders was updated 2 min ago (run 4f2a9c)`. */
function updateWords(asset: AssetKey, { world }: Scope): string {
  const { update } = world.facts.of(asset);
  if (update === null) return `${asset} was never ${world.graph.isExternal(asset) ? 'observed' : 'materialized'}`;
  return `${asset} was updated ${agoWords(update.time, world.now)} (run ${shortRun(update.run)})`;
}

function checksWords(asset: AssetKey, { world }: Scope): string | null {
  const names = world.graph.nodes.get(asset)?.checks ?? [];
  if (names.length === 0) return `${asset} has no checks`;
  const { checks } = world.facts.of(asset);
  const failed = names.filter((name) => checks[name]?.passed === false);
  const pending = names.filter((name) => checks[name]?.passed === undefined);
  if (failed.length > 0) return `failed: ${failed.join(', ')}`;
  return pending.length > 0 ? `never ran: ${pending.join(', ')}` : null;
}

function freshnessWords(asset: AssetKey, { scope, isTrue }: { scope: Scope; isTrue: boolean }): string {
  const { world } = scope;
  const freshness = world.freshness(asset);
  if (freshness === null) return `${asset} has no freshness policy`;
  const isAsked = !isTrue && freshness.lapse !== null && freshness.lapse === world.before(asset)?.lapse;
  const lasting = freshness.until === null ? null : `that changes in ${durationWords(freshness.until - world.now)}`;
  return join(freshness.message, isAsked ? 'a run was requested for that already' : lasting) ?? freshness.message;
}

function slicesWords(asset: AssetKey, value: Slices, { world }: Scope): string | null {
  const ranges = world.spaces.texts(asset, value);
  if (ranges === null) return null;
  const [first, second] = ranges;
  if (first === undefined) return 'none of its partitions';
  return second === undefined ? first : `${first} and ${ranges.length - 1} more`;
}

function join(...parts: readonly (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join('; ');
}
