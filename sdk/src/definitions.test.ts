// `definitions`: what it says to the engine, and what does not fit together, with the names of the culprits.
import { expect, test } from 'vitest';
import { asset, assetCheck, definitions, externalAsset, job, multiAsset, op, output, resource } from 'headwater';
import { DEFINITION } from 'headwater/internal';

const warehouse = resource({ create: () => ({ handleOutput: () => undefined }) });
const db = resource({ create: () => 'db' });
const otherDb = resource({ create: () => 'other' });
const orders = asset({ io: 'warehouse' }, () => [1]);
const report = asset({ inputs: { orders }, resources: { db } }, () => 1);
const { users, posts } = multiAsset(
  { outputs: { users: output<number>(), posts: output<number>() }, resources: { db } },
  async function* () {},
);
const notEmpty = assetCheck(orders, (orders) => orders.length > 0);

test('B01 one object names everything, frozen', () => {
  const nightly = job('nightly', { selection: '*' });
  const some = job('some', { selection: [orders, users] });
  const onFailure = (): void => {};
  const ioManager = { handleOutput: () => undefined };
  const said = definitions({
    assets: { orders, report, users, notEmpty, nightly, helper: () => 1, limit: 5 },
    jobs: [nightly, some],
    resources: { warehouse: ioManager },
    env: { prod: { resources: { warehouse, db: otherDb } } },
    pools: { api: 2 },
    onFailure,
  })[DEFINITION];
  expect(said).toEqual({
    type: 'definitions',
    assets: { orders, report, users },
    jobs: [nightly, some],
    schedules: [],
    sensors: [],
    resources: { warehouse: ioManager },
    env: { prod: { resources: { warehouse, db: otherDb } } },
    pools: { api: 2 },
    onFailure,
  });
  for (const each of [said, said.assets, said.jobs, said.resources, said.env, said.env['prod'], said.pools])
    expect(Object.isFrozen(each)).toBe(true);
});

test('without assets the exported ones are used, and nothing is said of them', () => {
  expect(definitions({})[DEFINITION]).toMatchObject({
    assets: null,
    jobs: [],
    schedules: [],
    sensors: [],
    resources: {},
    env: {},
    pools: {},
    onFailure: null,
  });
  expect(definitions({ env: { prod: { resources: { db } } } })[DEFINITION].assets).toBeNull();
});

test('a whole multi-asset stands for its outputs; what is named twice is one asset', () => {
  const extract = multiAsset({ outputs: { a: output<number>(), b: output<number>() } }, async function* () {});
  expect(Object.keys(definitions({ assets: { extract, renamed: extract.a } })[DEFINITION].assets ?? {})).toEqual([
    'a',
    'b',
    'renamed',
  ]);
});

test('a pool needs no size, and a resource that is registered settles which of two is meant', () => {
  const pooled = asset({ pool: 'nowhere', resources: { db: otherDb } }, () => 1);
  expect(() => definitions({ assets: { pooled, report }, resources: { db, warehouse } })).not.toThrow();
});

