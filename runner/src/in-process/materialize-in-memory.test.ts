// Runs in memory, through the same planning and the same steps as in a project: the whole asset model without a process or a file.
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  asset,
  assetCheck,
  definitions,
  env,
  externalAsset,
  graphAsset,
  job,
  meta,
  multiAsset,
  op,
  output,
  resource,
  type IoManager,
} from 'headwater';
import { DEFINITION, type Described, type EngineOptions, type RawResult } from 'headwater/internal';
import { materializeInMemory } from './materialize-in-memory.ts';

const OPTIONS: EngineOptions = {
  selection: null,
  partitionKey: null,
  resources: {},
  config: {},
  env: null,
  store: 'memory',
  signal: null,
  concurrency: 4,
};
const materialize = (given: object, options: Partial<EngineOptions> = {}): Promise<RawResult> =>
  materializeInMemory(given as Readonly<Record<string, Described>>, { ...OPTIONS, ...options });
const states = ({ nodes }: RawResult): Record<string, string> =>
  Object.fromEntries(nodes.map(({ key, outcome }) => [key, outcome.state]));
const outcome = ({ nodes }: RawResult, key: string) => nodes.find((node) => node.key === key)?.outcome;
const value = (result: RawResult, key: string): unknown => {
  const found = outcome(result, key);
  return found && 'value' in found ? found.value : found;
};
const reason = (result: RawResult, key: string): string | undefined => {
  const found = outcome(result, key);
  if (found?.state === 'failed') return found.error.message;
  return found?.state === 'skipped' ? found.reason : undefined;
};

