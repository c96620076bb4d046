// Tells a result of `ctx.result` or `ctx.materialized` from a plain value.
import { RESULT } from './contexts.ts';
import type { ResultDescription } from './definition.ts';

/** What is said of a returned value, or null when it is the value itself. */
export function readResult(returned: unknown): ResultDescription | null {
  if (typeof returned !== 'object' || returned === null || !(RESULT in returned)) return null;
  return returned[RESULT] as ResultDescription;
}
