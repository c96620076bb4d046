// The `columns` option: a record of kinds, or a schema that says its JSON schema.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { asset, multiAsset, output } from './index.ts';
import { DEFINITION } from './internal.ts';

/** Of what the types would refuse, too. */
const columnsOf = (columns: object) =>
  asset({ columns: columns as Record<string, 'text'> }, () => [])[DEFINITION].columns;

/** A schema of another library than those that are known by name. */
const schemaOf = (schema: unknown) => ({
  '~standard': {
    version: 1 as const,
    vendor: 'handmade',
    jsonSchema: { output: () => schema as Record<string, unknown> },
  },
});

test('F16 a schema of rows declares its properties, each of the kind that its cells certainly are', () => {
  const rows = z.object({
    id: z.int(),
    price: z.number(),
    name: z.string().min(1),
    isPaid: z.boolean(),
    note: z.string().nullable().optional(),
    status: z.enum(['open', 'paid']),
    level: z.literal([1, 2, null]),
    tags: z.array(z.string()),
    // In JSON a date is a text, and a bigint is nothing: in memory it is whatever it is.
    at: z.date(),
    written: z.iso.datetime(),
    total: z.bigint(),
    mixed: z.union([z.string(), z.number()]),
    numbers: z.union([z.int(), z.number()]),
    any: z.unknown(),
  });
  const declared = asset({ columns: rows }, () => [])[DEFINITION].columns;
  expect(declared).toEqual({
    id: 'integer',
    price: 'real',
    name: 'text',
    isPaid: 'boolean',
    note: 'text',
    status: 'text',
    level: 'integer',
    tags: 'json',
    at: 'json',
    written: 'json',
    total: 'json',
    mixed: 'json',
    numbers: 'real',
    any: 'json',
  });
  expect(Object.isFrozen(declared)).toBe(true);
});

test('an output takes a schema too, and a schema may be a function', () => {
  const callable = Object.assign(
    () => undefined,
    schemaOf({ type: 'object', properties: { id: { type: 'integer' } } }),
  );
  const { users } = multiAsset({ outputs: { users: output({ columns: callable }) } }, function* (ctx) {
    yield ctx.result('users', [{ id: 1 }]);
  });
  expect(users[DEFINITION].columns).toEqual({ id: 'integer' });
});

test('a schema is asked for what its rows are when they are there, with dates and bigints told like the rest', () => {
  const asked: unknown[] = [];
  const jsonSchema = {
    output(this: unknown, options: unknown) {
      asked.push(this === jsonSchema, options);
      return { type: 'object', properties: {} };
    },
  };
  expect(columnsOf({ '~standard': { version: 1, vendor: 'handmade', jsonSchema } })).toEqual({});
  expect(asked).toEqual([true, { target: 'draft-2020-12', libraryOptions: {} }]);
});

test.each<[string, object, string]>([
  ['a kind that is none', { id: 'int' }, 'asset: column "id" has the kind a string ("int"); the kinds are text, '],
  ['a list', ['id'], "asset: columns is an object of kinds by name, such as { id: 'integer' }"],
  [
    'a schema that says no JSON schema',
    { '~standard': { version: 1, vendor: 'valibot', validate: () => ({ value: 1 }) } },
    'asset: columns is a schema without ~standard.jsonSchema, so it does not say its columns; take a newer version of valibot, or name the columns instead',
  ],
  [
    'a schema of something else',
    z.array(z.object({ id: z.int() })),
    "asset: columns is a schema that is not of a record; name the columns instead, such as { id: 'integer' }.",
  ],
  [
    'a schema that throws',
    {
      '~standard': {
        version: 1,
        vendor: 'x',
        jsonSchema: {
          output: () => {
            throw new Error('cyclic');
          },
        },
      },
    },
    'asset: columns is a schema that cannot say its JSON schema (cyclic); name the columns instead',
  ],
])('%s is refused with a sentence that says what to do', (_, columns, sentence) => {
  expect(() => columnsOf(columns)).toThrow(sentence);
});
