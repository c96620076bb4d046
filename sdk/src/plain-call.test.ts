// Calls as unit tests make them: of assets with resources and configuration, of outputs, ops, graph assets and checks.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { asset, assetCheck, graphAsset, meta, multiAsset, op, output, resource, testContext } from 'headwater';

interface Db {
  rows(limit: number): Promise<number[]>;
}
const db = resource({ create: (): Db => ({ rows: () => Promise.reject(new Error('the real one')) }) });
const rows = asset({ resources: { db }, config: z.object({ limit: z.number().default(10) }) }, async (ctx) => {
  ctx.log.info(`limit ${ctx.config.limit}`);
  return ctx.resources.db.rows(ctx.config.limit);
});
const fake: Db = { rows: async (limit) => Array.from({ length: limit }, (_, n) => n) };

test('G05 a test context hands over fakes and keeps what the body says', async () => {
  const ctx = testContext({ resources: { db: fake }, config: { limit: 2 } });
  await expect(rows(ctx)).resolves.toEqual([0, 1]);
  expect(ctx.logs).toEqual([{ level: 'info', message: 'limit 2' }]);
  const told = testContext();
  await asset((given) => {
    given.log.debug('a');
    given.log.warn('b');
    given.addOutputMetadata({ rows: 3 });
    given.addOutputMetadata({ at: meta.url('https://x.example'), rows: 4 });
  })(told);
  expect(told.logs.map(({ level, message }) => `${level} ${message}`)).toEqual(['debug a', 'warn b']);
  expect(told.metadata).toEqual({ rows: { kind: 'int', value: 4 }, at: { kind: 'url', value: 'https://x.example' } });
});

test('G05 what a test gives its context is what the body gets', async () => {
  const signal = AbortSignal.abort();
  const previous = { runId: 'r0', time: '2026-03-01T00:00:00.000Z', dataVersion: 'v1', metadata: {} };
  const ctx = testContext({ runId: 'r1', attempt: 3, signal, previous, selected: ['users'] });
  const got = await asset({ key: 'seen' }, (given) => ({ ...given }))(ctx);
  expect(got).toMatchObject({ runId: 'r1', attempt: 3, signal, previous, selected: ['users'], key: ['seen'] });
  expect(() => testContext({ resource: {} } as never)).toThrow(
    'testContext: there is no option "resource". Did you mean "resources"?',
  );
  expect(() => testContext({ resources: [fake] as never })).toThrow(
    'resources is an object, such as { db }; got an array.',
  );
});

test('G05 metadata and checks that come with a result are kept, and a name given twice is warned of', async () => {
  const ctx = testContext();
  const value = await asset({ checks: ['notEmpty', 'sum'] }, (given) => {
    given.addOutputMetadata({ rows: 1, by: 'hand' });
    return given.result([1], {
      metadata: { rows: 2 },
      checks: { notEmpty: true, sum: { passed: false, severity: 'warn', metadata: { sum: 0 } } },
      dataVersion: 'v2',
    });
  })(ctx);
  expect(value).toEqual([1]);
  expect(ctx.metadata).toEqual({ rows: { kind: 'int', value: 2 }, by: { kind: 'text', value: 'hand' } });
  expect(ctx.checks).toEqual({
    notEmpty: { passed: true, severity: null, metadata: {} },
    sum: { passed: false, severity: 'warn', metadata: { sum: { kind: 'int', value: 0 } } },
  });
  expect(ctx.logs).toEqual([
    { level: 'warn', message: 'Metadata "rows" was both added and returned with the result: the returned one stands.' },
  ]);
});

test('G03 a result is unwrapped, and what stores itself gives undefined', async () => {
  await expect(asset((ctx) => ctx.result(5, { metadata: { n: 5 } }))()).resolves.toBe(5);
  await expect(asset(async (ctx) => ctx.result(null))()).resolves.toBeNull();
  await expect(asset((ctx) => ctx.materialized({ metadata: { n: 5 } }))()).resolves.toBeUndefined();
});

test('without the compiler: resources and configuration that are missing are named', async () => {
  const call = rows as unknown as (ctx?: unknown) => Promise<unknown>;
  await expect(call()).rejects.toThrow(
    'This asset needs its resources: call it with testContext({ resources: { db } }). Missing: db.',
  );
  await expect(call(testContext({ resources: { db: fake } }))).rejects.toThrow(
    'This asset needs its configuration: call it with testContext({ config: { … } }).',
  );
});

test.each<[string, (ctx: ReturnType<typeof testContext>) => unknown, string]>([
  [
    'an unknown option',
    (ctx) => ctx.result(1, { meta: {} } as never),
    'ctx.result(value, options): there is no option "meta". Did you mean "metadata"?',
  ],
  [
    'options that are none',
    (ctx) => ctx.result(1, 'x' as never),
    'options is an object, such as { metadata: { rows: 3 } }; got a string ("x").',
  ],
  ['a promise as value', (ctx) => ctx.result(Promise.resolve(1)), 'value is a promise; await it first'],
  [
    'an empty version',
    (ctx) => ctx.materialized({ dataVersion: '' }),
    'ctx.materialized(options): dataVersion is a string (""); give a text that changes when the data does',
  ],
  ['a version that is a number', (ctx) => ctx.result(1, { dataVersion: 3 as never }), 'dataVersion is number 3'],
  [
    'bad metadata',
    (ctx) => ctx.result(1, { metadata: { a: [] as never } }),
    'ctx.result(value, options): metadata: "a" is an array',
  ],
  [
    'checks as a list',
    (ctx) => ctx.result(1, { checks: ['a'] as never }),
    'checks is an object of outcomes, such as { notEmpty: true }; got an array.',
  ],
  [
    'an outcome in words',
    (ctx) => ctx.result(1, { checks: { a: 'ok' as never } }),
    'check "a": an outcome is true, false or { passed, metadata, severity }; got a string ("ok").',
  ],
  [
    'progress in words',
    (ctx) => ctx.progress('half' as never),
    'ctx.progress takes a fraction from 0 to 1, such as 0.5; got a string ("half").',
  ],
])('%s is refused in a plain call as in a run', (_what, say, sentence) => {
  expect(() => say(testContext())).toThrow(sentence);
});

