// What the catalogue remembers of an event: a materialization, a failure, the outcome of a check.
import type { CheckResult, Failure, Materialization } from '@headwater/graph';
import type { RunEvent } from '../run-event.ts';

export function materializationOf(event: Extract<RunEvent, { type: 'materialized' }>): Materialization {
  const { asset, run, seq, time, codeVersion, code, dataVersion, inputs, rows, bytes, path, io } = event;
  const { env, configVersion, columns, reused, file, line, durationMs, metadata, partition } = event;
  return {
    asset,
    ...(partition !== undefined && { partition }),
    run,
    seq,
    time,
    codeVersion,
    ...(code !== undefined && { code }),
    dataVersion,
    inputs,
    durationMs,
    metadata,
    ...(rows !== undefined && { rows }),
    ...(bytes !== undefined && { bytes }),
    ...(path !== undefined && { path }),
    ...(io !== undefined && { io }),
    ...(env !== undefined && { env }),
    ...(configVersion !== undefined && { configVersion }),
    ...(columns !== undefined && { columns }),
    ...(reused !== undefined && { reused }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
  };
}

export function failureOf(event: Extract<RunEvent, { type: 'step-failed' }>): Failure {
  const { asset, partition, run, seq, time, codeVersion, error } = event;
  const of = partition === undefined ? { asset } : { asset, partition };
  return { ...of, run, seq, time, ...(codeVersion !== undefined && { codeVersion }), ...error };
}

export function checkOf(event: Extract<RunEvent, { type: 'check' }>): CheckResult {
  const { check, partition, passed, severity, run, seq, time, metadata, message } = event;
  const of = partition === undefined ? { name: check } : { name: check, partition };
  return { ...of, passed, severity, run, seq, time, metadata, ...(message !== undefined && { message }) };
}
