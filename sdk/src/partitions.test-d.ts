// What the compiler knows of partitions, automation, schedules and sensors; each expected error that does not come is an error itself.
import {
  asset,
  assetCheck,
  automation,
  definitions,
  externalAsset,
  freshness,
  fromPartitions,
  graphAsset,
  job,
  loadAs,
  mapping,
  materialize,
  multiAsset,
  output,
  partitions,
  resource,
  schedule,
  sensor,
  testContext,
  types,
  type AssetContext,
  type AutomationCondition,
  type Partitions,
} from 'headwater';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function typeOf<Given>(value: Given): { is<Expected>(equal: Same<Given, Expected>): void };

const days = partitions.daily({ start: '2026-01-01' });
const sameDays = partitions.daily({ start: '2026-01-01' });
const laterDays = partitions.daily({ start: '2026-02-01', timezone: 'Europe/Berlin' });
const hours = partitions.hourly({ start: '2026-01-01', end: '2026-03-01', endOffset: 1 });
const months = partitions.cron({ cron: '0 0 1 * *', start: '2026-01-01' });
const countries = partitions.static(['us', 'de']);
const both = partitions.multi({ day: days, country: countries });
declare const someDays: Partitions;

// The partition can be read where there are partitions, and nowhere else.
const visits = asset({ partitions: days }, (ctx) => {
  typeOf(ctx.partitionKey).is<string>(true);
  typeOf(ctx.partitionWindow.start).is<Date>(true);
  typeOf(ctx.partitionKeyRange.from).is<string>(true);
  return [{ page: ctx.partitionKey }];
});
type Visits = { page: string }[];
// @ts-expect-error -- it is made whole
asset((ctx) => ctx.partitionKey);
// @ts-expect-error -- it is made whole
asset({ group: 'a' }, (ctx) => ctx.partitionWindow);
asset({ partitions: countries }, (ctx) => {
  typeOf(ctx.partitionKey).is<'us' | 'de'>(true);
  // @ts-expect-error -- there is no such key
  return ctx.partitionKey === 'uk';
});
const keyOf = (ctx: AssetContext): string => (ctx.hasPartition() ? ctx.partitionKey : 'all');
asset({ partitions: both }, (ctx) => keyOf(ctx) + ctx.partitionKey);
asset({ partitions: someDays }, (ctx) => ctx.partitionKey);

// An input is one value of the same partitions, and a record of all others.
const clicks = asset({ partitions: hours }, () => 1);
const sales = asset({ partitions: countries }, () => 'many');
const grid = asset({ partitions: both }, () => true);
const whole = asset(() => 5n);
asset({ inputs: { visits, whole }, partitions: sameDays }, ({ visits, whole }) => {
  typeOf(visits).is<Visits>(true);
  typeOf(whole).is<bigint>(true);
});
asset({ inputs: { visits, clicks, sales, grid }, partitions: laterDays }, (inputs) => {
  typeOf(inputs.visits).is<Record<string, Visits>>(true);
  typeOf(inputs.clicks).is<Record<string, number>>(true);
  typeOf(inputs.sales).is<Record<string, string>>(true);
  typeOf(inputs.grid).is<Record<string, boolean>>(true);
});
asset({ inputs: { visits, grid } }, ({ visits, grid }) => {
  typeOf(visits).is<Record<string, Visits>>(true);
  typeOf(grid).is<Record<string, boolean>>(true);
});
// Two dimensions beside one of them.
asset({ inputs: { visits, sales, clicks, grid }, partitions: both }, (inputs) => {
  typeOf(inputs.visits).is<Visits>(true);
  typeOf(inputs.sales).is<string>(true);
  typeOf(inputs.clicks).is<Record<string, number>>(true);
  typeOf(inputs.grid).is<boolean>(true);
});
asset({ inputs: { grid }, partitions: days }, ({ grid }) => typeOf(grid).is<Record<string, boolean>>(true));
// What is not known to the compiler is either.
asset({ inputs: { visits }, partitions: someDays }, ({ visits }) =>
  typeOf(visits).is<Visits | Record<string, Visits>>(true),
);

