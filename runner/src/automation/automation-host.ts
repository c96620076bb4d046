// What automation needs of the host it runs in: a small interface, so that tests can stand in for it with a clock of their own.
import type { ScheduleNode, SensorNode } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { Describe } from '../describe.ts';
import type { TickRequest } from '../tick-task.ts';
import type { HostMessage, MaterializeReply, PlanDocument } from '../protocol.ts';
import type { Clock } from './clock.ts';
import type { DecidedRun } from './named-memory.ts';

export interface AutomationHost {
  /** `.headwater/automation` */
  readonly dir: string;
  readonly clock: Clock;
  readonly describe: Describe;
  readonly catalogue: Pick<Catalogue, 'facts' | 'run' | 'history' | 'partition' | 'partitionsOf' | 'dynamicPartitions'>;
  readonly runs: AutomationRuns;
  readonly evaluate: EvaluateTick;
  /** False from the moment this process may not write any more. */
  readonly held: () => boolean;
  readonly tell: (message: HostMessage) => void;
}

/** The host's queue of runs. */
export interface AutomationRuns {
  newId(): string;
  /** Resolves when it waits its turn or is under way. @throws HostRefusal */
  begin(run: DecidedRun): Promise<MaterializeReply>;
  /** It is on record that it began, or how it ended. */
  hasBegun(run: string): boolean;
  /** Waiting or under way, here. */
  has(run: string): boolean;
  planned(): readonly PlannedRun[];
}

/** A run that waits or is under way, and what it is going to make. */
export interface PlannedRun {
  readonly run: string;
  readonly made: PlanDocument['run'];
}

export interface TickQuestion {
  readonly kind: 'schedule' | 'sensor';
  readonly node: ScheduleNode | SensorNode;
  /** Of a schedule. */
  readonly scheduledTime: number | null;
  /** Of a sensor. */
  readonly cursor: string | null;
  readonly lastTick: number | null;
  readonly signal: AbortSignal;
}

/** Asks the function of a schedule or a sensor. Never rejects. */
export type EvaluateTick = (question: TickQuestion) => Promise<TickAnswer>;

export type TickAnswer =
  | {
      readonly type: 'answered';
      readonly requests: readonly TickRequest[];
      /** What it said when it asked for nothing. */
      readonly skip: string | null;
      /** The cursor from now on; null: it set none. */
      readonly cursor: string | null;
    }
  | { readonly type: 'failed'; readonly message: string };
