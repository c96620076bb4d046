// F16: the columns that the source declares: a record of kinds or a schema of rows, in place or by name, in this file or another.
import { describe, expect, test } from 'vitest';
import { check } from './test/fixture.ts';

const HEADER = `import { asset, externalAsset, graphAsset, multiAsset, output } from 'headwater';\n`;

/** Of each asset `key: column kind`; of one whose columns cannot be read nothing, and no problem tells of it. */
async function columnsOf(
  text: string,
  options: Parameters<typeof check>[1] = {},
): Promise<Record<string, string | undefined>> {
  const { document } = await check(text, options);
  expect(document.problems).toEqual([]);
  return Object.fromEntries(
    document.assets.map(({ key, columns }) => [
      key,
      columns?.map(({ name, kind }) => `${name} ${kind ?? '?'}`).join(', '),
    ]),
  );
}

const declared = async (columns: string, before = ''): Promise<string | undefined> =>
  (await columnsOf(`${before}${HEADER}export const x = asset({ columns: ${columns} }, () => []);\n`, { loads: false }))[
    'x'
  ];

test('of every factory, with what the modules say of it when they are loaded', async () => {
  const text = `${HEADER}
export const a = asset({ columns: { id: 'integer', 'unit price': 'real' } }, () => [{ id: 1, 'unit price': 2 }]);
export const b = externalAsset({ columns: { at: 'date' } });
export const c = graphAsset({ columns: { name: 'text' } }, async () => [{ name: 'x' }]);
export const { d, e } = multiAsset(
  { outputs: { d: output({ columns: { ok: 'boolean' } }), e: output() } },
  function* (ctx) { yield ctx.result('d', []); yield ctx.result('e', 1); },
);
`;
  expect(await columnsOf(text, { loads: true })).toEqual({
    a: 'id integer, unit price real',
    b: 'at date',
    c: 'name text',
    d: 'ok boolean',
    e: undefined,
  });
});

test('followed through constants, also of other files, and through what is spread of them', async () => {
  const text = `
//- src/columns.ts
export const KEY = 'integer' as const;
export const BASE = { id: KEY, name: 'text' } as const;
export const WIDE = { ...BASE, name: 'json', 'note': 'text' } as const;
export const kinds = { money: 'real' } as const;
//- src/assets.ts
${HEADER}
import { BASE, WIDE, KEY, kinds } from './columns';
import * as columns from './columns';
export const byName = asset({ columns: BASE }, () => []);
export const byMember = asset({ columns: columns.WIDE }, () => []);
export const spread = asset({ columns: { ...WIDE, id: 'bigint', total: kinds.money, KEY } }, () => []);
`;
  expect(await columnsOf(text, { loads: true })).toEqual({
    byName: 'id integer, name text',
    byMember: 'id integer, name json, note text',
    spread: 'id bigint, name json, note text, total real, KEY integer',
  });
});

const ZOD = `import { z } from 'zod';\n`;

describe('a schema of rows says its names, and its kinds where they are certain', () => {
  test('zod, as it says them itself when it is loaded', async () => {
    const text = `
//- src/rows.ts
import * as z from 'zod';
export const Money = z.number().nonnegative();
export const Base = z.strictObject({
  id: z.number().int(),
  name: z.string().min(1).nullable(),
  at: z.date().optional(),
  written: z.iso.datetime(),
  total: z.bigint(),
  isPaid: z.coerce.boolean(),
  tags: z.array(z.string()),
  lines: z.string().array(),
  price: Money,
  length: z.string().transform((text) => text.length).pipe(z.number()),
});
export const Wide = Base.extend({ note: z.nullish(z.string()), id: z.string() }).strict().describe('wide');
export const Narrow = Wide.pick({ id: true, note: true });
//- src/assets.ts
${HEADER}${ZOD}
import { Base, Narrow, Wide } from './rows';
export const a = asset({ columns: Base }, () => []);
export const b = asset({ columns: Wide.omit({ at: true, tags: true, lines: true, length: true, total: true }) }, () => []);
export const c = asset({ columns: Narrow.partial() }, () => []);
export const d = asset({ columns: z.object({ ...Narrow.shape, more: z.boolean() }) }, () => []);
`;
    expect(await columnsOf(text, { loads: true })).toEqual({
      a: 'id integer, name text, at date, written text, total bigint, isPaid boolean, tags json, lines json, price ?, length ?',
      b: 'id text, name text, written text, isPaid boolean, price ?, note text',
      c: 'id text, note text',
      d: 'id text, note text, more boolean',
    });
  });

  test('valibot', async () => {
    const before = `import * as v from 'valibot';
const Base = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  name: v.nullable(v.string()),
  at: v.pipe(v.string(), v.transform(Number)),
  when: v.optional(v.date()),
});
`;
    expect(await declared('Base', before)).toBe('id integer, name text, at ?, when date');
    expect(await declared(`v.pick(Base, ['id', 'when'])`, before)).toBe('id integer, when date');
    expect(await declared('v.strictObject({ ...v.omit(Base, ["at"]).entries, n: v.number() })', before)).toBe(
      undefined,
    );
    expect(await declared('v.strictObject({ ...Base.entries, n: v.number() })', before)).toBe(
      'id integer, name text, at ?, when date, n real',
    );
  });

  test('arktype', async () => {
    const before = `import { type } from 'arktype';
const Base = type({ id: 'number.integer > 0', 'note?': 'string | null', at: 'Date', tags: 'string[]', '+': 'reject' });
`;
    expect(
      await declared(`type({ id: 'number', 'note?': 'string', kind: "'a' | 'b'", n: '0 <= number < 5' })`, before),
    ).toBe('id real, note text, kind ?, n real');
    // What may have any name declares none for certain.
    expect(await declared('Base', before)).toBe(undefined);
    const closed = before.replace(`, '+': 'reject'`, '');
    expect(await declared('Base', closed)).toBe('id integer, note text, at date, tags json');
    expect(await declared(`Base.and({ 'more?': 'boolean = false' }).omit('tags', 'at')`, closed)).toBe(
      'id integer, note text, more boolean',
    );
    expect(await declared(`type({ '...': Base, id: 'string' })`, closed)).toBe(
      'id text, note text, at date, tags json',
    );
  });
});

test.each([
  ['a call', 'make()', 'declare function make(): { id: "integer" };\n'],
  ['a computed name', '{ [name]: "text" }', 'declare const name: string;\n'],
  ['a computed kind', '{ id: kind }', 'declare const kind: "text";\n'],
  ['a kind that is none', '{ id: "int" as "text" }', ''],
  ['a const that may change', 'columns', 'let columns = { id: "text" } as const;\n'],
  ['a spread of something else', '{ ...other, id: "text" }', 'declare const other: { a: "text" };\n'],
  ['a schema of something else', 'z.array(z.object({ id: z.int() }))', ZOD],
  ['a schema of another library', 'z.object({ id: z.int() })', `import { z } from 'other';\n`],
  ['a schema made by a function', 'rows(z.object({ id: z.int() }))', `${ZOD}declare function rows<T>(of: T): T;\n`],
  ['a schema of names that are computed', 'z.object({ [`a${1}`]: z.int() })', ZOD],
  ['a const that is defined by itself', 'A', 'const A: any = { ...B, x: "text" };\nconst B: any = { ...A };\n'],
])('%s is not read, and nothing is said of it', async (_, columns, before) => {
  expect(await declared(columns, before)).toBe(undefined);
});
