// Evaluates one node of a compiled condition: for which slices of an asset it is true now.
import type { AssetKey, EvaluatedCondition } from '@headwater/graph';
import type { ConditionNode, Leaf, Tick } from './compile-condition.ts';
import type { Place, Scope } from './condition-scope.ts';
import { detailOf } from './describe-node.ts';
import type { AssetFacts, Slices } from './evaluation.ts';
import { intersect, NONE, subtract, union } from './slices.ts';
import { updatedSince } from './updated-since.ts';

export function evaluateNode(node: ConditionNode, place: Place, scope: Scope): Slices {
  const outer = scope.trace;
  if (outer === null || node.op === 'match') return compute(node, place, scope);
  const of: EvaluatedCondition[] = [];
  scope.trace = of;
  const value = compute(node, place, scope);
  scope.trace = outer;
  const detail = detailOf(node, place, { scope, value });
  outer.push({ label: node.label, value: value.length > 0, ...(detail === null ? {} : { detail }), of });
  return value;
}

function compute(node: ConditionNode, place: Place, scope: Scope): Slices {
  const { world } = scope;
  const all = (): Slices => world.spaces.of(place.asset).all;
  switch (node.op) {
    case 'leaf':
      return leafValue(node.leaf, place.asset, scope);
    case 'cronTickPassed':
      return tickPassed(node, scope) ? noted(all(), scope) : NONE;
    case 'updatedSinceTick': {
      const tick = world.lastTick(node);
      return tick === null
        ? NONE
        : subtract(subtract(all(), olderThan(place.asset, tick, scope)), missing(place.asset, scope));
    }
    case 'olderThan':
      return olderThan(place.asset, world.now - node.ms, scope);
    case 'and': {
      let value = all();
      for (const each of node.of) value = intersect(value, evaluateNode(each, place, scope));
      return value;
    }
    case 'or': {
      let value = NONE;
      for (const each of node.of) value = union(value, evaluateNode(each, place, scope));
      return value;
    }
    case 'not':
      return subtract(all(), evaluateNode(node.of, place, scope));
    case 'newlyTrue': {
      const of = evaluateNode(node.of, place, scope);
      return noted(subtract(of, exchange(node, place, { scope, after: of })), scope);
    }
    case 'since': {
      const of = evaluateNode(node.of, place, scope);
      const until = evaluateNode(node.until, place, scope);
      const value = subtract(union(recall(node, place, scope), of), until);
      return remember(node, place, { scope, value });
    }
    case 'sinceHandled':
      return sinceHandled(node, place, scope);
    case 'held': {
      const due = union(recall(node, place, scope), evaluateNode(node.of, place, scope));
      remember(node, place, { scope, value: intersect(due, world.facts.of(place.asset).inProgress) });
      return due;
    }
    case 'eachDep':
      return eachDep(node, place, scope);
    case 'match': {
      const dep = place.dep;
      if (dep === null) return NONE;
      const found = evaluateNode(node.of, { asset: dep, dep: null, outer: place }, scope);
      return world.spaces.down(found, { from: dep, to: place.asset });
    }
  }
}

/**
 * A request counts as of the evaluation that made it, so what happens right after it is not lost. Of a cron an update before its
 * tick is none of it.
 */
function sinceHandled(node: ConditionNode & { op: 'sinceHandled' }, place: Place, scope: Scope): Slices {
  const of = evaluateNode(node.of, place, scope);
  if (scope.initial) return remember(node, place, { scope, value: NONE });
  const requested = scope.world.before(place.asset)?.requested ?? NONE;
  const updated = newlyUpdated(place.asset, scope);
  const tick = node.tick === null ? null : scope.world.lastTick(node.tick);
  const earlier = tick === null ? NONE : intersect(updated, olderThan(place.asset, tick, scope));
  const open = subtract(subtract(recall(node, place, scope), requested), updated);
  return remember(node, place, { scope, value: subtract(union(open, of), subtract(updated, earlier)) });
}

function eachDep(node: ConditionNode & { op: 'eachDep' }, place: Place, scope: Scope): Slices {
  const { graph, spaces } = scope.world;
  const chosen = node.selection === null ? null : graph.selected(node.selection);
  const all = spaces.of(place.asset).all;
  let value = node.all ? all : NONE;
  for (const dep of graph.upstream.get(place.asset) ?? []) {
    if (chosen !== null && !chosen.has(dep)) continue;
    if (node.skipExternal && graph.isExternal(dep) && graph.nodes.get(dep)?.foreign === undefined) continue;
    const found = evaluateNode(node.of, { asset: place.asset, dep, outer: place }, scope);
    value = node.all ? intersect(value, found) : union(value, found);
    const told = scope.trace?.pop();
    if (told !== undefined) scope.trace?.push({ ...told, asset: dep });
  }
  return value;
}

