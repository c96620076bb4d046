// Says the state of everything that runs by itself: what is on, what came of it last, and what is due next.
import { cronWords, nextTick, readCron } from '@headwater/calendar';
import type { GraphDocument, ScheduleNode, SensorNode } from '@headwater/graph';
import type { AutomationDocument, ScheduleState, SensorState } from '../automation-protocol.ts';
import type { AutomationStore } from './automation-store.ts';
import type { AutomationSwitch } from './automation-switch.ts';
import type { ConditionPass } from './condition-pass.ts';
import { sensorDue } from './sensor-turn.ts';
import { iso } from './take-tick.ts';

export interface AutomationDocumentOptions {
  readonly store: AutomationStore;
  readonly switches: AutomationSwitch;
  readonly conditions: Pick<ConditionPass, 'assets'>;
  readonly notices: readonly string[];
  readonly now: number;
  readonly lastPass: number | null;
}

const NEXT_TICKS = 5;

export async function automationDocument(
  document: GraphDocument,
  { store, switches, conditions, notices, now, lastPass }: AutomationDocumentOptions,
): Promise<AutomationDocument> {
  const { since } = store.switches.value;
  return {
    version: 1,
    on: switches.isOn(),
    since: since === null ? null : iso(since),
    now: iso(now),
    lastTick: lastPass === null ? null : iso(lastPass),
    assets: conditions.assets(document),
    schedules: document.schedules.map(scheduleState),
    sensors: await Promise.all(document.sensors.map(sensorState)),
    notices,
  };

  function scheduleState({ name, selection, cron, timezone }: ScheduleNode): ScheduleState {
    const read = readCron(cron, timezone);
    const next: string[] = [];
    for (let tick = now; read.ok && next.length < NEXT_TICKS; next.push(iso(tick))) {
      const after = nextTick(read.cron, tick);
      if (after === null) break;
      tick = after;
    }
    return {
      name,
      selection,
      on: switches.isOnByItself(`schedule ${name}`),
      words: read.ok ? cronWords(read.cron) : read.message,
      next,
      last: store.ticks.last('schedule', name),
    };
  }

  async function sensorState({ name, selection, minimumIntervalMs }: SensorNode): Promise<SensorState> {
    const { value } = await store.named('sensor', name);
    const isOn = switches.isOn(`sensor ${name}`);
    return {
      name,
      selection,
      on: switches.isOnByItself(`sensor ${name}`),
      minimumIntervalMs,
      cursor: value.cursor,
      next: isOn ? iso(sensorDue(value, { minimumIntervalMs, now })) : null,
      last: store.ticks.last('sensor', name),
    };
  }
}
