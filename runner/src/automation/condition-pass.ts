// Evaluates conditions and freshness: what is asked for is decided and on disk first, what changed is told once.
import { conditionWords } from '@headwater/graph';
import type { AssetKey, ConditionEvaluation, GraphDocument } from '@headwater/graph';
import type {
  AutomatedAsset,
  AutomationDryRun,
  Decision,
  FreshnessAlert,
  FreshnessStanding,
  Tick,
  WhyDocument,
} from '../automation-protocol.ts';
import type { AutomationHost } from './automation-host.ts';
import type { AutomationStore, ConditionsMemory } from './automation-store.ts';
import { evaluateAutomation } from './evaluate-automation.ts';
import type { AutomationEvaluation, AutomationMemory, Freshness } from './evaluation.ts';
import { freshnessAlerts } from './freshness-alerts.ts';
import { freshnessStates } from './freshness-states.ts';
import type { DecidedRun } from './named-memory.ts';
import { nextTicks } from './next-cron.ts';
import { reasonWords, type Notices } from './notices.ts';
import { prepareGraph } from './prepare-graph.ts';
import { WRONG_BY } from './schedule-turn.ts';
import { beginRuns, iso, settleRuns, tickId } from './take-tick.ts';
import { decisionOf } from './decision-words.ts';
import { worldFacts } from './world-facts.ts';

export interface ConditionPass {
  /** Resolves to when a freshness changes next; null: never. */
  pass(document: GraphDocument): Promise<number | null>;
  /** Only freshness, and nothing is asked for: where automation is off. Resolves as `pass` does. */
  watch(document: GraphDocument): Promise<number | null>;
  /** Writes down how far evaluations have come. */
  remember(): Promise<void>;
  why(
    key: AssetKey,
    of: { readonly document: GraphDocument; readonly dryRun: boolean; readonly on: boolean },
  ): WhyDocument;
  dryRun(document: GraphDocument): AutomationDryRun;
  assets(document: GraphDocument): readonly AutomatedAsset[];
}

export interface ConditionPassOptions {
  readonly host: AutomationHost;
  readonly store: Pick<AutomationStore, 'conditions' | 'ticks'>;
  readonly interval: number;
  readonly notices: Notices;
  /** Something came out otherwise than before. */
  readonly onNews: () => void;
}

/** How far evaluations have come is written down when something changed, and else so often. */
const REMEMBER_MS = 5 * 60_000;

