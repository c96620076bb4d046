// What host and worker say to each other about the functions of schedules and sensors.

/** Says how long the function of a schedule or a sensor may take. */
export interface AskLimits {
  readonly type: 'tick-limits';
  readonly kind: 'schedule' | 'sensor';
  readonly name: string;
}

/** Runs the function of a schedule or a sensor. Times are epoch milliseconds. */
export interface AskTick {
  readonly type: 'tick';
  readonly kind: 'schedule' | 'sensor';
  readonly name: string;
  /** Of a schedule. */
  readonly scheduledTime: number | null;
  /** Of a sensor. */
  readonly cursor: string | null;
  readonly lastTick: number | null;
}

/** A run that the function of a schedule or a sensor asks for. */
export interface TickRequest {
  readonly runKey?: string;
  readonly partitionKey?: string;
  readonly config?: unknown;
  readonly selection?: string;
}

export type TickEnd =
  | { readonly type: 'limits'; readonly timeoutMs: number }
  /** `message`: why it asked for nothing. */
  | {
      readonly type: 'ticked';
      readonly requests: readonly TickRequest[];
      readonly message: string | null;
      readonly cursor: string | null;
    };
