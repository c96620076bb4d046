// Switches automation on and off: for the project or one schedule or sensor, with what becomes of the ticks that passed.
import { readCron } from '@headwater/calendar';
import type { GraphDocument } from '@headwater/graph';
import type { AutomationMethods, CatchUp } from '../automation-protocol.ts';
import type { AutomationStore } from './automation-store.ts';
import { switchedOn } from './schedule-turn.ts';
import type { SwitchMemory } from './switch-memory.ts';

/** `on`: unless a person switched it off; `kept`: when a person switched it on; `never`: a process that does not stay. */
export type AutomationMode = 'on' | 'kept' | 'never';

type Named = Pick<GraphDocument, 'schedules' | 'sensors'>;

export interface AutomationSwitch {
  /** Of the project; or of a schedule or sensor, which is off when the project is. */
  isOn(id?: string): boolean;
  /** As it was switched, whatever the project is. */
  isOnByItself(id: string): boolean;
  set(asked: AutomationMethods['setAutomation']['params'], document: Named): Promise<void>;
}

export interface AutomationSwitchOptions {
  readonly store: Pick<AutomationStore, 'switches' | 'conditions' | 'named'>;
  readonly mode: AutomationMode;
  readonly now: () => number;
  readonly onMissed: (name: string, missed: NonNullable<ReturnType<typeof switchedOn>['missed']>) => Promise<void>;
}

export function automationSwitch({ store, mode, now, onMissed }: AutomationSwitchOptions): AutomationSwitch {
  const { switches, conditions } = store;
  const isOn = (id?: string): boolean => {
    const { on, since } = switches.value;
    const project = since === null ? mode === 'on' : on;
    return project && (id === undefined || isOnByItself(id));
  };
  const isOnByItself = (id: string): boolean => switches.value.named[id]?.on ?? true;

  async function catchUp(schedules: Named['schedules'], how: CatchUp): Promise<void> {
    for (const { name, cron, timezone } of schedules) {
      const read = readCron(cron, timezone);
      if (!read.ok) continue;
      const kept = await store.named('schedule', name);
      const { missed, memory } = switchedOn(read.cron, kept.value, { now: now(), catchUp: how });
      await kept.save(memory);
      if (missed) await onMissed(name, missed);
    }
  }

  return {
    isOn,
    isOnByItself,
    async set({ on, name, catchUp: how = 'skip' }, { schedules, sensors }) {
      const since = now();
      const before = switches.value;
      if (name === undefined) {
        if (before.since !== null && before.on === on) return;
        // First what is caught up with: after a crash in between it is off still.
        if (on && !isOn()) {
          await catchUp(
            schedules.filter((each) => isOnByItself(`schedule ${each.name}`)),
            how,
          );
          const skip = how === 'skip';
          // What was decided before and has not begun is skipped with the rest.
          await conditions.save({ ...conditions.value, skip, ...(skip && { waiting: [] }) });
        }
        await switches.save({ ...before, on, since });
        return;
      }
      const own = schedules.filter((each) => each.name === name);
      const ids = [
        ...own.map(() => `schedule ${name}`),
        ...sensors.filter((each) => each.name === name).map(() => `sensor ${name}`),
      ];
      if (on && isOn() && own.length > 0 && !isOnByItself(`schedule ${name}`)) await catchUp(own, how);
      const named: SwitchMemory['named'] = {
        ...before.named,
        ...Object.fromEntries(ids.map((id) => [id, { on, since }])),
      };
      await switches.save({ ...before, named });
    },
  };
}