// Mappings.
asset(
  {
    partitions: laterDays,
    inputs: {
      one: fromPartitions(visits, mapping.identity()),
      last: fromPartitions(visits, mapping.last()),
      all: fromPartitions(visits, mapping.all()),
      week: fromPartitions(visits, mapping.window({ startOffset: -6 })),
      some: fromPartitions(sales, mapping.static({ '2026-02-01': ['us'] })),
      inGrid: fromPartitions(grid, mapping.dimension('day')),
      columns: fromPartitions(loadAs(visits, types.columns), mapping.last()),
    },
    deps: [fromPartitions(clicks, mapping.all()), whole],
  },
  (inputs) => {
    typeOf(inputs.one).is<Visits>(true);
    typeOf(inputs.last).is<Visits>(true);
    typeOf(inputs.all).is<Record<string, Visits>>(true);
    typeOf(inputs.week).is<Record<string, Visits>>(true);
    typeOf(inputs.some).is<Record<string, string>>(true);
    typeOf(inputs.inGrid).is<Record<string, boolean>>(true);
    typeOf(inputs.columns).is<{ readonly page: readonly string[] }>(true);
  },
);
asset({ partitions: both, inputs: { day: fromPartitions(visits, mapping.dimension('day')) } }, ({ day }) =>
  typeOf(day).is<Visits>(true),
);
// Where a dimension is other time than here, several lie in one.
const hourly = partitions.multi({ day: hours, country: countries });
asset(
  {
    partitions: both,
    inputs: {
      hoursOfDay: fromPartitions(clicks, mapping.dimension('day')),
      country: fromPartitions(sales, mapping.dimension('country')),
      same: fromPartitions(grid, mapping.identity()),
      slices: fromPartitions(
        asset({ partitions: hourly }, () => 'x'),
        mapping.identity(),
      ),
    },
  },
  (inputs) => {
    typeOf(inputs.hoursOfDay).is<Record<string, number>>(true);
    typeOf(inputs.country).is<string>(true);
    typeOf(inputs.same).is<boolean>(true);
    typeOf(inputs.slices).is<Record<string, string>>(true);
  },
);
asset({ partitions: someDays, inputs: { clicks: fromPartitions(clicks, mapping.dimension('day')) } }, ({ clicks }) =>
  typeOf(clicks).is<number | Record<string, number>>(true),
);
const nothing = asset({ partitions: days }, () => {});
asset({ deps: [fromPartitions(nothing, mapping.last())] }, () => 1);
// @ts-expect-error -- it returns nothing
asset({ inputs: { nothing: fromPartitions(nothing, mapping.last()) } }, () => 1);
// @ts-expect-error -- a mapping
fromPartitions(visits, days);
// @ts-expect-error -- an asset
fromPartitions(days, mapping.last());
// @ts-expect-error -- there is no such option
mapping.window({ offset: 1 });

// Calls take what the body takes.
const perDay = asset({ inputs: { visits, sales }, partitions: days }, ({ visits, sales }) => [visits, sales]);
void perDay({ visits: [], sales: { us: 'few' } }, testContext({ partitionKey: '2026-01-01' }));
// @ts-expect-error -- one by key
void perDay({ visits: [], sales: 'few' });

// Several partitions in one call.
const months2026 = asset(
  { inputs: { visits, whole }, partitions: days, backfill: { maxPartitionsPerRun: 30 } },
  ({ visits, whole }, ctx) => {
    typeOf(visits).is<Record<string, Visits>>(true);
    typeOf(whole).is<bigint>(true);
    // @ts-expect-error -- a range is made
    void ctx.partitionKey;
    return ctx.result({ [ctx.partitionKeyRange.from]: 1 });
  },
);
asset({ inputs: { months2026 }, partitions: days }, ({ months2026 }) => typeOf(months2026).is<number>(true));
const called: Promise<{ readonly [key: string]: number }> = months2026({ visits: {}, whole: 1n });
const atOnce = asset({ partitions: days, backfill: 'single-run' }, async (ctx) => void ctx.partitionWindow);
asset({ deps: [atOnce] }, () => 1);
const bad = asset({ partitions: days, backfill: 'single-run' }, () => [1]);
asset({ inputs: { bad }, partitions: days }, ({ bad }) =>
  typeOf(bad).is<'An asset with backfill returns a record with a value for each partition key'>(true),
);
// @ts-expect-error -- no policy
asset({ partitions: days, backfill: 'single' }, () => 1);

// What is made in partitions comes back by key.
const result = await materialize({ visits, whole, feed: externalAsset<number>() }, { partitionKey: '2026-01-01' });
typeOf(result.values.visits).is<Record<string, Visits>>(true);
typeOf(result.values.whole).is<bigint>(true);
typeOf(result.values.feed).is<number | undefined>(true);
typeOf(result.value(visits)).is<Record<string, Visits>>(true);

