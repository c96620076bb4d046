// Turns plain metadata into wrapped, checks what is wrapped already, and merges what was added with what was returned.
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import type { MetadataValue, Wrapped } from './metadata.ts';
import { isMetadataKind, METADATA_KINDS, metadataValue } from './metadata-value.ts';

type Metadata = Readonly<Record<string, MetadataValue>>;

/**
 * Wraps each value; the result is frozen. `where` begins the sentence of whoever gave it: `ctx.addOutputMetadata`.
 *
 * @throws TypeError naming the value that is none.
 */
export function wrapMetadata(raw: unknown, where: string): Metadata {
  if (!isRecord(raw)) throw new TypeError(`${where} takes an object, such as { rows: 3 }; got ${describeValue(raw)}.`);
  return Object.freeze(
    Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, wrap(value, { name, where })])),
  );
}

function wrap(raw: unknown, { name, where }: { readonly name: string; readonly where: string }): MetadataValue {
  const plain = wrapPlain(raw);
  if (plain) return plain;
  if (isRecord(raw) && isMetadataKind(raw['kind']))
    // Its kind and its value belong together, whichever kind it is.
    return metadataValue(raw['kind'], raw['value'], `${where}: ${JSON.stringify(name)}`) as MetadataValue;
  throw new TypeError(
    `${where}: ${JSON.stringify(name)} is ${describeValue(raw)}; a value is a finite number, a string, a boolean, or made by meta (${METADATA_KINDS.join(', ')}).`,
  );
}

export type PlainValue = Wrapped<'int'> | Wrapped<'float'> | Wrapped<'text'> | Wrapped<'bool'>;

/** Whole numbers are int, others float; undefined: it is no plain value. */
export function wrapPlain(raw: unknown): PlainValue | undefined {
  if (typeof raw === 'number' && Number.isFinite(raw))
    return Object.freeze({ kind: Number.isSafeInteger(raw) ? 'int' : 'float', value: raw });
  if (typeof raw === 'string') return Object.freeze({ kind: 'text', value: raw });
  if (typeof raw === 'boolean') return Object.freeze({ kind: 'bool', value: raw });
  return undefined;
}

/** Of two values of one name the returned one stands; `overridden` names those, for a warning. */
export function mergeMetadata({ added, returned }: { readonly added: Metadata; readonly returned: Metadata }): {
  readonly metadata: Metadata;
  readonly overridden: string[];
} {
  return {
    metadata: Object.freeze({ ...added, ...returned }),
    overridden: Object.keys(returned).filter((name) => Object.hasOwn(added, name)),
  };
}
