// What the engine uses of `headwater/internal`: contexts over its own sinks, results, and the hook behind ops.
import { afterEach, expect, test } from 'vitest';
import { asset, multiAsset, op, output } from 'headwater';
import {
  createCheckContext,
  createContext,
  createFailureContext,
  createOpContext,
  createResourceContext,
  DEFINITION,
  readCheckResult,
  readResult,
  type ContextSinks,
  type Described,
  type EngineHooks,
} from 'headwater/internal';

/** Sinks that write down what they hear. */
function sinks(more: Partial<ContextSinks> = {}): ContextSinks & { readonly heard: unknown[] } {
  const heard: unknown[] = [];
  return {
    heard,
    key: ['weather', 'highs'],
    runId: 'r1',
    attempt: 2,
    signal: new AbortController().signal,
    outputs: null,
    selected: [],
    resources: { db: 1 },
    config: { limit: 5 },
    previous: null,
    log: (level, message) => heard.push([level, message]),
    metadata: (added) => heard.push(added),
    progress: (fraction, message) => heard.push([fraction, message]),
    ...more,
  };
}

test('a context says and asks through its sinks', () => {
  const given = sinks();
  const ctx = createContext(given);
  ctx.log.debug('a');
  ctx.log.error(new Error('b') as never);
  ctx.addOutputMetadata({ rows: 3 });
  ctx.progress(0.5);
  ctx.progress(1.0000001, 'done');
  expect(given.heard).toEqual([
    ['debug', 'a'],
    ['error', 'Error: b'],
    { rows: { kind: 'int', value: 3 } },
    [0.5, null],
    [1, 'done'],
  ]);
  const { key, runId, attempt, signal, resources, config, previous, selected } = ctx;
  expect({ key, runId, attempt, signal, resources, config, previous, selected }).toEqual({
    key: ['weather', 'highs'],
    runId: 'r1',
    attempt: 2,
    signal: given.signal,
    resources: { db: 1 },
    config: { limit: 5 },
    previous: null,
    selected: [],
  });
  expect(Object.isFrozen(ctx)).toBe(true);
});

test('the methods of a context need no `this`', () => {
  const given = sinks();
  const { log, addOutputMetadata, result, progress } = createContext(given);
  const { info } = log;
  info('a');
  addOutputMetadata({ a: 1 });
  progress(0);
  expect(given.heard).toHaveLength(3);
  expect(readResult(result(1))?.value).toBe(1);
});

test('a result is told from a plain value, and says what was said', () => {
  const ctx = createContext(sinks());
  const said = {
    metadata: { n: 1 },
    checks: { a: true, b: { passed: false, severity: 'warn' } },
    dataVersion: 'v1',
  } as const;
  expect(readResult(ctx.result([1], said))).toEqual({
    type: 'result',
    output: null,
    hasValue: true,
    value: [1],
    metadata: { n: { kind: 'int', value: 1 } },
    checks: {
      a: { passed: true, severity: null, metadata: {} },
      b: { passed: false, severity: 'warn', metadata: {} },
    },
    dataVersion: 'v1',
  });
  expect(readResult(ctx.materialized())).toMatchObject({ hasValue: false, value: undefined, dataVersion: null });
  for (const plain of [undefined, null, 1, 'a', [], {}, { type: 'result' }]) expect(readResult(plain)).toBeNull();
});

test('the context of a multi-asset knows its outputs', () => {
  const ctx = createContext(sinks({ outputs: ['users', 'posts'], selected: ['posts'] })) as unknown as {
    result: (output: unknown, value?: unknown, options?: unknown) => unknown;
    materialized: (output: unknown, options?: unknown) => unknown;
    selected: readonly string[];
  };
  expect(ctx.selected).toEqual(['posts']);
  expect(readResult(ctx.result('users', [1], { metadata: { n: 1 } }))).toMatchObject({ output: 'users', value: [1] });
  expect(readResult(ctx.materialized('posts'))).toMatchObject({ output: 'posts', hasValue: false });
  expect(() => ctx.materialized('likes')).toThrow(
    `ctx.materialized: the first argument names an output of this multi-asset ('users', 'posts'); got a string ("likes").`,
  );
  expect(() => ctx.result('users', 1, { metdata: {} })).toThrow(
    'ctx.result("users", value, options): there is no option "metdata"',
  );
});

