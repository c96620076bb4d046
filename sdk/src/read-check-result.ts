// Reads how a check came out, from whatever form it was given in.
import type { CheckOutcome } from './definition.ts';
import { isRecord } from './described.ts';
import { describeValue } from './describe-value.ts';
import { refuseUnknown } from './option-problem.ts';
import { wrapMetadata } from './wrap-metadata.ts';

const FIELDS = ['passed', 'severity', 'metadata'] as const;

/**
 * Reads a boolean or `{ passed, severity?, metadata? }`. `where` begins the sentence of whoever gave it: `check "notEmpty"`.
 *
 * @throws TypeError when it is neither, naming the field.
 */
export function readCheckResult(raw: unknown, where: string): CheckOutcome {
  if (typeof raw === 'boolean') return Object.freeze({ passed: raw, severity: null, metadata: Object.freeze({}) });
  if (!isRecord(raw))
    throw new TypeError(
      `${where}: an outcome is true, false or { passed, metadata, severity }; got ${describeValue(raw)}.`,
    );
  refuseUnknown(raw, { of: where, known: FIELDS, what: 'field' });
  const { passed, severity = null, metadata = {} } = raw;
  if (typeof passed !== 'boolean')
    throw new TypeError(`${where}: passed is true or false; got ${describeValue(passed)}.`);
  if (severity !== null && severity !== 'warn' && severity !== 'error')
    throw new TypeError(`${where}: severity is 'warn' or 'error'; got ${describeValue(severity)}.`);
  return Object.freeze({ passed, severity, metadata: wrapMetadata(metadata, `${where}: metadata`) });
}