// Multi-assets, graph assets, external assets, checks.
export const { users, posts } = multiAsset(
  {
    outputs: { users: output<number>({ freshness: freshness.maxLag('1h') }), posts: output<string>() },
    partitions: days,
  },
  async function* (ctx) {
    yield ctx.result('users', ctx.partitionKey.length);
    yield ctx.result('posts', '');
  },
);
asset({ inputs: { users, posts } }, ({ users }) => typeOf(users).is<Record<string, number>>(true));
const many = multiAsset(
  { outputs: { rows: output<number>() }, partitions: days, backfill: 'single-run' },
  async function* (ctx) {
    // @ts-expect-error -- a record by partition key
    yield ctx.result('rows', 1);
    yield ctx.result('rows', { [ctx.partitionKeyRange.from]: 1 });
  },
);
asset({ inputs: { rows: many.rows }, partitions: days }, ({ rows }) => typeOf(rows).is<number>(true));
graphAsset(
  { inputs: { visits }, partitions: days },
  async ({ visits }, ctx) => visits.length + ctx.partitionKey.length,
);
const feed = externalAsset<string[]>({ partitions: days, freshness: freshness.timeWindow('1d') });
asset({ inputs: { feed } }, ({ feed }) => typeOf(feed).is<Record<string, string[]>>(true));
asset({ inputs: { feed: fromPartitions(feed, mapping.identity()) }, partitions: days }, ({ feed }) =>
  typeOf(feed).is<string[]>(true),
);
asset({ inputs: { rows: externalAsset<number>() }, partitions: days }, ({ rows }) => typeOf(rows).is<number>(true));
assetCheck(visits, (visits) => visits.length > 0);

// Options of partitions.
// @ts-expect-error -- it begins somewhere
partitions.daily({});
// @ts-expect-error -- there is no such option
partitions.daily({ start: '2026-01-01', timezon: 'UTC' });
// @ts-expect-error -- partitions
asset({ partitions: ['us'] }, () => 1);
partitions.multi({ month: months, customer: partitions.dynamic('customers') });

// Automation and freshness.
const condition: AutomationCondition = automation
  .eager()
  .or(automation.onCron('@daily'), automation.olderThan('1h').not())
  .and(automation.anyDeps(automation.newlyUpdated().since(automation.inProgress()).newlyTrue(), { selection: '*' }));
asset({ automation: condition, freshness: freshness.cron('@daily', { lowerBound: '4h' }) }, () => 1);
// @ts-expect-error -- it is called
asset({ automation: automation.eager }, () => 1);
// @ts-expect-error -- conditions
automation.eager().and('missing');
// @ts-expect-error -- a duration
automation.olderThan('1 hour');
// @ts-expect-error -- before which deadline it is made
freshness.cron('@daily', {});
// @ts-expect-error -- nothing of this project makes it
externalAsset({ automation: automation.eager() });

// Schedules and sensors.
const shop = resource({ create: () => ({ last: async () => 'a' }) });
const nightly = job('nightly', { selection: '*' });
definitions({
  schedules: [
    schedule('a', { cron: '@daily', job: nightly }),
    schedule('b', {
      cron: '@daily',
      selection: [visits],
      run: (ctx) => ctx.request({ runKey: String(ctx.scheduledTime) }),
    }),
  ],
  sensors: [
    sensor('c', { selection: '*', resources: { shop }, minimumInterval: '5m' }, async (ctx) => {
      const last: string = await ctx.resources.shop.last();
      if (ctx.cursor === last || ctx.lastTick === null) return ctx.skip('nothing new');
      ctx.request({ partitionKey: '2026-01-01', config: { assets: { visits: { limit: 5 } } } });
      ctx.setCursor(last);
    }),
  ],
});
// @ts-expect-error -- nothing to run
schedule('a', { cron: '@daily' });
// @ts-expect-error -- one of the two
schedule('a', { cron: '@daily', selection: '*', job: nightly });
// @ts-expect-error -- a job, not its name
sensor('a', { job: 'nightly' }, () => {});
// @ts-expect-error -- there is no such resource
sensor('a', { selection: '*' }, (ctx) => ctx.resources.shop);
// @ts-expect-error -- a list of schedules
definitions({ schedules: [nightly] });

export { called };
