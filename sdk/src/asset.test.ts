// The definition at run time: what it says to the engine, what a call gives, what is refused and in which words.
import { expect, test } from 'vitest';
import { asset, meta, testContext, type AssetDescription } from 'headwater';

const DEFINITION = Symbol.for('headwater.definition');

/** As the engine reads it: by the symbol alone. */
function describe(definition: unknown): AssetDescription {
  return (definition as Record<symbol, AssetDescription>)[DEFINITION]!;
}

const ordersRaw = asset(() => [{ orderId: 1, customerId: 1 }]);
const customers = asset({ group: 'bronze' }, async () => [{ customerId: 1, segment: 'Premium' }]);
const enrichedOrders = asset({ inputs: { ordersRaw, customers } }, ({ ordersRaw, customers }, ctx) => {
  ctx.log.info(`n=${ordersRaw.length}`);
  const segment = new Map(customers.map((each) => [each.customerId, each.segment]));
  return ordersRaw.map((order) => ({ ...order, segment: segment.get(order.customerId) ?? 'unknown' }));
});

test('defining an asset runs nothing', () => {
  let ran = 0;
  const counted = asset(() => ++ran);
  asset({ inputs: { counted }, deps: [counted] }, () => ++ran);
  expect(ran).toBe(0);
});

test('the engine finds what was said, and nothing that was not', () => {
  const plain = describe(ordersRaw);
  expect({ ...plain, run: null }).toEqual({
    type: 'asset',
    automation: null,
    backfill: null,
    freshness: null,
    mappings: [],
    partitions: null,
    key: null,
    renamedFrom: [],
    description: null,
    group: null,
    kinds: [],
    tags: {},
    owners: [],
    io: null,
    columns: null,
    checks: [],
    inputs: {},
    loadAs: {},
    deps: [],
    resources: {},
    config: null,
    retry: null,
    timeoutMs: null,
    memoryLimit: null,
    pool: null,
    codeVersion: null,
    deterministic: false,
    metadata: {},
    run: null,
  });
  const full = asset(
    {
      key: ['weather', 'highs'],
      renamedFrom: 'highs',
      description: 'Daily highs.',
      group: 'gold',
      kinds: ['typescript'],
      inputs: { customers, ordersRaw },
      deps: [ordersRaw, customers, ordersRaw],
    },
    () => null,
  );
  expect(describe(full)).toMatchObject({
    key: ['weather', 'highs'],
    renamedFrom: ['highs'],
    description: 'Daily highs.',
    group: 'gold',
    kinds: ['typescript'],
  });
  expect(Object.entries(describe(full).inputs)).toEqual([
    ['customers', customers],
    ['ordersRaw', ordersRaw],
  ]);
  expect(describe(full).deps).toEqual([ordersRaw, customers]);
  expect(describe(asset({ key: 'highs' }, () => 1)).key).toEqual(['highs']);
});

test('a definition is frozen, deeply, and does not hold on to what it was given', () => {
  const kinds = ['typescript'];
  const options = { kinds, inputs: { customers }, deps: [ordersRaw], key: ['a', 'b'] as [string, ...string[]] };
  const made = asset(options, () => 1);
  kinds.push('other');
  options.key.push('c');
  expect(describe(made)).toMatchObject({ kinds: ['typescript'], key: ['a', 'b'] });
  const { inputs, deps, key, kinds: said } = describe(made);
  for (const each of [made, describe(made), inputs, deps, key, said]) expect(Object.isFrozen(each)).toBe(true);
});

test('the engine runs every body the same way, as (inputs, ctx)', async () => {
  const ctx = { runId: 'r1' } as never;
  expect(describe(asset(({ runId }) => runId)).run({}, ctx)).toBe('r1');
  expect(describe(asset({ group: 'g' }, ({ runId }) => runId)).run({}, ctx)).toBe('r1');
  expect(
    describe(asset({ inputs: { ordersRaw } }, (inputs, { runId }) => [inputs, runId])).run({ ordersRaw: 5 }, ctx),
  ).toEqual([{ ordersRaw: 5 }, 'r1']);
  expect(describe(asset({ inputs: {} }, (inputs, { runId }) => [inputs, runId])).run({}, ctx)).toEqual([{}, 'r1']);
});

test('G03 a call runs the plain function on what it is handed', async () => {
  const fake = [
    { orderId: 7, customerId: 1 },
    { orderId: 8, customerId: 9 },
  ];
  await expect(
    enrichedOrders({ ordersRaw: fake, customers: [{ customerId: 1, segment: 'Standard' }] }),
  ).resolves.toEqual([
    { orderId: 7, customerId: 1, segment: 'Standard' },
    { orderId: 8, customerId: 9, segment: 'unknown' },
  ]);
  await expect(ordersRaw()).resolves.toEqual([{ orderId: 1, customerId: 1 }]);
  await expect(asset(() => null)()).resolves.toBeNull();
  await expect(asset(() => {})()).resolves.toBeUndefined();
});

