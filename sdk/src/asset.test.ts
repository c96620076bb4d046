// The definition at run time: what it says to the engine, what a call gives, what is refused and in which words.
import { expect, test } from 'vitest';
import { asset, type AssetDescription } from 'headwater';

const DEFINITION = Symbol.for('headwater.definition');

/** As the engine reads it: by the symbol alone. */
function describe(definition: unknown): AssetDescription {
  return (definition as Record<symbol, AssetDescription>)[DEFINITION]!;
}

/** What a program without a compiler may hand in. */
const untyped = asset as unknown as (...args: readonly unknown[]) => (...args: readonly unknown[]) => Promise<unknown>;

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
    key: null,
    description: null,
    group: null,
    kinds: [],
    inputs: {},
    deps: [],
    run: null,
  });
  const full = asset(
    {
      key: ['weather', 'highs'],
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

test('the context is optional, in the body and in the call', async () => {
  const messages: string[] = [];
  const log = {
    debug: () => {},
    info: (message: string) => void messages.push(message),
    warn: () => {},
    error: () => {},
  };
  const ctx = { log, addOutputMetadata: () => {}, signal: new AbortController().signal, runId: 'mine' };
  await enrichedOrders({ ordersRaw: [], customers: [] }, ctx);
  expect(messages).toEqual(['n=0']);
  const inert = await asset((given) => {
    given.log.error('nobody hears this');
    given.addOutputMetadata({ rows: 1, ratio: 0.5, name: 'x', ok: true });
    return { aborted: given.signal.aborted, runId: given.runId };
  })();
  expect(inert).toEqual({ aborted: false, runId: 'test' });
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
    'addOutputMetadata: "n" is an array; a value is a finite number, a string or a boolean.',
  );
  await expect(adding({ n: NaN })).rejects.toThrow('"n" is number NaN');
  await expect(adding('rows')).rejects.toThrow(
    'addOutputMetadata takes an object, such as { rows: 3 }; got a string ("rows").',
  );
});

test('inputs left out of a call are named', async () => {
  const call = enrichedOrders as unknown as (inputs?: unknown) => Promise<unknown>;
  await expect(call({ ordersRaw: [] })).rejects.toThrow('call it with { ordersRaw, customers }. Missing: customers.');
  await expect(call()).rejects.toThrow('Missing: ordersRaw, customers.');
  await expect(call({ ordersRaw: [], customers: [], more: 1 })).resolves.toEqual([]);
});

test.each<[string, readonly unknown[], string]>([
  ['no body', [{ group: 'a' }, undefined], 'asset: the body is a function, and comes last; got undefined.'],
  ['options alone', [{ group: 'a' }], 'asset: the body is a function, and comes last; got an object.'],
  ['nothing', [], 'asset: the first of two arguments holds the options, an object; got undefined.'],
  [
    'arguments swapped',
    [() => 1, {}],
    'asset: the first of two arguments holds the options, an object; got a function.',
  ],
  ['a mistyped option', [{ gruop: 'a' }, () => 1], 'asset: there is no option "gruop". Did you mean "group"?'],
  ['the option of one kind', [{ kind: ['a'] }, () => 1], 'Did you mean "kinds"?'],
  [
    'another option',
    [{ retry: 3 }, () => 1],
    'there is no option "retry". The options are inputs, deps, group, kinds, description, key.',
  ],
  [
    'an input that is undefined',
    [{ inputs: { customers: undefined } }, () => 1],
    'input "customers" is not an asset but undefined. Is it exported under that name?',
  ],
  [
    'an input that is a value',
    [{ inputs: { customers: [1] } }, () => 1],
    'input "customers" is not an asset but an array. Hand in the asset itself',
  ],
  [
    'an input that is a call',
    [{ inputs: { customers: Promise.resolve(1) } }, () => 1],
    'input "customers" is not an asset but a promise.',
  ],
  [
    'inputs as a list',
    [{ inputs: [customers] }, () => 1],
    'inputs is an object of assets, such as { orders }; got an array.',
  ],
  ['a dep by name', [{ deps: ['customers'] }, () => 1], 'deps[0] is not an asset but a string ("customers").'],
  [
    'deps as an object',
    [{ deps: { customers } }, () => 1],
    'deps is an array of assets, such as [orders]; got an object.',
  ],
  ['an empty group', [{ group: ' ' }, () => 1], 'group is empty; name it, or leave it out.'],
  ['a group that is no text', [{ group: 3 }, () => 1], 'group is a string; got number 3.'],
  ['a description that is no text', [{ description: new Date(0) }, () => 1], 'description is a string; got a Date.'],
  [
    'kinds as a string',
    [{ kinds: 'ts' }, () => 1],
    'kinds is an array of strings, such as [\'typescript\']; got a string ("ts").',
  ],
  ['a kind that is no word', [{ kinds: [''] }, () => 1], 'one of them is a string ("").'],
  ['no segments', [{ key: [] }, () => 1], 'key is an empty array'],
  ['an empty segment', [{ key: ['a', ''] }, () => 1], 'key has an empty segment in key ["a",""]'],
  [
    'a slash',
    [{ key: 'weather/highs' }, () => 1],
    'key segment "weather/highs" has a slash; write several segments as an array: ["weather","highs"].',
  ],
  ['a way out', [{ key: ['a', '..'] }, () => 1], 'key segment ".." would leave its folder'],
  ['a control character', [{ key: 'a\u0000b' }, () => 1], 'key segment "a\\u0000b" has a control character'],
  ['half a character', [{ key: 'a\ud800' }, () => 1], 'has a control character'],
  [
    'a key that is no text',
    [{ key: ['a', 1] }, () => 1],
    'key is a string or an array of strings; got number 1 in key ["a",1].',
  ],
])('%s is a TypeError with a sentence', (_what, args, sentence) => {
  expect(() => untyped(...args)).toThrow(TypeError);
  expect(() => untyped(...args)).toThrow(sentence);
});
