// The context of a plain call: it records nothing, and still refuses what a run would refuse.
import type { AssetContext } from './definition.ts';
import { describeValue } from './describe-value.ts';

/** A new one for each call. */
export function inertContext(): AssetContext {
  const silent = (): void => {};
  return Object.freeze({
    log: Object.freeze({ debug: silent, info: silent, warn: silent, error: silent }),
    addOutputMetadata: checkMetadata,
    signal: new AbortController().signal,
    runId: 'test',
  });
}

function checkMetadata(metadata: unknown): void {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw new TypeError(`addOutputMetadata takes an object, such as { rows: 3 }; got ${describeValue(metadata)}.`);
  }
  for (const [name, value] of Object.entries(metadata)) {
    if (
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value))
    )
      continue;
    throw new TypeError(
      `addOutputMetadata: ${JSON.stringify(name)} is ${describeValue(value)}; a value is a finite number, a string or a boolean.`,
    );
  }
}
