// `partitions`: the slices an asset is made in.
import { readCron, readTimezone } from './cron-option.ts';
import { DEFINITION, type Described, type PartitionsDescription } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isKind, isRecord, nameOfKind } from './described.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import type { DimensionFacts, PartitionsFacts, TimePartitionsFacts } from './partition-facts.ts';

/** Carries what tells one definition from another; nothing is there at run time. */
declare const SLICES: unique symbol;

/** The slices an asset is made in; made by `partitions`. Two definitions of one type are the same. */
export interface Partitions<Slices = unknown> extends Described<PartitionsDescription> {
  readonly [DEFINITION]: PartitionsDescription;
  readonly [SLICES]: Slices;
}

/** Which slices of time there are. */
export interface TimePartitionsOptions<
  Start extends string = string,
  End extends string | undefined = string | undefined,
  Timezone extends string | undefined = string | undefined,
  EndOffset extends number | undefined = number | undefined,
> {
  /** Local time of the time zone at which the first begins: `'2026-01-01'`, or `'2026-01-01T06:00'`. */
  readonly start: Start;
  /** Exclusive, as `start` is written; there is no last one unless given. */
  readonly end?: End;
  /** IANA name; UTC unless given. */
  readonly timezone?: Timezone;
  /** How many exist beyond the last that has ended: 1 takes in the one under way, -1 leaves out the newest; 0 unless given. */
  readonly endOffset?: EndOffset;
}

/** Which slices of time there are, between the ticks of a cron. */
export interface CronPartitionsOptions<
  Cron extends string = string,
  Start extends string = string,
  End extends string | undefined = string | undefined,
  Timezone extends string | undefined = string | undefined,
  EndOffset extends number | undefined = number | undefined,
> extends TimePartitionsOptions<Start, End, Timezone, EndOffset> {
  /** Each tick begins a partition. */
  readonly cron: Cron;
}

/** `partitions.daily` and its kin. Its type keeps what is written, so that the compiler can tell definitions apart. */
type TimePartitionsMaker<Every extends string> = <
  const Start extends string,
  const End extends string | undefined = undefined,
  const Timezone extends string | undefined = undefined,
  const EndOffset extends number | undefined = undefined,
>(
  options: TimePartitionsOptions<Start, End, Timezone, EndOffset>,
) => Partitions<readonly [Every, Start, End, Timezone, EndOffset]>;

const TIME_OPTIONS = ['start', 'end', 'timezone', 'endOffset'] as const;

/**
 * The slices an asset is made in. A partition has a key: of time its first moment (`2026-01-01`, `2026-01-01T06:00`), of names
 * the name, of two dimensions both (`2026-01-01|us`). How many there are costs nothing.
 *
 * @throws TypeError when an argument is wrong.
 * @example
 * ```ts
 * import { asset, partitions } from 'headwater';
 *
 * const days = partitions.daily({ start: '2026-01-01', timezone: 'Europe/Berlin' });
 *
 * export const visits = asset({ partitions: days }, async (ctx) => {
 *   const response = await fetch(`https://shop.example/visits?day=${ctx.partitionKey}`, { signal: ctx.signal });
 *   return (await response.json()) as { page: string }[];
 * });
 * // The same partitions: the body gets the visits of its own day.
 * export const visited = asset({ inputs: { visits }, partitions: days }, ({ visits }) => visits.map(({ page }) => page));
 * ```
 */
export const partitions: {
  /** Hours. */
  readonly hourly: TimePartitionsMaker<'hour'>;
  /** Days. */
  readonly daily: TimePartitionsMaker<'day'>;
  /** Weeks, which begin on the day of the week that `start` is. */
  readonly weekly: TimePartitionsMaker<'week'>;
  /** Months, which begin on the day of the month that `start` is: 1 to 28. */
  readonly monthly: TimePartitionsMaker<'month'>;
  /** From each tick of the cron to the next. */
  readonly cron: <
    const Cron extends string,
    const Start extends string,
    const End extends string | undefined = undefined,
    const Timezone extends string | undefined = undefined,
    const EndOffset extends number | undefined = undefined,
  >(
    options: CronPartitionsOptions<Cron, Start, End, Timezone, EndOffset>,
  ) => Partitions<readonly ['cron', Start, End, Timezone, EndOffset, Cron]>;
  /** Names, in the order they are written. */
  readonly static: <const Keys extends readonly string[]>(keys: Keys) => Partitions<readonly ['static', Keys]>;
  /** Two dimensions, by name: each key of one with each of the other. */
  readonly multi: <const Dimensions extends Readonly<Record<string, Partitions>>>(
    dimensions: Dimensions,
  ) => Partitions<readonly ['multi', Dimensions]>;
  /** Names that are added at run time, under the name of the set. */
  readonly dynamic: <const Name extends string>(name: Name) => Partitions<readonly ['dynamic', Name]>;
} = Object.freeze({
  hourly: timePartitions('hourly', 'hour') as never,
  daily: timePartitions('daily', 'day') as never,
  weekly: timePartitions('weekly', 'week') as never,
  monthly: timePartitions('monthly', 'month') as never,
  cron: timePartitions('cron', 'cron') as never,
  static: staticPartitions as never,
  multi: multiPartitions as never,
  dynamic: dynamicPartitions as never,
});