function leafValue(leaf: Leaf, asset: AssetKey, scope: Scope): Slices {
  const { world } = scope;
  const facts = world.facts.of(asset);
  const space = world.spaces.of(asset);
  const before = world.before(asset);
  const whole = (isTrue: boolean): Slices => (isTrue ? space.all : NONE);
  switch (leaf) {
    case 'missing':
      return missing(asset, scope);
    case 'inProgress':
      return facts.inProgress;
    case 'executionFailed':
      return facts.partitions === undefined ? whole(facts.failure !== null) : facts.partitions.failed;
    case 'newlyUpdated':
      return noted(newlyUpdated(asset, scope), scope, asset !== scope.root);
    case 'newlyRequested':
      return scope.initial ? NONE : (before?.requested ?? NONE);
    case 'willBeRequested': {
      const canBeOne = asset === scope.root || world.spaces.isOneRun(asset, scope.root);
      return canBeOne ? noted(world.requested.get(asset) ?? NONE, scope) : NONE;
    }
    case 'codeChanged': {
      const now = world.graph.nodes.get(asset)?.codeVersion ?? null;
      const then = before?.codeVersion;
      return noted(whole(!scope.initial && now !== null && then !== undefined && now !== then), scope);
    }
    case 'dataChanged': {
      const isOther = facts.partitions !== undefined || facts.update?.dataVersion !== before?.dataVersion;
      return isOther ? noted(newlyUpdated(asset, scope), scope) : NONE;
    }
    case 'checksPassed':
      return whole(checkNames(asset, scope).every((name) => facts.checks[name]?.passed === true));
    case 'checksFailed':
      return whole(checkNames(asset, scope).some((name) => facts.checks[name]?.passed === false));
    case 'initialEvaluation':
      return whole(scope.initial);
    case 'inLatestTimeWindow':
      return space.latest;
    case 'executedWithRoot':
      return executedWithRoot(asset, facts, scope);
    case 'onFreshness':
      return freshening(asset, facts, scope);
  }
}

function missing(asset: AssetKey, { world }: Scope): Slices {
  const { partitions, update } = world.facts.of(asset);
  if (world.graph.isExternal(asset)) return NONE;
  const { all } = world.spaces.of(asset);
  return partitions === undefined ? (update === null ? all : NONE) : intersect(partitions.missing, all);
}

function newlyUpdated(asset: AssetKey, scope: Scope): Slices {
  return scope.initial ? NONE : updatedSince(asset, scope.world);
}

function executedWithRoot(asset: AssetKey, { update, partitions }: AssetFacts, { world, root }: Scope): Slices {
  const isWith = (run: string): boolean => world.facts.plannedBy(run)?.has(root) === true;
  if (update === null) return NONE;
  const { all } = world.spaces.of(asset);
  if (partitions === undefined) return isWith(update.run) ? all : NONE;
  const since = world.before(asset)?.seq ?? -1;
  return partitions
    .updatedAfter(since)
    .flatMap(({ run, set }) => (isWith(run) ? [set] : []))
    .reduce(union, NONE);
}

function olderThan(asset: AssetKey, time: number, { world }: Scope): Slices {
  const { update, partitions } = world.facts.of(asset);
  if (partitions !== undefined) return partitions.olderThan(time);
  return update !== null && update.time < time ? world.spaces.of(asset).all : NONE;
}

function tickPassed(tick: Tick, { world, initial }: Scope): boolean {
  const last = world.lastTick(tick);
  return !initial && world.lastTime !== null && last !== null && last > world.lastTime;
}

/** Once for each lapse, and not while something is being made that it would have to wait for. */
function freshening(asset: AssetKey, { inProgress }: AssetFacts, scope: Scope): Slices {
  const { world } = scope;
  const lapse = world.freshness(asset)?.lapse ?? null;
  if (lapse === null || inProgress.length > 0 || lapse === world.before(asset)?.lapse) return NONE;
  if (world.tooOld(asset).some((each) => world.facts.of(each).inProgress.length > 0)) return NONE;
  if (asset === scope.root) scope.freshening = true;
  return noted(world.spaces.of(asset).latest, scope);
}

function checkNames(asset: AssetKey, { world }: Scope): readonly string[] {
  return world.graph.nodes.get(asset)?.checks ?? [];
}

/** What is true because something happened is a new reason to ask for a run. */
function noted(value: Slices, scope: Scope, isEvent = true): Slices {
  if (isEvent && value.length > 0) scope.eventful = true;
  return value;
}

function recall(node: ConditionNode, place: Place, { before }: Scope): Slices {
  return before[nameOf(node, place)] ?? NONE;
}

/** Tells apart what is remembered of the same node for several upstream assets: `12@orders`. */
function nameOf(node: ConditionNode, place: Place): string {
  let path = '';
  for (let at: Place | null = place; at !== null; at = at.outer) if (at.dep !== null) path = `@${at.dep}${path}`;
  return `${node.id}${path}`;
}

function remember(node: ConditionNode, place: Place, { scope, value }: { scope: Scope; value: Slices }): Slices {
  if (value.length > 0) scope.after[nameOf(node, place)] = value;
  return value;
}

/** What it was before. */
function exchange(node: ConditionNode, place: Place, { scope, after }: { scope: Scope; after: Slices }): Slices {
  remember(node, place, { scope, value: after });
  return recall(node, place, scope);
}
