// Reads what a body gave back against what its asset declares: value, metadata, outcomes of its checks.
import type { AssetKey, Metadata } from '@headwater/graph';
import type { CheckOutcome, NodeFacts, ResultDescription } from 'headwater/internal';
import { mergeMetadata, readResult } from 'headwater/internal';
import type { CheckReport } from '../ipc.ts';

export interface BodyResult {
  readonly hasValue: boolean;
  readonly value: unknown;
  readonly metadata: Metadata;
  /** Names that both the context and the result gave; the result's stand. */
  readonly overridden: readonly string[];
  readonly checks: readonly CheckReport[];
  readonly dataVersion: string | null;
}

export interface ReturnedBy {
  readonly asset: AssetKey;
  readonly facts: Pick<NodeFacts, 'checks'>;
  /** What the definition says of every materialization. */
  readonly always: Metadata;
  /** What `ctx.addOutputMetadata` was given. */
  readonly added: Metadata;
}

/** @throws Error when a declared check has no outcome, or an outcome no declared check. */
export function bodyResult(returned: unknown, { asset, facts, always, added }: ReturnedBy): BodyResult {
  const result = readResult(returned);
  if (result === null) {
    const checks = outcomes(asset, facts, {});
    return {
      hasValue: returned !== undefined,
      value: returned,
      metadata: { ...always, ...added },
      overridden: [],
      checks,
      dataVersion: null,
    };
  }
  return { ...fromResult(result, { asset, facts, always, added }) };
}

function fromResult(result: ResultDescription, { asset, facts, always, added }: ReturnedBy): BodyResult {
  const { metadata, overridden } = mergeMetadata({ added, returned: result.metadata });
  return {
    hasValue: result.hasValue && result.value !== undefined,
    value: result.value,
    metadata: { ...always, ...metadata },
    overridden,
    checks: outcomes(asset, facts, result.checks),
    dataVersion: result.dataVersion,
  };
}

function outcomes(
  asset: AssetKey,
  { checks: declared }: Pick<NodeFacts, 'checks'>,
  given: Readonly<Record<string, CheckOutcome>>,
): CheckReport[] {
  const undeclared = Object.keys(given).filter((name) => !declared.some((check) => check.name === name));
  if (undeclared.length > 0)
    throw new Error(
      `\`${asset}\` returned an outcome of ${list(undeclared)}, which it does not declare: add it to its \`checks\`${declared.length > 0 ? ` (now ${list(declared.map(({ name }) => name))})` : ''}.`,
    );
  const missing = declared.filter(({ name }) => !Object.hasOwn(given, name));
  if (missing.length > 0)
    throw new Error(
      `\`${asset}\` declares ${list(missing.map(({ name }) => name))} and returned no outcome: return ctx.result(value, { checks: { ${missing.map(({ name }) => name).join(', ')} } }).`,
    );
  return declared.map(({ name, severity }) => {
    const outcome = given[name];
    return {
      name,
      passed: outcome?.passed ?? false,
      severity: outcome?.severity ?? severity,
      metadata: outcome?.metadata ?? {},
    };
  });
}

const list = (names: readonly string[]): string =>
  `${names.length === 1 ? 'check' : 'checks'} ${names.map((name) => `\`${name}\``).join(', ')}`;
