// What the compiler must accept and refuse of everything made of assets: external ones, multi-assets, ops, checks, jobs, runs.
/* eslint-disable @typescript-eslint/no-unused-vars -- many names are there to be asked for their types */
import {
  asset,
  assetCheck,
  definitions,
  env,
  externalAsset,
  graphAsset,
  job,
  materialize,
  multiAsset,
  op,
  output,
  resource,
  testContext,
  type CheckOutcome,
  type Op,
} from 'headwater';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(equal: Same<A, B>): void;

interface User {
  readonly id: number;
}
interface Row {
  readonly sku: string;
}

// External assets.
const readings = externalAsset<number[]>({ io: 'warehouse', observe: async ({ signal }) => String(signal.aborted) });
const unkept = externalAsset<string>();
const warmest = asset({ inputs: { readings, unkept } }, ({ readings, unkept }) => {
  same<typeof readings, number[]>(true);
  return [Math.max(...readings), unkept] as const;
});
// @ts-expect-error -- it is never run
void readings();
// @ts-expect-error -- there is no such option
externalAsset<number>({ inputs: {} });
// @ts-expect-error -- a data version is text
externalAsset<number>({ observe: () => 5 });

// Multi-assets.
const shop = resource({ create: () => ({ all: async (): Promise<User[]> => [] }) });
const { users, posts } = multiAsset(
  { outputs: { users: output<User[]>({ group: 'raw' }), posts: output<string[]>({ checks: ['any'] }) } },
  async function* (ctx) {
    same<typeof ctx.selected, readonly string[]>(true);
    yield ctx.result('users', [{ id: 1 }], { metadata: { users: 1 } });
    yield ctx.materialized('posts', { checks: { any: true } });
  },
);
const withNeeds = multiAsset(
  { outputs: { a: output<number>() }, inputs: { users }, resources: { shop }, canSubset: true },
  async function* ({ users }, ctx) {
    same<typeof users, User[]>(true);
    yield ctx.result('a', (await ctx.resources.shop.all()).length);
  },
);
asset({ inputs: { users, a: withNeeds.a }, deps: [posts] }, ({ users, a }) => {
  same<typeof users, User[]>(true);
  same<typeof a, number>(true);
});
const calledUsers: Promise<User[]> = users();
const calledA: Promise<number> = withNeeds.a(
  { users: [] },
  testContext({ resources: { shop: { all: async () => [] } } }),
);
// @ts-expect-error -- it needs a context
void withNeeds.a({ users: [] });
multiAsset({ outputs: { users: output<User[]>() } }, async function* (ctx) {
  // @ts-expect-error -- no output of that name
  yield ctx.result('user', []);
  // @ts-expect-error -- the output is of another type
  yield ctx.result('users', ['one']);
  // @ts-expect-error -- no output of that name
  yield ctx.materialized('user');
});
// @ts-expect-error -- a body yields results
multiAsset({ outputs: { users: output<User[]>() } }, async function* () {
  yield [{ id: 1 }];
});
// @ts-expect-error -- a body is a generator
multiAsset({ outputs: { users: output<User[]>() } }, async (ctx) => ctx.result('users', []));
// @ts-expect-error -- an output is declared by output()
multiAsset({ outputs: { users: {} } }, async function* () {});
// @ts-expect-error -- a whole multi-asset is no input
asset({ inputs: { withNeeds } }, () => 1);
// @ts-expect-error -- no output of that name
void withNeeds.b;
// @ts-expect-error -- there is no such option
output<number>({ retry: 3 });

// A20 Ops and how they are wired.
const download = op(async (ctx) => ctx.runId);
const parse = op((ctx, path: string, limit: number = 10): Row[] => [{ sku: `${path}${limit}` }]);
const validate = op({ name: 'check', retry: { maxRetries: 3 }, timeout: '1m' }, async (ctx, rows: Row[]) => {
  ctx.log.info(`${ctx.attempt}`);
  return rows.filter(({ sku }) => sku !== '');
});
same<typeof download, Op<[], string>>(true);
same<typeof validate, Op<[rows: Row[]], Row[]>>(true);
const sales = graphAsset(async () => validate(await parse(await download())));
const more = graphAsset({ inputs: { sales }, group: 'gold', checks: ['any'] }, async ({ sales }, ctx) => {
  same<typeof sales, Row[]>(true);
  return ctx.result(await validate(sales), { checks: { any: true } });
});
same<Awaited<ReturnType<typeof more>>, Row[]>(true);
// @ts-expect-error -- a promise is not its value
graphAsset(async () => parse(download()));
// @ts-expect-error -- rows are no path
graphAsset(async () => parse(await validate([])));
// @ts-expect-error -- an argument is missing
graphAsset(async () => validate());
// @ts-expect-error -- the context is not handed over
graphAsset(async (ctx) => validate(ctx, []));
// @ts-expect-error -- an op is no input
asset({ inputs: { parse } }, () => 1);
// @ts-expect-error -- there is no such option
op({ group: 'a' }, () => 1);

