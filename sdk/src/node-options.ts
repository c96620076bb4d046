// Checks what is said of one node of the graph: its key, how it is shown, where it is kept, its declared checks.
import { readColumns, type ColumnKind } from './columns.ts';
import type { DeclaredCheck, NodeFacts } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import { readFreshness, type FreshnessPolicy } from './freshness.ts';
import { readFormerKeys, readKey, type KeyOption } from './key-option.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import type { ColumnsSchema } from './schema-columns.ts';

/** What can be said of a node. */
export interface NodeOptions<Checks extends readonly CheckOption[] = readonly CheckOption[]> {
  /**
   * The name it is known and stored by, instead of the exported const's name. A string is one segment; an array is several,
   * printed with slashes: `['weather', 'highs']` is `weather/highs`.
   */
  readonly key?: KeyOption;
  /** The key it had before, as it prints, or several of them: what is stored under it stays this asset's history. */
  readonly renamedFrom?: string | readonly string[];
  /** What it is, in Markdown; wins over the comment above it. */
  readonly description?: string;
  /** The group it is drawn in; `default` unless given. */
  readonly group?: string;
  /** Badges that tell what it is made with or of, for instance `['typescript', 'table']`. */
  readonly kinds?: readonly string[];
  /** Labels with a value, for instance `{ domain: 'sales' }`; selected by `tag:`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Who answers for it: an e-mail address, or `team:NAME`. */
  readonly owners?: readonly string[];
  /** Name of the IO manager that keeps its value, among the resources of `definitions`; the default store unless given. */
  readonly io?: string;
  /**
   * The columns of the table it is, by name, or a schema of its rows: what a file without types of its own is read by, and what
   * is refused when it is something else. A stored table that has others is in status `drift`.
   */
  readonly columns?: Readonly<Record<string, ColumnKind>> | ColumnsSchema;
  /** Checks whose outcomes the body returns: `ctx.result(value, { checks: { notEmpty: true } })`. */
  readonly checks?: Checks & KnownFields<Checks>;
  /** How old its data may be: `freshness.maxLag('30m')`. It is watched, and made in time with `automation.onFreshness()`. */
  readonly freshness?: FreshnessPolicy;
}

/** Refuses fields that a declared check does not have. */
export type KnownFields<Checks extends readonly CheckOption[]> = {
  readonly [Index in keyof Checks]: KnownField<Checks[Index]>;
};

type KnownField<Check> = Check extends string
  ? Check
  : { readonly [Field in keyof Check]: Field extends 'name' | 'blocking' | 'severity' ? unknown : never };

/** A check by name, or with what follows when it fails. */
export type CheckOption =
  | string
  | {
      readonly name: string;
      /** A failure stops what is downstream, in the same run, when its severity is `error`. */
      readonly blocking?: boolean;
      /** `error` unless given. */
      readonly severity?: 'warn' | 'error';
    };

export const NODE_OPTIONS = [
  'key',
  'renamedFrom',
  'description',
  'group',
  'kinds',
  'tags',
  'owners',
  'io',
  'columns',
  'checks',
  'freshness',
] as const;

type Given = Readonly<Record<string, unknown>>;

export function readNodeFacts(given: Given, of: string): NodeFacts {
  return {
    key: readKey(given['key'], of),
    renamedFrom: readFormerKeys(given['renamedFrom'], of),
    description: readText(given['description'], { of, option: 'description' }),
    group: readName(given['group'], { of, option: 'group' }),
    kinds: readKinds(given['kinds'], of),
    tags: readTags(given['tags'], of),
    owners: readOwners(given['owners'], of),
    io: readName(given['io'], { of, option: 'io' }),
    columns: readColumns(given['columns'], of),
    checks: readChecks(given['checks'], of),
    freshness: readFreshness(given['freshness'], of),
  };
}

interface Where {
  readonly of: string;
  readonly option: string;
}

function readText(text: unknown, { of, option }: Where): string | null {
  if (text === undefined) return null;
  if (typeof text !== 'string') throw wrong(of, option, { is: 'a string', got: text });
  return text;
}