const extract = multiAsset(
  {
    outputs: { users: output<number[]>({ key: ['raw', 'users'] }), posts: output<string[]>(), late: output<number>() },
  },
  async function* (ctx) {
    try {
      ctx.log.info(`${ctx.key.join('/')}: ${ctx.selected.join()}`);
      yield ctx.result('users', [1], { metadata: { users: 1 } });
      yield ctx.materialized('posts');
      ctx.log.info('on');
    } finally {
      ctx.log.info('closed');
    }
  },
);

test('G03 an output is called: the body runs until it is yielded, and is closed', async () => {
  const ctx = testContext();
  await expect(extract.users(ctx)).resolves.toEqual([1]);
  expect(ctx.logs.map(({ message }) => message)).toEqual(['raw/users: users,posts,late', 'closed']);
  expect(ctx.metadata).toEqual({ users: { kind: 'int', value: 1 } });
  await expect(extract.posts()).resolves.toBeUndefined();
  await expect(extract.late()).rejects.toThrow(
    `The body ended and did not yield "late"; yield ctx.result('late', value).`,
  );
});

test('an output of a body that can make some is asked for alone; inputs and resources are handed over', async () => {
  const { a, b } = multiAsset(
    { outputs: { a: output<string>(), b: output<string>() }, inputs: { rows }, resources: { db }, canSubset: true },
    function* ({ rows }, ctx) {
      for (const name of ['a', 'b'] as const)
        if (ctx.selected.includes(name)) yield ctx.result(name, `${name}${rows.length}${ctx.selected.join()}`);
    },
  );
  const ctx = testContext({ resources: { db: fake } });
  await expect(a({ rows: [1, 2] }, ctx)).resolves.toBe('a2a');
  await expect(b({ rows: [] }, ctx)).resolves.toBe('b0b');
  const untyped = a as unknown as (inputs?: unknown, ctx?: unknown) => Promise<unknown>;
  await expect(untyped({}, ctx)).rejects.toThrow('call it with { rows }. Missing: rows.');
  await expect(untyped({ rows: [] })).rejects.toThrow('Missing: db.');
});

test('a body that yields no result, names an output that is not declared, or is no generator', async () => {
  const make = (body: unknown) => multiAsset({ outputs: { a: output<number>() } }, body as never).a();
  await expect(
    make(async function* () {
      yield 1;
    }),
  ).rejects.toThrow(
    'The body of a multi-asset yields ctx.result(output, value) or ctx.materialized(output); it yielded number 1.',
  );
  await expect(
    make(async function* (ctx: ReturnType<typeof testContext>) {
      yield ctx.result('b');
    }),
  ).rejects.toThrow(
    `ctx.result: the first argument names an output of this multi-asset ('a'); got a string ("b"). Declare it in outputs, or name one of these.`,
  );
  await expect(make(async () => 5)).rejects.toThrow(
    'write it as async function* (ctx) { yield ctx.result(…); }. It returned a promise.',
  );
});

test('A20 an op is a plain function outside a run, and one op serves two graph assets', async () => {
  const order: string[] = [];
  const parse = op((ctx, text: string, separator: string = ',') => {
    order.push(`parse ${ctx.attempt}`);
    return text.split(separator);
  });
  const count = op({ name: 'count' }, async (ctx, words: readonly string[]) => words.length);
  await expect(parse('a;b', ';')).resolves.toEqual(['a', 'b']);
  const sales = graphAsset(async () => count(await parse('a,b,c')));
  const more = graphAsset({ inputs: { sales } }, async ({ sales }, ctx) =>
    ctx.result((await parse('x')).length + sales),
  );
  await expect(sales()).resolves.toBe(3);
  await expect(more({ sales: 4 })).resolves.toBe(5);
  expect(order).toEqual(['parse 1', 'parse 1', 'parse 1']);
  const boom = op(() => {
    throw new Error('boom');
  });
  await expect(boom()).rejects.toThrow('boom');
});

test('a check is called with a value', async () => {
  const orders = asset(() => [{ amount: 1 }]);
  const positive = assetCheck(orders, { name: 'positive', severity: 'warn' }, async (orders, ctx) => {
    ctx.log.info(`${orders.length}`);
    return {
      passed: orders.every(({ amount }) => amount > 0),
      metadata: { before: String(ctx.previous?.dataVersion) },
    };
  });
  const ctx = testContext({ previous: { runId: 'r', time: '', dataVersion: 'v1', metadata: {} } });
  await expect(positive([{ amount: -1 }], ctx)).resolves.toEqual({
    passed: false,
    severity: null,
    metadata: { before: { kind: 'text', value: 'v1' } },
  });
  expect(ctx.logs).toEqual([{ level: 'info', message: '1' }]);
  await expect(assetCheck(orders, () => true)([])).resolves.toMatchObject({ passed: true });
  await expect(assetCheck(orders, { name: 'odd' }, (() => undefined) as never)([])).rejects.toThrow(
    'check "odd": an outcome is true, false or { passed, metadata, severity }; got undefined.',
  );
  await expect(assetCheck(orders, (() => ({ passed: true, sevrity: 'warn' })) as never)([])).rejects.toThrow(
    'this check: there is no field "sevrity". Did you mean "severity"?',
  );
});