// Checks.
const stored = asset(async () => {});
const positive = assetCheck(sales, (rows, ctx) => {
  same<typeof rows, Row[]>(true);
  return { passed: rows.length > 0, metadata: { rows: rows.length, before: String(ctx.previous?.time) } };
});
const outcome: Promise<CheckOutcome> = positive([{ sku: 'a' }]);
assetCheck(users, { name: 'any', blocking: true, severity: 'warn' }, async (users) => users.length > 0);
assetCheck(readings, { blocks: [warmest] }, async (readings) => ({ passed: readings.length > 0, severity: 'warn' }));
assetCheck(stored, (value) => {
  same<typeof value, undefined>(true);
  return true;
});
assetCheck(sales, (rows): { passed: boolean } | boolean => rows.length > 0);
// @ts-expect-error -- the value is of another type
void positive([{ sku: 1 }]);
// @ts-expect-error -- an outcome has `passed`
assetCheck(sales, () => ({ pased: true }));
// @ts-expect-error -- an outcome has no such field
assetCheck(sales, () => ({ passed: true, sevrity: 'warn' }));
// @ts-expect-error -- an outcome has no such field
assetCheck(sales, async () => ({ passed: true, message: 'fine' }));
// @ts-expect-error -- passed is a boolean
assetCheck(sales, () => ({ passed: 1 }));
// @ts-expect-error -- a number is no outcome
assetCheck(sales, (rows) => rows.length);
// @ts-expect-error -- the rows have no such field
assetCheck(sales, (rows) => rows.every(({ price }) => price > 0));
// @ts-expect-error -- a check is of an asset
assetCheck(parse, () => true);
// @ts-expect-error -- there is no such option
assetCheck(sales, { block: true }, () => true);

// Jobs, definitions, variables.
const nightly = job('nightly', { selection: 'group:"gold"' });
definitions({
  assets: { sales, users, helper: () => 1 },
  jobs: [nightly, job('some', { selection: [sales, users] })],
  resources: { shop, files: { handleOutput: () => undefined } },
  env: { dev: { resources: { shop } } },
  pools: { shop: 2 },
  onFailure: async ({ asset, attempts, error, log }) => log.error(`${asset} ${attempts} ${error.message}`),
});
// @ts-expect-error -- a job selects
job('nightly', {});
// @ts-expect-error -- assets, not their names
job('nightly', { selection: ['sales'] });
// @ts-expect-error -- jobs are a list of jobs
definitions({ jobs: [sales] });
// @ts-expect-error -- there is no such option
definitions({ schedule: [] });
// @ts-expect-error -- a size is a number
definitions({ pools: { shop: 'two' } });
const variable: string = env('SHOP_TOKEN', { secret: true, default: 'none' });
// @ts-expect-error -- a variable is text
env('LIMIT', { default: 5 });

// G04 Runs.
const all = await materialize({ sales, users, readings, positive, stored });
same<typeof all.values.sales, Row[]>(true);
same<typeof all.values.users, User[]>(true);
same<typeof all.values.readings, number[] | undefined>(true);
same<typeof all.values.stored, void>(true);
same<ReturnType<typeof all.value<User[]>>, User[]>(true);
const some = await materialize(
  { sales, users },
  { selection: [sales], store: 'project', config: { assets: { sales: {} } } },
);
same<typeof some.values.users, User[] | undefined>(true);
const onlySales: Row[] = some.value(sales);
// @ts-expect-error -- a check has no value
void all.values.positive;
// @ts-expect-error -- not in the record
void all.values.posts;
// @ts-expect-error -- the value is of another type
const wrong: string[] = all.value(users);
// @ts-expect-error -- no store of that name
void materialize({ sales }, { store: 'file' });

void [calledUsers, calledA, outcome, variable, onlySales, wrong];
