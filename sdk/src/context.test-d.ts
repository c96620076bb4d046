// What the compiler must accept and refuse of `ctx`: resources, configuration, results, checks, and the contexts of unit tests.
/* eslint-disable @typescript-eslint/no-unused-vars -- many names are there to be asked for their types */
import { asset, meta, resource, testContext, type Asset, type StandardSchema, type TestContext } from 'headwater';
import { z } from 'zod';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(equal: Same<A, B>): void;

interface Db {
  query(sql: string): Promise<number[]>;
}
declare const fake: Db;
declare const schema: StandardSchema<{ limit?: number }, { limit: number; mode: 'fast' | 'slow' }>;

// Resources are what `create` gives, awaited; `dispose` gets the same, wherever it stands.
const db = resource({ create: async (): Promise<Db> => fake, dispose: (value) => same<typeof value, Db>(true) });
const clock = resource({ create: () => ({ now: (): number => 0 }) });
resource({
  config: schema,
  create: (ctx) => same<typeof ctx.config, { limit: number; mode: 'fast' | 'slow' }>(true),
});
resource({
  config: z.object({ path: z.string().default('x') }),
  create: ({ config, log, env }) => {
    log.info(`${env ?? 'no environment'} ${config.path}`);
    return config.path.length;
  },
});
resource({
  create: (ctx) => {
    same<typeof ctx.config, undefined>(true);
  },
});
// @ts-expect-error -- a resource is created
resource({});
// @ts-expect-error -- there is no such option
resource({ create: () => 1, close: () => {} });

// `ctx.resources` and `ctx.config` come from the options.
const rows = asset({ resources: { db, clock }, config: schema }, async (ctx) => {
  same<typeof ctx.resources.db, Db>(true);
  same<typeof ctx.config.mode, 'fast' | 'slow'>(true);
  // @ts-expect-error -- no resource of that name
  void ctx.resources.cache;
  // @ts-expect-error -- the schema gives a number
  ctx.config.limit.trim();
  return ctx.resources.db.query(`limit ${ctx.config.limit} at ${ctx.resources.clock.now()}`);
});
const limited = asset({ config: z.object({ limit: z.number().default(5) }) }, (ctx) => {
  same<typeof ctx.config, { limit: number }>(true);
  return ctx.config.limit;
});
const withInputs = asset({ inputs: { rows }, resources: { db } }, ({ rows }, ctx) => [rows, ctx.resources.db]);
asset((ctx) => {
  // @ts-expect-error -- there are none
  void ctx.resources.db;
  same<typeof ctx.config, undefined>(true);
});
// @ts-expect-error -- an asset is no resource
asset({ resources: { limited } }, () => 1);

// G05 Called, they need a context made for the test.
const both = testContext({
  resources: { db: fake, clock: { now: () => 1 } },
  config: { limit: 1, mode: 'fast' as const },
});
const called: Promise<number[]> = rows(both);
void rows(testContext({ resources: { db: fake, clock: { now: () => 1 } }, config: { limit: 1, mode: 'slow' } }));
void limited(testContext({ config: { limit: 3 } }));
void withInputs({ rows: [] }, testContext({ resources: { db: fake } }));
same<typeof both.logs, readonly { level: 'x' }[]>(false);
// @ts-expect-error -- it needs a context
void rows();
// @ts-expect-error -- it needs a context
void limited();
// @ts-expect-error -- it needs a context
void withInputs({ rows: [] });
// @ts-expect-error -- a context without resources
void rows(testContext());
// @ts-expect-error -- clock is missing
void rows(testContext({ resources: { db: fake }, config: { limit: 1, mode: 'slow' } }));
// @ts-expect-error -- the configuration is missing
void rows(testContext({ resources: { db: fake, clock: { now: () => 1 } } }));
// @ts-expect-error -- limit is a number
void limited(testContext({ config: { limit: '3' } }));
// @ts-expect-error -- no such option
testContext({ resource: {} });

// Other assets take a context or none.
const plain = asset((ctx) => ctx.attempt);
void plain();
void plain(testContext());
void plain(both);
const recorded: TestContext = testContext();
void [recorded.logs[0]?.message, recorded.metadata['rows']?.value, recorded.checks['notEmpty']?.passed];

// A result is unwrapped for those downstream.
const wrapped = asset(async (ctx) =>
  ctx.result([{ id: 1 }], { metadata: { rows: 1, at: meta.url('https://x.example') } }),
);
same<typeof wrapped, Asset<{ id: number }[]>>(true);
const sometimes = asset((ctx) => (ctx.attempt > 1 ? ctx.result(1) : 'one'));
same<typeof sometimes, Asset<number | 'one'>>(true);
const storedItself = asset((ctx) => ctx.materialized({ metadata: { rows: 3 }, dataVersion: 'v1' }));
same<typeof storedItself, Asset<undefined>>(true);
asset({ inputs: { wrapped } }, ({ wrapped }) => wrapped.map(({ id }) => id));
// @ts-expect-error -- it stored its data itself: use deps
asset({ inputs: { storedItself } }, () => 1);
// @ts-expect-error -- metadata is plain or made by meta
asset((ctx) => ctx.result(1, { metadata: { rows: [] } }));
// @ts-expect-error -- there is no such option
asset((ctx) => ctx.result(1, { meta: {} }));
// @ts-expect-error -- a data version is text
asset((ctx) => ctx.result(1, { dataVersion: 2 }));

// Only declared checks are returned.
asset({ checks: ['notEmpty', { name: 'sum', blocking: true, severity: 'warn' }] }, (ctx) =>
  ctx.result(1, { checks: { notEmpty: true, sum: { passed: false, severity: 'error', metadata: { sum: 0 } } } }),
);
// @ts-expect-error -- not declared
asset({ checks: ['notEmpty'] }, (ctx) => ctx.result(1, { checks: { notEmty: true } }));
// @ts-expect-error -- none is declared
asset((ctx) => ctx.result(1, { checks: { notEmpty: true } }));
// @ts-expect-error -- an outcome has `passed`
asset({ checks: ['a'] }, (ctx) => ctx.result(1, { checks: { a: { pased: true } } }));
// @ts-expect-error -- an outcome has no such field
asset({ checks: ['a'] }, (ctx) => ctx.result(1, { checks: { a: { passed: true, level: 'warn' } } }));
// @ts-expect-error -- a declared check has no such field
asset({ checks: [{ name: 'a', block: true }] }, () => 1);
declare const names: string[];
asset({ checks: names }, (ctx) => ctx.result(1, { checks: { any: true } }));

// `meta` checks what it is given.
const table = meta.table([{ day: '2026-03-01', total: 3, note: null }]);
same<typeof table.kind, 'table'>(true);
meta.chart({ type: 'bar', x: ['a'], series: [{ name: 'n', values: [1] }] });
// @ts-expect-error -- a cell is flat
meta.table([{ nested: { a: 1 } }]);
// @ts-expect-error -- a number
meta.int('3');
// @ts-expect-error -- no chart of that kind
meta.chart({ type: 'pie', x: [], series: [] });

void called;
