// Events of a run for tests, numbered as they are made.
import type { RunEvent, RunEventBody } from './run-event.ts';

let seq = 0;

export const event = (run: string, body: RunEventBody): RunEvent => ({
  version: 1,
  seq: ++seq,
  time: '2026-01-01T00:00:00.000Z',
  run,
  ...body,
});

export const step = (asset: string, attempt = 1) => ({ step: asset, asset, attempt });

/** Of one step of a graph asset. */
export const op = (asset: string, name: string, attempt = 1) => ({
  step: `${asset}.${name}`,
  asset,
  attempt,
  op: name,
});

export const materialized = (asset: string): Extract<RunEventBody, { type: 'materialized' }> => ({
  type: 'materialized',
  ...step(asset),
  codeVersion: null,
  dataVersion: 'd',
  inputs: {},
  durationMs: 1,
  metadata: {},
});