describe('values', () => {
  let before: string;
  let dir: string;
  beforeEach(() => {
    before = process.cwd();
    dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-memory-'));
    process.chdir(dir);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(dir, { recursive: true, force: true });
  });

  test('A03 A04 G04: inputs are loaded values, deps only order, and no file is left', async () => {
    const order: string[] = [];
    const ordersRaw = asset(() => [{ id: 1, n: 2 }]);
    const cleanup = asset(() => void order.push('cleanup'));
    const total = asset({ inputs: { ordersRaw }, deps: [cleanup] }, ({ ordersRaw: rows }) => {
      order.push('total');
      rows[0]!.n = 100;
      return rows.length;
    });
    const untouched = asset({ inputs: { ordersRaw }, deps: [total] }, ({ ordersRaw: rows }) => rows[0]?.n);
    const result = await materialize({ total, untouched, cleanup, ordersRaw });
    expect(result.success).toBe(true);
    expect(order).toEqual(['cleanup', 'total']);
    // What one body does to what it was handed is no other's business.
    expect([value(result, 'total'), value(result, 'untouched')]).toEqual([1, 2]);
    expect(value(result, 'cleanup')).toBeUndefined();
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('what is handed in', () => {
  const ordersRaw = asset(() => [1, 2]);
  const total = asset({ inputs: { raw: ordersRaw } }, ({ raw }) => raw.length);

  test('B07: an upstream that was not handed in is named, with what to do', async () => {
    await expect(materialize({ total })).rejects.toThrow(
      "`raw` has never been materialized, and `total` needs it: hand it to materialize() too, or read the project's store with { store: 'project' }.",
    );
  });

  test('two definitions of one key are an error', async () => {
    await expect(materialize({ a: asset({ key: 'x' }, () => 1), b: asset({ key: 'x' }, () => 2) })).rejects.toThrow(
      'Two definitions have the key `x`',
    );
  });

  test('B08 B09: a selection in words, a list of assets, a job', async () => {
    const loner = asset({ group: 'gold' }, () => 3);
    const nightly = job('nightly', { selection: [ordersRaw, total] });
    const all = { ordersRaw, total, loner, nightly };
    expect(states(await materialize(all, { selection: 'group:"gold"' }))).toMatchObject({
      loner: 'materialized',
      total: 'untouched',
    });
    expect(states(await materialize(all, { selection: [loner] as never }))).toMatchObject({ loner: 'materialized' });
    expect(states(await materialize(all, { selection: 'job:nightly' }))).toEqual({
      ordersRaw: 'materialized',
      total: 'materialized',
      loner: 'untouched',
    });
    await expect(materialize(all, { selection: 'group:"god"' })).rejects.toThrow('did you mean "gold"');
  });
});

describe('several outputs', () => {
  const api = (fail: boolean) =>
    multiAsset(
      { outputs: { users: output<number[]>(), posts: output<string>({ key: ['api', 'posts'] }) } },
      async function* (ctx) {
        ctx.addOutputMetadata({ calls: 1 });
        yield ctx.result('users', [1, 2], { metadata: { count: 2 } });
        if (fail) throw new Error('the second page is gone');
        yield ctx.materialized('posts', { metadata: { path: meta.path('s3://posts') } });
      },
    );

  test('A17: one body makes several assets, each with its own metadata', async () => {
    const result = await materialize(api(false));
    expect(states(result)).toEqual({ users: 'materialized', 'api/posts': 'materialized' });
    expect(value(result, 'users')).toEqual([1, 2]);
    expect(result.nodes.map(({ key, metadata }) => [key, Object.keys(metadata)])).toEqual([
      ['users', ['calls', 'count']],
      ['api/posts', ['path']],
    ]);
  });

  test('A18: what was yielded before the throw is made, and only what reads the rest is skipped', async () => {
    const { users, posts } = api(true);
    const report = asset({ inputs: { users } }, ({ users: rows }) => rows.length);
    const feed = asset({ deps: [posts] }, () => 1);
    const result = await materialize({ users, posts, report, feed });
    expect(states(result)).toEqual({
      users: 'materialized',
      'api/posts': 'failed',
      report: 'materialized',
      feed: 'skipped',
    });
    expect(reason(result, 'feed')).toBe('api/posts failed');
    expect(result.success).toBe(false);
  });

  test('an output that is not declared, missing, or made twice is an error that names it', async () => {
    const of = (body: (ctx: never) => AsyncGenerator) =>
      materialize(multiAsset({ outputs: { a: output<number>(), b: output<number>() } }, body as never));
    type Ctx = { result(name: string, value: unknown): unknown };
    const missing = await of(async function* (ctx: Ctx) {
      yield ctx.result('a', 1);
    } as never);
    expect(reason(missing, 'b')).toContain('ended without yielding `b`');
    const twice = await of(async function* (ctx: Ctx) {
      yield ctx.result('a', 1);
      yield ctx.result('a', 2);
    } as never);
    expect(reason(twice, 'b')).toContain('yielded `a` twice');
    const undeclared = await of(async function* (ctx: Ctx) {
      yield ctx.result('c', 1);
    } as never);
    expect(reason(undeclared, 'a')).toContain("'a', 'b'");
    const nothing = await of(async function* () {
      yield 7;
    } as never);
    expect(reason(nothing, 'a')).toContain('yielded something that is no output');
  });

  test('one that can subset is asked only for what is selected', async () => {
    let asked: readonly string[] = [];
    const both = multiAsset(
      { outputs: { a: output<number>(), b: output<number>() }, canSubset: true },
      async function* (ctx) {
        asked = ctx.selected;
        for (const name of ['a', 'b'] as const) if (ctx.selected.includes(name)) yield ctx.result(name, 1);
      },
    );
    const result = await materialize(both, { selection: 'key:b' });
    expect(asked).toEqual(['b']);
    expect(states(result)).toEqual({ a: 'untouched', b: 'materialized' });
  });
});

describe('graph assets', () => {
  test('A19 A20: ops run in order as steps, each with its attempts; outside they are plain calls', async () => {
    const tried: string[] = [];
    const download = op({ name: 'download' }, (ctx, path: string) => {
      ctx.log.info(`from ${path}`);
      return [path.length];
    });
    const validate = op({ name: 'validate', retry: { maxRetries: 2, delay: 1 } }, (ctx, rows: number[]) => {
      tried.push(`validate ${ctx.attempt}`);
      if (ctx.attempt < 3) throw new Error('not yet');
      return rows;
    });
    const sales = graphAsset(async () => validate(await download('s3://a')));
    const plain = asset(async () => download('b'));
    const result = await materialize({ sales, plain });
    expect(value(result, 'sales')).toEqual([6]);
    expect(tried).toEqual(['validate 1', 'validate 2', 'validate 3']);
    expect(value(result, 'plain')).toEqual([1]);
    expect(result.logs.map(({ asset: of, message }) => `${of ?? ''}: ${message}`)).toEqual(
      expect.arrayContaining([
        'sales: from s3://a',
        'plain: The op `download` was called outside a graph asset: it ran as a plain function, not as a step. Write the asset with graphAsset(…), or call a plain function.',
      ]),
    );
    expect(await download('plain')).toEqual([5]);
  });

  test('an op that takes too long or fails for good fails its asset', async () => {
    const slow = op({ name: 'slow', timeout: 20 }, () => new Promise(() => undefined));
    const result = await materialize({ sales: graphAsset(async () => slow()) });
    expect(reason(result, 'sales')).toBe('`sales.slow` took longer than its timeout of 20 ms.');
  });
});

describe('checks', () => {
  const orders = asset({ checks: ['sum', { name: 'size', severity: 'warn', blocking: true }] }, (ctx) =>
    ctx.result([1, 2], { checks: { sum: false, size: { passed: false, metadata: { rows: 2 } } } }),
  );
  const report = asset({ inputs: { orders } }, ({ orders: rows }) => rows.length);

  test('E02: an outcome stands with its materialization; neither a warning nor a check that blocks nothing stops anything', async () => {
    const result = await materialize({ orders, report });
    expect(result.success).toBe(true);
    expect(states(result)).toEqual({ orders: 'materialized', report: 'materialized' });
    expect(result.nodes[0]?.checks).toEqual([
      { name: 'sum', passed: false, severity: 'error', metadata: {}, message: null },
      { name: 'size', passed: false, severity: 'warn', metadata: { rows: { kind: 'int', value: 2 } }, message: null },
    ]);
  });

  test('a blocking check that fails stops what it blocks, and the run is a failure', async () => {
    const invoices = asset({ inputs: { orders } }, () => 1);
    const notEmpty = assetCheck(orders, { blocking: true, blocks: [report] }, (rows) => rows.length > 5);
    const result = await materialize({ orders, report, invoices, notEmpty });
    expect(states(result)).toEqual({ orders: 'materialized', report: 'skipped', invoices: 'materialized' });
    expect(reason(result, 'report')).toBe('check notEmpty of orders failed');
    expect(result.success).toBe(false);
  });

  test('E04: a check sees the value and its metadata; what it throws is a failed check', async () => {
    const counted = asset((ctx) => ctx.result([1], { metadata: { rows: 1 } }));
    const agrees = assetCheck(counted, (rows, ctx) => ({
      passed: ctx.metadata['rows']?.value === rows.length && ctx.previous === null,
      metadata: { seen: rows.length },
    }));
    const broken = assetCheck(counted, () => {
      throw new TypeError('no such column');
    });
    const result = await materialize({ counted, agrees, broken });
    expect(result.nodes[0]?.checks).toMatchObject([
      { name: 'agrees', passed: true, metadata: { seen: { value: 1 } } },
      { name: 'broken', passed: false, message: 'TypeError: no such column' },
    ]);
    expect(result.success).toBe(true);
  });

  test('E03: a declared check without an outcome and an outcome without a declaration are errors', async () => {
    const silent = asset({ checks: ['sum'] }, () => 1);
    const loud = asset((ctx) => ctx.result(1, { checks: { sum: true } as never }));
    const result = await materialize({ silent, loud });
    expect(reason(result, 'silent')).toContain('`silent` declares check `sum` and returned no outcome');
    expect(reason(result, 'loud')).toContain('`loud` returned an outcome of check `sum`, which it does not declare');
  });
});

describe('resources, configuration, IO managers', () => {
  const files = new Map<string, unknown>();
  const jsonStore = resource({
    create: (): IoManager => ({
      handleOutput: ({ key }, stored) => {
        files.set(key.join('/'), stored);
        return { path: key.join('/'), dataVersion: JSON.stringify(stored) };
      },
      loadInput: ({ key, path = key.join('/') }) => files.get(path),
    }),
  });

  test('B19: an environment replaces resources by name; each is created once and disposed in the opposite order', async () => {
    const events: string[] = [];
    const make = (name: string) =>
      resource({
        create: () => (events.push(`create ${name}`), name),
        dispose: (made) => void events.push(`dispose ${made}`),
      });
    const db = make('production');
    const a = asset({ resources: { db } }, (ctx) => ctx.resources.db);
    const b = asset({ resources: { db }, deps: [a] }, (ctx) => ctx.resources.db);
    const project = definitions({
      assets: { a, b },
      resources: { db },
      env: { dev: { resources: { db: make('dev') } } },
    });
    const result = await materialize({ a, b, project }, { env: 'dev' });
    expect([value(result, 'a'), value(result, 'b')]).toEqual(['dev', 'dev']);
    expect(events).toEqual(['create dev', 'dispose dev']);
    const wrong = await materialize({ a, b, project }, { env: 'prdo' });
    expect(wrong.success).toBe(false);
    expect(reason(wrong, 'a')).toContain('There is no environment `prdo`');
  });

  test('configuration is validated before any body runs, and its defaults reach the body', async () => {
    let ran = 0;
    const config = z.object({ limit: z.number().default(5) });
    const limited = asset({ config }, (ctx) => ((ran += 1), ctx.config.limit));
    const other = asset(() => ((ran += 1), 1));
    expect(value(await materialize({ limited }), 'limited')).toBe(5);
    expect(value(await materialize({ limited }, { config: { assets: { limited: { limit: 7 } } } }), 'limited')).toBe(7);
    ran = 0;
    const result = await materialize({ limited, other }, { config: { assets: { limited: { limit: 'many' } } } });
    expect(ran).toBe(0);
    expect(states(result)).toEqual({ limited: 'failed', other: 'skipped' });
    expect(reason(result, 'limited')).toMatch(/^The configuration of `limited` does not validate: limit: .*number/);
    const none = await materialize({ other }, { config: { assets: { other: {} } } });
    expect(reason(none, 'other')).toContain('`other` takes no configuration');
  });

  test('A07 A12: an IO manager by name keeps the value, an external asset is loaded by its own and never run', async () => {
    files.set('weather/raw', [30, 35]);
    const raw = externalAsset<number[]>({ key: ['weather', 'raw'], io: 'jsonStore', observe: () => 'monday' });
    const hottest = asset({ inputs: { raw }, io: 'jsonStore' }, ({ raw: rows }) => Math.max(...rows));
    const project = definitions({ assets: { raw, hottest }, resources: { jsonStore } });
    const result = await materialize({ raw, hottest, project });
    expect(value(result, 'hottest')).toBe(35);
    expect(files.get('hottest')).toBe(35);
    expect(states(result)['weather/raw']).toBe('loaded');
  });

  test('a manager that only writes, one that does not exist, and an external without one are named', async () => {
    const writeOnly = { handleOutput: () => ({}) } as IoManager;
    const a = asset({ io: 'out' }, () => 1);
    const b = asset({ inputs: { a } }, () => 2);
    const outside = externalAsset<number>({ key: 'outside' });
    const c = asset({ inputs: { outside } }, () => 3);
    const result = await materialize({ a, b, outside, c }, { resources: { out: writeOnly } });
    expect(reason(result, 'b')).toContain('IO manager `out` only writes (it has no loadInput), so the value of `a`');
    expect(reason(result, 'c')).toContain('the external asset `outside` names no `io`');
    const missing = await materialize({ a });
    expect(reason(missing, 'a')).toContain('There is no resource `out`, which `io` names');
  });

  test('secrets are masked in logs and errors', async () => {
    process.env['HEADWATER_TEST_TOKEN'] = 'hunter2-and-more';
    const leak = asset((ctx) => {
      const token = env('HEADWATER_TEST_TOKEN', { secret: true });
      ctx.log.info(`using ${token}`);
      ctx.addOutputMetadata({ token });
      throw new Error(`refused ${token}`);
    });
    const result = await materialize({ leak });
    expect(JSON.stringify(result.logs)).toContain('using ***');
    expect(reason(result, 'leak')).toBe('refused ***');
  });
});

describe('when bodies fail', () => {
  test('B11 B14: attempts, and the hook once after the last one', async () => {
    const told: unknown[] = [];
    let tries = 0;
    const flaky = asset({ retry: { maxRetries: 2, delay: 1 } }, (ctx) => {
      tries += 1;
      if (ctx.attempt < 3) throw new Error('not yet');
      return ctx.attempt;
    });
    const doomed = asset({ retry: 1 }, () => {
      throw new RangeError('never');
    });
    const project = definitions({
      assets: { flaky, doomed },
      onFailure: ({ asset: of, attempts, error }) => void told.push([of, attempts, error.message]),
    });
    const result = await materialize({ flaky, doomed, project });
    expect([tries, value(result, 'flaky')]).toEqual([3, 3]);
    expect(told).toEqual([['doomed', 2, 'RangeError: never']]);
  });

  test('a timeout and a cancel end what listens to its signal', async () => {
    const slow = asset({ timeout: 20 }, () => new Promise(() => undefined));
    expect(reason(await materialize({ slow }), 'slow')).toContain('took longer than its timeout of 20 ms');
    const abort = new AbortController();
    const waits = asset((ctx) => {
      setImmediate(() => {
        abort.abort();
      });
      return new Promise((_, fail) => {
        ctx.signal.addEventListener('abort', () => {
          fail(new Error('stopped'));
        });
      });
    });
    const after = asset({ deps: [waits] }, () => 1);
    const result = await materialize({ waits, after }, { signal: abort.signal });
    expect(states(result)).toEqual({ waits: 'skipped', after: 'skipped' });
  });

  test('what cannot be kept is refused with its type, its place and its asset', async () => {
    class Money {
      readonly cents = 1;
    }
    const odd = asset(() => ({ prices: [new Money()] }));
    expect(reason(await materialize({ odd }), 'odd')).toMatch(/^`odd`: the memory store cannot keep .*Money.*prices/);
  });
});

test('D03 D04 D06: metadata of the context and of the result come together; the returned one wins, with a warning', async () => {
  const orders = asset({ metadata: { team: 'sales', n: 0 } }, (ctx) => {
    ctx.addOutputMetadata({ n: 1, x: 1.5, ok: true });
    return ctx.result([1], { metadata: { n: 2, s: 'a' } });
  });
  const result = await materialize({ orders });
  expect(result.nodes[0]?.metadata).toEqual({
    team: { kind: 'text', value: 'sales' },
    n: { kind: 'int', value: 2 },
    x: { kind: 'float', value: 1.5 },
    ok: { kind: 'bool', value: true },
    s: { kind: 'text', value: 'a' },
  });
  expect(result.logs.map(({ level, message }) => [level, message])).toContainEqual([
    'warn',
    'Metadata `n` of `orders` was given twice: the returned one stands.',
  ]);
  expect(DEFINITION.description).toBe('headwater.definition');
});

test('A20 an op is a step of its own run, also where another copy of the engine came into the process since', async () => {
  const shout = op({ name: 'shout' }, (ctx, word: string) => {
    ctx.log.info(word);
    return word.toUpperCase();
  });
  const words = graphAsset(async () => shout('wave'));
  const said = async (run: typeof materializeInMemory): Promise<string[]> =>
    (await run({ words } as unknown as Readonly<Record<string, Described>>, OPTIONS)).logs.map(
      ({ message }) => message,
    );
  expect(await said(materializeInMemory)).toEqual(['wave']);
  vi.resetModules();
  const other = await import('./materialize-in-memory.ts');
  expect(other.materializeInMemory).not.toBe(materializeInMemory);
  expect(await said(other.materializeInMemory)).toEqual(['wave']);
  expect(await said(materializeInMemory)).toEqual(['wave']);
});