export function createConditionPass({ host, store, interval, notices, onNews }: ConditionPassOptions): ConditionPass {
  const { clock, runs, tell } = host;
  const { conditions: kept, ticks } = store;
  let memory: AutomationMemory | null = kept.value.memory;
  let last: AutomationEvaluation | null = null;
  const decisions = new Map<AssetKey, Decision>();
  const runOf = new Map<AssetKey, string>();

  /** As of one moment: the places of partitions are those of when the facts were read. */
  function evaluate(document: GraphDocument): { readonly now: number; readonly evaluation: AutomationEvaluation } {
    const now = clock.now();
    const facts = worldFacts(document.assets, { ...host, now });
    // A clock that was days ahead was wrong.
    const previous = memory !== null && memory.time > now + WRONG_BY ? { ...memory, time: now } : memory;
    const { skip } = kept.value;
    return { now, evaluation: evaluateAutomation({ graph: document, now, previous, facts, interval, skip }) };
  }

  async function pass(document: GraphDocument): Promise<number | null> {
    const before = await settleRuns(kept.value.waiting, { runs, ticks });
    const { now, evaluation } = evaluate(document);
    const { evaluations } = evaluation;
    const decided = evaluation.runs.map(({ assets, partitions }) => ({
      run: runs.newId(),
      by: 'automation',
      request: { keys: assets, ...(partitions && { partitions }) },
    }));
    const tick: Tick = {
      kind: 'conditions',
      name: '',
      time: iso(now),
      evaluated: iso(now),
      outcome: 'requested',
      runs: decided.map(({ run }) => run),
      assets: [...new Set(evaluation.runs.flatMap(({ assets }) => assets))],
      message: [...new Set(evaluation.runs.map(({ because }) => because))].join('; '),
    };
    const id = tickId(tick);
    const asked = decided.map((each): DecidedRun => ({ ...each, tick: { id, tick } }));
    const fresh = freshnessOf(document, evaluation.freshness);
    const { alerts, memory: freshness } = freshnessAlerts({ states: fresh, previous: kept.value.freshness, now });
    await save({ version: 1, skip: false, memory: evaluation.memory, waiting: [...before, ...asked], freshness });
    // Only now: what could not be written down was not decided, and is asked again.
    memory = evaluation.memory;
    last = evaluation;
    tellAlerts(alerts);
    for (const each of asked) for (const key of each.request.keys ?? []) runOf.set(key, each.run);
    for (const each of evaluations) decisions.set(each.asset, decisionOf(withRun(each)));
    for (const { asset, problem } of evaluations) {
      notices.mended(`condition ${asset}`);
      if (problem !== undefined)
        notices.say(
          `The condition of ${asset} cannot be evaluated: ${sentence(problem)} The others go on.`,
          `condition ${asset}`,
        );
    }
    if (evaluations.length > 0) onNews();
    if (asked.length > 0) {
      await ticks.add({ id, tick });
      const left = await beginRuns(asked, { runs, ticks });
      if (left.length < asked.length) await save({ ...kept.value, waiting: [...before, ...left] });
    }
    return firstChange(fresh);
  }

  async function watch(document: GraphDocument): Promise<number | null> {
    const now = clock.now();
    const fresh = freshnessAt(document, now);
    const { alerts, memory: freshness } = freshnessAlerts({ states: fresh, previous: kept.value.freshness, now });
    await save({ ...kept.value, freshness });
    tellAlerts(alerts);
    return firstChange(fresh);
  }

  function tellAlerts(alerts: readonly FreshnessAlert[]): void {
    for (const alert of alerts) tell({ type: 'alert', alert });
    if (alerts.length > 0) onNews();
  }

  /** Nothing is written when nothing but the time is another. */
  async function save(next: ConditionsMemory): Promise<void> {
    const now = kept.value;
    const same =
      now.skip === next.skip &&
      now.memory?.assets === next.memory?.assets &&
      now.waiting.length === 0 &&
      next.waiting.length === 0 &&
      now.freshness === next.freshness &&
      (next.memory?.time ?? 0) - (now.memory?.time ?? 0) < REMEMBER_MS;
    if (!same) await kept.save(next);
  }

  function freshnessAt(document: GraphDocument, now: number): ReadonlyMap<AssetKey, Freshness> {
    const facts = worldFacts(document.assets, { ...host, now });
    return freshnessOf(document, freshnessStates({ graph: prepareGraph(document), facts, now, interval }).of);
  }

  function freshnessOf(
    document: GraphDocument,
    of: AutomationEvaluation['freshness'],
  ): ReadonlyMap<AssetKey, Freshness> {
    const found = new Map<AssetKey, Freshness>();
    for (const { key, freshness } of document.assets) {
      if (freshness === undefined) continue;
      try {
        const state = of(key);
        if (state) found.set(key, state);
        notices.mended(`freshness ${key}`);
      } catch (error) {
        notices.say(`The freshness of ${key} cannot be told: ${reasonWords(error)}`, `freshness ${key}`);
      }
    }
    return found;
  }

  const withRun = (each: ConditionEvaluation): ConditionEvaluation => {
    const run = each.requested ? runOf.get(each.asset) : undefined;
    return run === undefined ? each : { ...each, run };
  };

  return {
    pass,
    watch,
    async remember() {
      if (memory !== null && memory !== kept.value.memory) await kept.save({ ...kept.value, memory });
    },
    why(key, { document, dryRun, on }) {
      const node = document.assets.find((each) => each.key === key);
      const without = (message: string): WhyDocument => ({ version: 1, evaluation: null, message });
      if (node?.automation === undefined)
        return without(
          `\`${key}\` has no condition (\`automation:\`): it is made when somebody asks, or by schedules and sensors.`,
        );
      if (dryRun) {
        const found = evaluate(document).evaluation.explain(key);
        return found === null
          ? without(`\`${key}\` is not evaluated.`)
          : { version: 1, evaluation: found, message: null };
      }
      const found = last?.explain(key) ?? null;
      if (found !== null) return { version: 1, evaluation: withRun(found), message: null };
      return without(
        on
          ? `\`${key}\` was not evaluated here yet.`
          : 'Automation is off, and nothing was evaluated here: switch it on, or ask for a dry run.',
      );
    },
    dryRun(document) {
      const { runs: wanted, memory: then, explain } = evaluate(document).evaluation;
      const automated = document.assets.filter(({ automation }) => automation !== undefined);
      return {
        version: 1,
        now: iso(then.time),
        runs: wanted.map(({ assets, because }) => ({ assets, because })),
        evaluations: automated.flatMap(({ key }) => explain(key) ?? []),
      };
    },
    assets(document) {
      const now = clock.now();
      const fresh = freshnessAt(document, now);
      const nextOf = nextTicks(now);
      return document.assets.flatMap(({ key, automation, freshness }): readonly AutomatedAsset[] => {
        if (automation === undefined && freshness === undefined) return [];
        const state = fresh.get(key);
        const next = automation === undefined ? null : nextOf(automation);
        return [
          {
            key,
            condition: automation === undefined ? null : conditionWords(automation),
            next: next === null ? null : iso(next),
            last: decisions.get(key) ?? null,
            freshness: state ? standingOf(state, { now, told: kept.value.freshness[key]?.since }) : null,
          },
        ];
      });
    },
  };
}

function firstChange(fresh: ReadonlyMap<AssetKey, Freshness>): number | null {
  const until = [...fresh.values()].flatMap((each) => (each.until === null ? [] : [each.until]));
  return until.length === 0 ? null : Math.min(...until);
}

function standingOf(
  { state, message, since, until }: Freshness,
  { now, told }: { readonly now: number; readonly told: number | undefined },
): FreshnessStanding {
  return { state, message, since: iso(since ?? told ?? now), until: until === null ? null : iso(until) };
}

/** Some problems are sentences, and some are not. */
const sentence = (problem: string): string => (/[.!?]$/.test(problem) ? problem : `${problem}.`);