function timePartitions(name: string, every: TimePartitionsFacts['every']): (options: unknown) => unknown {
  const of = `partitions.${name}`;
  const known = every === 'cron' ? ['cron', ...TIME_OPTIONS] : TIME_OPTIONS;
  return (options) => {
    if (!isRecord(options))
      throw wrong(of, 'the argument', { is: "an object, such as { start: '2026-01-01' }", got: options });
    refuseUnknown(options, { of, known });
    const start = readMoment(options['start'], { of, option: 'start' });
    const end = options['end'] === undefined ? null : readMoment(options['end'], { of, option: 'end' });
    // Written alike they compare as text: a day is the first moment of it.
    if (end !== null && fullMoment(end) <= fullMoment(start))
      throw problem(
        of,
        `end ${JSON.stringify(end)} is not after start ${JSON.stringify(start)}; there is no partition.`,
      );
    return makePartitions({
      is: 'time',
      every,
      cron: every === 'cron' ? readCron(options['cron'], { of, option: 'cron' }) : null,
      start,
      end,
      timezone: readTimezone(options['timezone'], { of, option: 'timezone' }) ?? 'UTC',
      endOffset: readOffset(options['endOffset'], { of, option: 'endOffset' }),
    });
  };
}

/** Further away than this is another unit, such as milliseconds; and each year on the way is counted. */
const FARTHEST = 100_000;

/** So many partitions earlier or later; 0 when none are given. */
export function readOffset(offset: unknown, { of, option }: { readonly of: string; readonly option: string }): number {
  if (offset === undefined) return 0;
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset))
    throw wrong(of, option, { is: 'a whole number of partitions', got: offset });
  if (Math.abs(offset) <= FARTHEST) return offset;
  throw problem(of, `${option} is ${offset}: it counts partitions, ${FARTHEST} at most; write a smaller one.`);
}

function readMoment(moment: unknown, { of, option }: { readonly of: string; readonly option: string }): string {
  if (typeof moment === 'string' && /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/.test(moment)) return moment;
  throw wrong(of, option, { is: "local time, such as '2026-01-01' or '2026-01-01T06:00'", got: moment });
}

const fullMoment = (moment: string): string => (moment.includes('T') ? moment : `${moment}T00:00`);

function staticPartitions(keys: unknown): unknown {
  const of = 'partitions.static';
  if (!Array.isArray(keys))
    throw wrong(of, 'the argument', { is: "an array of keys, such as ['us', 'de']", got: keys });
  if (keys.length === 0) throw problem(of, "there is no key; name at least one, such as ['us'].");
  const seen = new Set<string>();
  for (const key of keys as readonly unknown[]) {
    const told = keyProblem(key);
    if (told !== null) throw problem(of, told);
    if (seen.has(key as string)) throw problem(of, `the key ${JSON.stringify(key)} is there twice; write it once.`);
    seen.add(key as string);
  }
  return makePartitions({ is: 'static', keys: Object.freeze([...seen]) });
}

/** Keys stand in ranges (`a..b`), beside those of another dimension (`a|b`), and on one line. */
export function keyProblem(key: unknown): string | null {
  if (typeof key !== 'string') return `a key is a text; one of them is ${describeValue(key)}.`;
  const said = `the key ${JSON.stringify(key)}`;
  if (key.trim() === '') return `${said} is empty; name it.`;
  if (key !== key.trim()) return `${said} begins or ends with a space; leave it out.`;
  if (key === '*') return 'a key cannot be "*", which stands for all of them; write another.';
  if (/[\p{Cc}\p{Cs}]/u.test(key)) return `${said} has a control character; use printable ones.`;
  if (key.includes('|'))
    return `${said} has a "|", which stands between the keys of two dimensions; write another sign.`;
  if (key.includes('..')) return `${said} has "..", which stands for a range of keys; write another sign.`;
  return null;
}

function multiPartitions(dimensions: unknown): unknown {
  const of = 'partitions.multi';
  if (!isRecord(dimensions))
    throw wrong(of, 'the argument', {
      is: 'an object of two dimensions, such as { day: partitions.daily(…), country: partitions.static([…]) }',
      got: dimensions,
    });
  const entries = Object.entries(dimensions);
  if (entries.length !== 2) throw problem(of, `there are two dimensions; got ${entries.length}.`);
  const read = entries.map(([name, value]): readonly [string, DimensionFacts] => {
    const said = `dimension ${JSON.stringify(name)}`;
    if (name.trim() === '') throw problem(of, 'a dimension has an empty name; name it, such as day.');
    const facts = readPartitions(value, { of, what: said });
    if (facts.is === 'multi') throw problem(of, `${said} is of two dimensions itself; write one of one.`);
    return [name, facts];
  });
  return makePartitions({ is: 'multi', dimensions: Object.freeze(Object.fromEntries(read)) });
}

function dynamicPartitions(name: unknown): unknown {
  if (typeof name !== 'string' || name.trim() === '' || /[\p{Cc}\p{Cs}]/u.test(name))
    throw wrong('partitions.dynamic', 'the argument', { is: "the name of the set, such as 'customers'", got: name });
  return makePartitions({ is: 'dynamic', name });
}

function makePartitions(facts: PartitionsFacts): Described<PartitionsDescription> {
  return Object.freeze({ [DEFINITION]: Object.freeze({ type: 'partitions', partitions: Object.freeze(facts) }) });
}

/** @throws TypeError when it is something else, saying how partitions are made. */
export function readPartitions(
  value: unknown,
  { of, what }: { readonly of: string; readonly what: string },
): PartitionsFacts {
  if (isKind(value, 'partitions')) return value[DEFINITION].partitions;
  throw problem(
    of,
    `${what} is not partitions but ${nameOfKind(value) ?? describeValue(value)}. Write, for instance, partitions.daily({ start: '2026-01-01' }).`,
  );
}