test('D02 the context is optional, in the body and in the call', async () => {
  const ctx = testContext();
  await enrichedOrders({ ordersRaw: [], customers: [] }, ctx);
  expect(ctx.logs).toEqual([{ level: 'info', message: 'n=0' }]);
  await expect(asset(() => 1)(testContext())).resolves.toBe(1);
  const inert = await asset({ key: ['weather', 'highs'] }, (given) => {
    given.log.error('nobody hears this');
    given.addOutputMetadata({ rows: 1, ratio: 0.5, name: 'x', ok: true, at: meta.url('https://x.example') });
    given.progress(0.5, 'half');
    return { ...given, aborted: given.signal.aborted };
  })();
  expect(inert).toMatchObject({
    aborted: false,
    runId: 'test',
    attempt: 1,
    key: ['weather', 'highs'],
    selected: [],
    resources: {},
    config: undefined,
    previous: null,
  });
});

test('what a body throws, sync or async, is the rejection', async () => {
  const boom = new Error('boom');
  const throwing = asset(() => {
    throw boom;
  });
  await expect(throwing()).rejects.toBe(boom);
  await expect(asset(() => Promise.reject(boom))()).rejects.toBe(boom);
});

test('metadata that a run would refuse is refused in a plain call', async () => {
  const adding = (metadata: unknown) => asset((ctx) => ctx.addOutputMetadata(metadata as never))();
  await expect(adding({ n: [1] })).rejects.toThrow(
    'ctx.addOutputMetadata: "n" is an array; a value is a finite number, a string, a boolean, or made by meta (int, float,',
  );
  await expect(adding({ n: NaN })).rejects.toThrow('"n" is number NaN');
  await expect(adding('rows')).rejects.toThrow(
    'ctx.addOutputMetadata takes an object, such as { rows: 3 }; got a string ("rows").',
  );
});

test('inputs left out of a call are named', async () => {
  const call = enrichedOrders as unknown as (inputs?: unknown) => Promise<unknown>;
  await expect(call({ ordersRaw: [] })).rejects.toThrow('call it with { ordersRaw, customers }. Missing: customers.');
  await expect(call()).rejects.toThrow('Missing: ordersRaw, customers.');
  await expect(call({ ordersRaw: [], customers: [], more: 1 })).resolves.toEqual([]);
});

test('a key that is given is the key; without one the engine binds the name it is exported by', () => {
  expect(describe(asset({ key: 'highs' }, () => 1)).key).toEqual(['highs']);
  expect(describe(asset({ group: 'g' }, () => 1)).key).toBeNull();
});

test('how a body is run is read into milliseconds, bytes and counts', () => {
  const said = describe(
    asset(
      {
        tags: { domain: 'sales' },
        owners: ['team:data', 'ann@example.com'],
        io: 'warehouse',
        checks: ['notEmpty', { name: 'sum', blocking: true, severity: 'warn' }],
        retry: { maxRetries: 5, delay: '5s', backoff: 'exponential', jitter: 'plus-minus' },
        timeout: '1.5h',
        memoryLimit: '512MB',
        pool: 'db',
        codeVersion: '2',
        deterministic: true,
        metadata: { source: 'shop', rows: 3 },
      },
      () => 1,
    ),
  );
  expect(said).toMatchObject({
    tags: { domain: 'sales' },
    owners: ['team:data', 'ann@example.com'],
    io: 'warehouse',
    checks: [
      { name: 'notEmpty', blocking: false, severity: 'error' },
      { name: 'sum', blocking: true, severity: 'warn' },
    ],
    retry: { maxRetries: 5, delayMs: 5000, backoff: 'exponential', jitter: 'plus-minus' },
    timeoutMs: 5_400_000,
    memoryLimit: 536_870_912,
    pool: 'db',
    codeVersion: '2',
    deterministic: true,
    metadata: { source: { kind: 'text', value: 'shop' }, rows: { kind: 'int', value: 3 } },
  });
  for (const each of [
    said.tags,
    said.owners,
    said.checks,
    said.checks[0],
    said.retry,
    said.metadata,
    said.metadata['rows'],
  ])
    expect(Object.isFrozen(each)).toBe(true);
});

test.each([
  [4, { maxRetries: 4, delayMs: 0, backoff: null, jitter: null }],
  [{}, { maxRetries: 1, delayMs: 0, backoff: null, jitter: null }],
  [{ delay: 250 }, { maxRetries: 1, delayMs: 250, backoff: null, jitter: null }],
] as const)('retry: %j', (retry, read) => {
  expect(describe(asset({ retry }, () => 1)).retry).toEqual(read);
});

test.each([
  ['500ms', 500],
  ['5s', 5000],
  ['30m', 1_800_000],
  ['1h', 3_600_000],
  ['2d', 172_800_000],
  [1234, 1234],
] as const)('a timeout of %j is %i ms', (timeout, ms) => {
  expect(describe(asset({ timeout }, () => 1)).timeoutMs).toBe(ms);
});

test.each([
  ['64KB', 65_536],
  ['2GB', 2_147_483_648],
  [1000, 1000],
] as const)('a memory limit of %j is %i bytes', (memoryLimit, bytes) => {
  expect(describe(asset({ memoryLimit }, () => 1)).memoryLimit).toBe(bytes);
});
