// What is told of runs: which there were, their steps, and the logs of those.
import type { AssetKey } from '@headwater/graph';

export interface RunSummary {
  readonly run: string;
  readonly status: 'running' | 'success' | 'failure' | 'cancelled' | 'interrupted';
  readonly started: string;
  readonly finished?: string;
  readonly selection: string;
  readonly parent?: string;
  /** Name of the environment it ran in. */
  readonly env?: string;
  readonly counts: { materialized: number; failed: number; skipped: number; cancelled: number };
}

/** One run with its steps, newest attempt last. */
export interface RunDocument {
  readonly version: 1;
  readonly run: RunSummary;
  readonly steps: readonly RunStep[];
}

export interface RunStep {
  readonly step: string;
  readonly asset: AssetKey;
  readonly partition?: string;
  readonly op?: string;
  readonly attempt: number;
  readonly status: 'running' | 'materialized' | 'done' | 'reused' | 'failed' | 'skipped' | 'cancelled' | 'interrupted';
  readonly started?: string;
  readonly finished?: string;
  readonly message?: string;
}

/** The log of one step of a run. */
export interface LogsDocument {
  readonly version: 1;
  readonly lines: readonly LogLine[];
}

export interface LogLine {
  readonly time: string;
  readonly step: string;
  /** Of a step that makes one; of one that makes several their range. */
  readonly partition?: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}

export interface RunsDocument {
  readonly version: 1;
  readonly runs: readonly RunSummary[];
}
