// All that automation remembers, in `.headwater/automation`: the switch, the conditions, each schedule and sensor, and the ticks.
import { join } from 'node:path';
import type { AutomationMemory } from './evaluation.ts';
import type { FreshnessMemory } from './freshness-alerts.ts';
import { isRecordOf, keptDocument, type KeptDocument } from './kept-document.ts';
import { isWaiting, namedMemory, type DecidedRun, type NamedMemory } from './named-memory.ts';
import { switchMemory, type SwitchMemory } from './switch-memory.ts';
import { openTickHistory, type TickHistory } from './tick-history.ts';

export interface ConditionsMemory {
  readonly version: 1;
  /** What happened until the next evaluation is to be taken as handled. */
  readonly skip: boolean;
  /** Null: nothing was evaluated yet. */
  readonly memory: AutomationMemory | null;
  readonly waiting: readonly DecidedRun[];
  /** As it was told last. */
  readonly freshness: FreshnessMemory;
}

export interface AutomationStore {
  readonly switches: KeptDocument<SwitchMemory>;
  readonly conditions: KeptDocument<ConditionsMemory>;
  readonly ticks: TickHistory;
  named(kind: NamedMemory['kind'], name: string): Promise<KeptDocument<NamedMemory>>;
  close(): Promise<void>;
}

export interface AutomationStoreOptions {
  readonly dir: string;
  readonly held: () => boolean;
  readonly notice: (message: string) => void;
  readonly onTick: () => void;
}

const NOTHING: ConditionsMemory = { version: 1, skip: false, memory: null, waiting: [], freshness: {} };

export async function openAutomationStore(options: AutomationStoreOptions): Promise<AutomationStore> {
  const { dir, held } = options;
  const named = new Map<string, Promise<KeptDocument<NamedMemory>>>();
  const [switches, conditions, ticks] = await Promise.all([
    switchMemory(options),
    keptDocument({
      ...options,
      file: join(dir, 'conditions.json'),
      empty: NOTHING,
      read: asConditions,
      of: 'what the conditions saw before is forgotten, and what happened until now counts as handled',
    }),
    openTickHistory({ file: join(dir, 'ticks.ndjson'), held, onAdded: options.onTick }),
  ]);
  return {
    switches,
    conditions,
    ticks,
    named(kind, name) {
      const id = `${kind} ${name}`;
      const known = named.get(id);
      if (known) return known;
      const opening = namedMemory({ ...options, kind, name });
      named.set(id, opening);
      // What cannot be read now is read when it is asked for again.
      opening.catch(() => named.delete(id));
      return opening;
    },
    close: () => ticks.close(),
  };
}

function asConditions(content: unknown): ConditionsMemory | null {
  const found = content as Partial<ConditionsMemory> | null;
  const known =
    found?.version === 1 &&
    typeof found.skip === 'boolean' &&
    isWaiting(found.waiting) &&
    isRecordOf(
      found.freshness,
      ({ state, since }: Partial<FreshnessMemory[string]>) => typeof state === 'string' && Number.isFinite(since),
    ) &&
    (found.memory === null || isMemory(found.memory));
  return known ? (found as ConditionsMemory) : null;
}

const isMemory = (memory: Partial<AutomationMemory> | undefined): boolean =>
  memory?.version === 1 && Number.isFinite(memory.time) && isRecordOf(memory.assets, () => true);
