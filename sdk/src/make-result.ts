// Makes what `ctx.result` and `ctx.materialized` give: a value with metadata, outcomes of checks and a data version.
import { RESULT, type Result } from './contexts.ts';
import type { ResultDescription } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import { refuseUnknown } from './option-problem.ts';
import { readCheckResult } from './read-check-result.ts';
import { wrapMetadata } from './wrap-metadata.ts';

const OPTIONS = ['metadata', 'checks', 'dataVersion'] as const;

export function makeResult({
  where,
  output,
  hasValue,
  value,
  options = {},
}: {
  /** The call as it is written, for sentences. */
  readonly where: string;
  readonly output: string | null;
  readonly hasValue: boolean;
  readonly value: unknown;
  readonly options?: unknown;
}): Result<undefined, never> {
  if (!isRecord(options))
    throw new TypeError(
      `${where}: options is an object, such as { metadata: { rows: 3 } }; got ${describeValue(options)}.`,
    );
  refuseUnknown(options, { of: where, known: OPTIONS });
  if (value instanceof Promise)
    throw new TypeError(`${where}: value is a promise; await it first, so that the value itself is stored.`);
  const { metadata = {}, checks = {}, dataVersion = null } = options;
  if (!isRecord(checks))
    throw new TypeError(
      `${where}: checks is an object of outcomes, such as { notEmpty: true }; got ${describeValue(checks)}.`,
    );
  if (dataVersion !== null && (typeof dataVersion !== 'string' || dataVersion === ''))
    throw new TypeError(
      `${where}: dataVersion is ${describeValue(dataVersion)}; give a text that changes when the data does, or leave it out.`,
    );
  const description: ResultDescription = Object.freeze({
    type: 'result',
    output,
    hasValue,
    value,
    metadata: wrapMetadata(metadata, `${where}: metadata`),
    checks: Object.freeze(
      Object.fromEntries(
        Object.entries(checks).map(([name, raw]) => [
          name,
          readCheckResult(raw, `${where}: check ${JSON.stringify(name)}`),
        ]),
      ),
    ),
    dataVersion,
  });
  // Its type is that of the method it is made by; what it holds beside the description is for whoever looks at it in a test.
  return Object.freeze({
    [RESULT]: description,
    ...(hasValue && { value }),
    ...(output !== null && { output }),
  }) as Result<undefined, never>;
}