/** A text that names something, or null when nothing was given. */
export function readName(name: unknown, where: Where): string | null {
  const text = readText(name, where);
  if (text?.trim() === '') throw problem(where.of, `${where.option} is empty; name it, or leave it out.`);
  return text;
}

/** True or false; false when nothing was given. */
export function readFlag(flag: unknown, { of, option }: Where): boolean {
  if (flag === undefined) return false;
  if (typeof flag !== 'boolean') throw wrong(of, option, { is: 'true or false', got: flag });
  return flag;
}

/** `error` when nothing was given. */
export function readSeverity(severity: unknown, { of, option }: Where): 'warn' | 'error' {
  if (severity === undefined) return 'error';
  if (severity !== 'warn' && severity !== 'error') throw wrong(of, option, { is: "'warn' or 'error'", got: severity });
  return severity;
}

function readKinds(kinds: unknown, of: string): readonly string[] {
  if (kinds === undefined) return Object.freeze([]);
  if (!Array.isArray(kinds))
    throw wrong(of, 'kinds', { is: "an array of strings, such as ['typescript']", got: kinds });
  const bad = (kinds as readonly unknown[]).findIndex((kind) => typeof kind !== 'string' || kind.trim() === '');
  if (bad !== -1)
    throw problem(
      of,
      `kinds is an array of words, such as ['typescript']; one of them is ${describeValue(kinds[bad])}.`,
    );
  return Object.freeze([...(kinds as readonly string[])]);
}

function readTags(tags: unknown, of: string): Readonly<Record<string, string>> {
  if (tags === undefined) return Object.freeze({});
  if (!isRecord(tags)) throw wrong(of, 'tags', { is: "an object of texts, such as { domain: 'sales' }", got: tags });
  for (const [name, value] of Object.entries(tags)) {
    if (name.trim() === '') throw problem(of, "tags has an empty name; name it, such as { domain: 'sales' }.");
    if (typeof value !== 'string')
      throw problem(
        of,
        `tag ${JSON.stringify(name)} is ${describeValue(value)}; write its value as text, or '' for none.`,
      );
  }
  return Object.freeze({ ...(tags as Readonly<Record<string, string>>) });
}

function readOwners(owners: unknown, of: string): readonly string[] {
  if (owners === undefined) return Object.freeze([]);
  if (!Array.isArray(owners)) throw wrong(of, 'owners', { is: "an array, such as ['team:data']", got: owners });
  return Object.freeze(
    owners.map((owner: unknown) => {
      if (typeof owner === 'string' && (/^team:\S/.test(owner) || /^\S+@\S+$/.test(owner))) return owner;
      throw problem(of, `an owner is an e-mail address or 'team:NAME'; one of them is ${describeValue(owner)}.`);
    }),
  );
}

function readChecks(checks: unknown, of: string): readonly DeclaredCheck[] {
  if (checks === undefined) return Object.freeze([]);
  if (!Array.isArray(checks)) throw wrong(of, 'checks', { is: "an array of names, such as ['notEmpty']", got: checks });
  const read = checks.map((check: unknown) => readCheck(check, of));
  const twice = read.find(({ name }, index) => read.findIndex((other) => other.name === name) !== index);
  if (twice) throw problem(of, `checks declares ${JSON.stringify(twice.name)} twice; a name stands for one check.`);
  return Object.freeze(read);
}

function readCheck(check: unknown, of: string): DeclaredCheck {
  const given = typeof check === 'string' ? { name: check } : check;
  if (!isRecord(given))
    throw problem(of, `a check is a name, or { name, blocking, severity }; one of them is ${describeValue(check)}.`);
  refuseUnknown(given, { of: `${of}: checks`, known: ['name', 'blocking', 'severity'], what: 'field' });
  const name = readName(given['name'], { of, option: "a check's name" });
  if (name === null) throw problem(of, "a check has no name; write { name: 'notEmpty' }.");
  const called = `check ${JSON.stringify(name)}`;
  return Object.freeze({
    name,
    blocking: readFlag(given['blocking'], { of, option: `${called}: blocking` }),
    severity: readSeverity(given['severity'], { of, option: `${called}: severity` }),
  });
}