test('the other contexts', () => {
  const given = sinks();
  const { runId, attempt, signal, log, metadata } = given;
  const opContext = createOpContext({ runId, attempt, signal, log, metadata });
  opContext.log.info('op');
  opContext.addOutputMetadata({ a: 1 });
  const checked = createCheckContext({ runId, attempt, signal, log, metadata: {}, previous: null });
  checked.log.info('check');
  const resource = createResourceContext({ config: { a: 1 }, runId, env: 'prod', log });
  resource.log.info('resource');
  const failure = createFailureContext({ runId, asset: 'a', attempts: 3, error: { message: 'm' }, log });
  failure.log.info('failure');
  expect(given.heard).toEqual([
    ['info', 'op'],
    { a: { kind: 'int', value: 1 } },
    ['info', 'check'],
    ['info', 'resource'],
    ['info', 'failure'],
  ]);
  expect({ ...checked, log: 0, signal: 0 }).toEqual({
    runId,
    attempt,
    metadata: {},
    previous: null,
    log: 0,
    signal: 0,
  });
  expect({ ...resource, log: 0 }).toEqual({ config: { a: 1 }, runId, env: 'prod', log: 0 });
  expect({ ...failure, log: 0 }).toEqual({ runId, asset: 'a', attempts: 3, error: { message: 'm' }, log: 0 });
  for (const each of [opContext, checked, resource, failure, failure.error]) expect(Object.isFrozen(each)).toBe(true);
});

test('an outcome is read from each of its forms', () => {
  expect(readCheckResult(false, 'here')).toEqual({ passed: false, severity: null, metadata: {} });
  expect(readCheckResult({ passed: true, severity: 'error', metadata: { n: 1 } }, 'here')).toEqual({
    passed: true,
    severity: 'error',
    metadata: { n: { kind: 'int', value: 1 } },
  });
  expect(() => readCheckResult({ passed: 1 }, 'here')).toThrow('here: passed is true or false; got number 1.');
  expect(() => readCheckResult({ passed: true, severity: 'bad' }, 'here')).toThrow(
    "here: severity is 'warn' or 'error'",
  );
});

test('the engine runs a multi-asset as an async iterable of results, and finds it from its outputs', async () => {
  const both = multiAsset(
    { outputs: { a: output<number>({ group: 'g' }), b: output<number>() }, canSubset: true },
    async function* (ctx) {
      yield ctx.result('a', 1);
      yield ctx.result('b', 2);
    },
  );
  const multi = both[DEFINITION];
  expect(multi).toMatchObject({ type: 'multi', canSubset: true, inputs: {}, outputs: { a: both.a, b: both.b } });
  expect(both.a[DEFINITION]).toMatchObject({ type: 'output', name: 'a', group: 'g', key: null, checks: [] });
  expect(both.a[DEFINITION].multi()).toBe(multi);
  const yielded: unknown[] = [];
  for await (const each of multi.run({}, createContext(sinks({ outputs: ['a', 'b'] }))))
    yielded.push(readResult(each)?.output);
  expect(yielded).toEqual(['a', 'b']);
  for (const each of [both, multi, multi.outputs, both.a]) expect(Object.isFrozen(each)).toBe(true);
});

const HOOKS = Symbol.for('headwater.hooks');
const holder = globalThis as { [HOOKS]?: EngineHooks };
// Another test of this thread may have run an engine, which puts its own there once.
const before = holder[HOOKS];
afterEach(() => {
  Object.assign(holder, { [HOOKS]: before });
});

test('A20 in a run the engine gets each call of an op, with the op and its arguments', async () => {
  const parse = op({ name: 'parse', retry: 2, timeout: '1s' }, function named(ctx, text: string) {
    return text.length;
  });
  expect(parse[DEFINITION]).toMatchObject({ type: 'op', name: 'parse', retry: { maxRetries: 2 }, timeoutMs: 1000 });
  expect(parse[DEFINITION].run.name).toBe('named');
  const calls: [Described, readonly unknown[]][] = [];
  holder[HOOKS] = {
    callOp: (called, args) => {
      calls.push([called, args]);
      return args[0] === 'plain' ? null : Promise.resolve('from the step');
    },
  };
  await expect(parse('abc')).resolves.toBe('from the step');
  await expect(parse('plain')).resolves.toBe(5);
  expect(calls).toEqual([
    [parse, ['abc']],
    [parse, ['plain']],
  ]);
});

test('two copies of the package understand each other: everything is found by registered symbols', () => {
  expect(Symbol.for('headwater.definition')).toBe(DEFINITION);
  expect(Object.getOwnPropertySymbols(asset(() => 1))).toContain(DEFINITION);
  const result = createContext(sinks()).result(1);
  expect(Object.getOwnPropertySymbols(result)).toEqual([Symbol.for('headwater.result')]);
});
