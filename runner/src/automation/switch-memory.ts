// Whether automation is on, for the project and for each schedule and sensor: durable, and off until somebody says so.
import { join } from 'node:path';
import { isRecordOf, keptDocument, type KeptDocument } from './kept-document.ts';

export interface Switched {
  readonly on: boolean;
  /** Epoch milliseconds; null: never. */
  readonly since: number | null;
}

export interface SwitchMemory extends Switched {
  readonly version: 1;
  /** Schedules and sensors that were switched by themselves, as `schedule nightly`. */
  readonly named: Readonly<Record<string, Switched>>;
}

const NEVER: SwitchMemory = { version: 1, on: false, since: null, named: {} };

export function switchMemory(options: {
  readonly dir: string;
  readonly held: () => boolean;
  readonly notice: (message: string) => void;
}): Promise<KeptDocument<SwitchMemory>> {
  return keptDocument({
    ...options,
    file: join(options.dir, 'switch.json'),
    empty: NEVER,
    read: (content) => {
      const { version, named, ...project } = content as Partial<SwitchMemory>;
      return version === 1 && isSwitched(project) && isRecordOf(named, isSwitched) ? (content as SwitchMemory) : null;
    },
    of: 'whether automation was on is forgotten; `headwater automation on` switches it on',
  });
}

const isSwitched = ({ on, since }: Partial<Switched>): boolean =>
  typeof on === 'boolean' && (since === null || Number.isFinite(since));
