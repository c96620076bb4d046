// Follows a value to the call of one of the SDK's words that it is, and reads that call's arguments as plain data.
import type { ProblemCode, SourceRange } from '@headwater/graph';
import type { StaticArgument, StaticValue } from './file-record.ts';
import { foldValue } from './fold-value.ts';
import { resolveValue } from './resolve-value.ts';
import type { World } from './resolve-value.ts';
import type { Report } from './upstream.ts';

export interface WordReading {
  readonly world: World;
  /** Absolute path of the file it is written in. */
  readonly path: string;
  /** Null: what is wrong is told where it is written. */
  readonly report: Report | null;
}

/** A call of a word. */
export interface Word {
  /** `automation.eager`, `fromPartitions`; of what is called on another word `.and`. */
  readonly name: string;
  /** The word that it is called on. */
  readonly of: StaticValue | null;
  readonly args: readonly StaticArgument[];
  readonly place: SourceRange;
  /** For its arguments. */
  readonly reading: WordReading;
}

/** Only a run can tell, or the module will not load. */
export type Unfolded = 'computed' | 'wrong';

/** Unwinds a reader; `folded` catches it. */
class Stop extends Error {
  readonly why: Unfolded;
  constructor(why: Unfolded) {
    super(why);
    this.why = why;
  }
}

/** What `read` makes of words, where it can. */
export function folded<Value extends object>(read: () => Value): Value | Unfolded {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Stop) return thrown.why;
    throw thrown;
  }
}

export function computed(): never {
  throw new Stop('computed');
}

/** Where it is written here, it is told. */
export function refuse(
  { report }: WordReading,
  place: SourceRange,
  [code, message]: readonly [ProblemCode, string],
): never {
  report?.(code, place, message);
  throw new Stop('wrong');
}

/** Null for what is no call of a word, as far as can be read. */
export function wordAt({ world, path, report }: WordReading, value: StaticValue): Word | null {
  const target = resolveValue(world, path, value);
  if (target.kind !== 'other' || target.call === undefined) return null;
  const { callee, args, place, file } = target.call;
  const reading = { world, path: file, report: value.kind === 'call' ? report : null };
  const called = resolveValue(world, file, callee);
  if (called.kind === 'other' && called.sdkName !== undefined)
    return { name: called.sdkName, of: null, args, place, reading };
  return callee.kind === 'member' ? { name: `.${callee.name}`, of: callee.of, args, place, reading } : null;
}

/** Undefined: it is not given. */
export function argumentData({ args, reading }: Word, index: number): unknown {
  const argument = args[index];
  if (argument === undefined || isUndefined(argument.value)) return undefined;
  const data = foldValue(reading.world, reading.path, argument.value);
  return data === undefined ? computed() : data;
}

/** Of an option of an argument; else of the argument; else of the whole. */
export function placeIn({ args, place }: Word, index: number, option?: string): SourceRange {
  const argument = args[index];
  return (option === undefined ? undefined : argument?.fields.get(option)) ?? argument?.place ?? place;
}

/** An options argument: what it says by name, and how that is read. */
export interface WordOptions {
  readonly fields: ReadonlyMap<string, StaticValue>;
  readonly reading: WordReading;
}

/** Without fields where it is not given. */
export function optionsAt({ args, reading }: Word, index: number): WordOptions {
  const argument = args[index];
  if (argument === undefined || isUndefined(argument.value)) return { fields: new Map(), reading };
  const target = resolveValue(reading.world, reading.path, argument.value);
  if (target.kind !== 'value' || target.value.kind !== 'fields') return computed();
  const isHere = argument.value.kind === 'fields';
  return { fields: target.value.fields, reading: isHere ? reading : { ...reading, path: target.file, report: null } };
}

/** Undefined: it is not given. */
export function optionData({ fields, reading }: WordOptions, name: string): unknown {
  const value = fields.get(name);
  if (value === undefined || isUndefined(value)) return undefined;
  const data = foldValue(reading.world, reading.path, value);
  return data === undefined ? computed() : data;
}

/** As good as left out. */
export function isUndefined(value: StaticValue): boolean {
  return value.kind === 'name' && value.name === 'undefined';
}