test.each<[string, () => unknown, string]>([
  [
    'B01 a missing IO manager',
    () => definitions({ assets: { orders, copy: asset({ io: 'warehouse' }, () => 1) } }),
    'definitions: there is no resource "warehouse", which "orders" and "copy" name as io; add it to resources.',
  ],
  [
    'B01 a mistyped IO manager',
    () => definitions({ assets: { a: asset({ io: 'wharehouse' }, () => 1) }, resources: { warehouse } }),
    'there is no resource "wharehouse", which "a" names as io; did you mean "warehouse"?',
  ],
  [
    'B01 a duplicate key',
    () =>
      definitions({
        assets: { a: asset({ key: 'x' }, () => 1), b: asset({ key: ['x'] }, () => 2), x: asset(() => 3) },
      }),
    'definitions: "a", "b" and "x" have one key, "x"; give one of them another.',
  ],
  [
    'B01 two resources of one name',
    () => definitions({ assets: { report, other: asset({ resources: { db: otherDb } }, () => 1), users } }),
    'resource "db" is 2 different ones, in "report" and "other"; name them apart, or say in resources which it is.',
  ],
  [
    'B01 a check of an asset that is not there',
    () => definitions({ assets: { report, notEmpty } }),
    'check "notEmpty" is of an asset that is not in assets; add it, or leave the check out.',
  ],
  [
    'B01 a check that blocks what is not there',
    () =>
      definitions({
        assets: { orders, blocking: assetCheck(orders, { name: 'sum', blocks: [posts] }, () => true) },
        resources: { warehouse },
      }),
    'check "sum" blocks an asset that is not in assets (posts); add it, or take it out of blocks.',
  ],
  [
    'a job of what is not there',
    () =>
      definitions({
        assets: { report },
        jobs: [job('nightly', { selection: [externalAsset({ key: ['raw', 'x'] })] })],
      }),
    'job "nightly" selects an asset that is not in assets (raw/x); add it.',
  ],
  [
    'B01 an environment that replaces nothing',
    () => definitions({ assets: { report }, env: { prod: { resources: { cache: db, queue: db } } } }),
    'env "prod" replaces "cache" and "queue", which are no resources; add them to resources, or leave them out.',
  ],
  [
    'a mistyped resource in an environment',
    () =>
      definitions({ assets: { report }, resources: { database: db }, env: { prod: { resources: { databse: db } } } }),
    'env "prod" replaces "databse", which is no resource; did you mean "database"?',
  ],
  [
    'two jobs of one name',
    () => definitions({ jobs: [job('a', { selection: '*' }), job('a', { selection: 'x' })] }),
    '2 jobs have one name, "a"; rename all but one.',
  ],
  [
    'one output and another asset of one name',
    () =>
      definitions({
        assets: { users: asset(() => 1), extract: multiAsset({ outputs: { users: output() } }, async function* () {}) },
      }),
    'assets: "users" names two definitions, an output of a multi-asset and another; rename one of them.',
  ],
  [
    'an asset that is undefined',
    () => definitions({ assets: { gone: undefined } }),
    'assets: "gone" is undefined. Is it exported under that name?',
  ],
  [
    'a namespace that is not spread',
    () => definitions({ assets: { sales: { orders } } }),
    'assets: "sales" holds definitions and is none; spread it: { ...sales }.',
  ],
  [
    'assets as a list',
    () => definitions({ assets: [orders] as never }),
    'assets is an object of assets, such as { orders }; got an array.',
  ],
  [
    'jobs that are none',
    () => definitions({ jobs: [orders as never] }),
    'jobs[0] is not a job but an asset. Hand in what job(name, { selection }) returned.',
  ],
  [
    'an op as resource',
    () => definitions({ resources: { parse: op(() => 1) } }),
    'resources: "parse" is an op; give a resource, or a value such as an IO manager.',
  ],
  [
    'a resource that is undefined',
    () => definitions({ resources: { db: undefined } }),
    'resources: "db" is undefined; give a resource',
  ],
  [
    'an environment without resources',
    () => definitions({ env: { prod: { db } as never } }),
    'definitions: env "prod": there is no option "db". The only option is resources.',
  ],
  [
    'an environment in words',
    () => definitions({ env: { prod: 'x' as never } }),
    'definitions: env "prod": it is a string ("x"); write what it replaces, as { resources: { db } }.',
  ],
  [
    'a pool of no size',
    () => definitions({ pools: { api: 0 } }),
    'the size of pool "api" is a whole number, 1 or more; got number 0.',
  ],
  [
    'a hook that is none',
    () => definitions({ onFailure: 'mail' as never }),
    'onFailure is a function that is told of failed steps; got a string ("mail").',
  ],
  [
    'another option',
    () => definitions({ asset: { orders } } as never),
    'definitions: there is no option "asset". Did you mean "assets"?',
  ],
])('%s', (_what, make, sentence) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(sentence);
});

test('B01 several problems are told at once', () => {
  const make = (): unknown =>
    definitions({
      assets: { orders, notEmpty, a: asset({ key: 'orders' }, () => 1) },
      env: { prod: { resources: { x: db } } },
    });
  expect(make).toThrow(
    [
      'definitions: 3 problems:',
      '- "orders" and "a" have one key, "orders"; give one of them another.',
      '- there is no resource "warehouse", which "orders" names as io; add it to resources.',
      '- env "prod" replaces "x", which is no resource; add it to resources, or leave it out.',
    ].join('\n'),
  );
});

test('what one asset reads cannot read it back: an upstream is there before what names it, and does not change', () => {
  const deps: unknown[] = [orders];
  const first = asset({ deps: deps as never }, () => 1);
  deps.push(asset({ inputs: { first } }, () => 2));
  expect((first as unknown as Record<symbol, { deps: unknown[] }>)[DEFINITION]?.deps).toEqual([orders]);
});
