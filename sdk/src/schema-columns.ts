// The columns that a schema of rows describes, by the JSON schema it says of itself (https://standardschema.dev/json-schema).
import type { ColumnKind } from './columns.ts';
import { isRecord } from './described.ts';
import { problem } from './option-problem.ts';

/** Any schema of records that says `~standard.jsonSchema`: zod 4.2, arktype 2.1.28 and others do. */
export interface ColumnsSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly jsonSchema: {
      readonly output: (options: {
        readonly target: 'draft-2020-12';
        readonly libraryOptions?: Record<string, unknown>;
      }) => Record<string, unknown>;
    };
  };
}

/** Also one that cannot say a JSON schema: whoever hands it over means a schema. */
export function isSchema(value: unknown): value is { readonly '~standard': unknown } {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && '~standard' in value;
}

/** @throws TypeError when it is no schema of a record. */
export function schemaColumns(
  { '~standard': standard }: { readonly '~standard': unknown },
  of: string,
): Readonly<Record<string, ColumnKind>> {
  const instead = "name the columns instead, such as { id: 'integer' }";
  const [vendor, converter] = isRecord(standard)
    ? [standard['vendor'], standard['jsonSchema']]
    : [undefined, undefined];
  const output = isRecord(converter) ? converter['output'] : undefined;
  if (typeof output !== 'function')
    throw problem(
      of,
      `columns is a schema without ~standard.jsonSchema, so it does not say its columns; take a newer version of ${typeof vendor === 'string' ? vendor : 'its library'}, or ${instead}.`,
    );
  let schema: unknown;
  try {
    // Called on what has it: it may need its `this`.
    schema = (converter as ColumnsSchema['~standard']['jsonSchema']).output({
      target: 'draft-2020-12',
      libraryOptions: unsaid(vendor),
    });
  } catch (error) {
    throw problem(
      of,
      `columns is a schema that cannot say its JSON schema (${error instanceof Error ? error.message : String(error)}); ${instead}.`,
    );
  }
  const properties = isRecord(schema) ? schema['properties'] : undefined;
  if (!isRecord(properties)) throw problem(of, `columns is a schema that is not of a record; ${instead}.`);
  return Object.freeze(Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, kindOf(each)])));
}

/** What JSON has no word for (a Date, a bigint) is a column all the same; unasked, libraries throw at it. */
function unsaid(vendor: unknown): Record<string, unknown> {
  if (vendor === 'zod') return { unrepresentable: 'any' };
  if (vendor === 'arktype') return { fallback: { default: ({ base }: { readonly base: unknown }) => base } };
  return {};
}

/** `json`, which any cell is, where JSON's words do not tell what the cells are in memory: a date in JSON is a text. */
function kindOf(schema: unknown): ColumnKind {
  const kinds = [...new Set(kindsOf(schema))];
  const [only] = kinds;
  if (only !== undefined && kinds.length === 1) return only;
  return kinds.length === 2 && kinds.includes('integer') && kinds.includes('real') ? 'real' : 'json';
}

/** Of every way to be it but null. */
function kindsOf(schema: unknown): readonly ColumnKind[] {
  if (!isRecord(schema)) return ['json'];
  const { type, format, anyOf, oneOf } = schema;
  const ways = anyOf ?? oneOf;
  if (Array.isArray(ways)) return ways.flatMap(kindsOf);
  if (Array.isArray(type)) return type.flatMap((each: unknown) => kindsOf({ type: each, format }));
  const values = 'const' in schema ? [schema['const']] : schema['enum'];
  if (type === undefined && Array.isArray(values)) return values.flatMap((value) => kindsOf({ type: typeOf(value) }));
  switch (type) {
    case 'null':
      return [];
    case 'string':
      return [format === 'date-time' || format === 'date' ? 'json' : 'text'];
    case 'integer':
    case 'boolean':
      return [type];
    case 'number':
      return ['real'];
    default:
      return ['json'];
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Number.isSafeInteger(value) ? 'integer' : typeof value;
}
