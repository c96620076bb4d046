// What the compiler must accept and refuse; each expected error that does not come is an error itself.
import { asset, type Asset, type AssetContext, type BodyContext, type InputValue } from 'headwater';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(equal: Same<A, B>): void;

interface Order {
  readonly orderId: number;
  readonly amount: number;
}

const ordersRaw = asset(async (ctx) => {
  same<typeof ctx, BodyContext<undefined, undefined, []>>(true);
  ctx.signal.throwIfAborted();
  return [{ orderId: 1, amount: 10 }] as Order[];
});
const customers = asset({ group: 'bronze' }, () => [{ customerId: 1, segment: 'Premium' }]);
const counts = asset(() => ({ a: 1 }) as Record<string, number>);
const stored = asset(async () => {});
const maybe = asset((): number | undefined => undefined);
const nothing = asset(() => null);
declare const untyped: Asset<any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- a body may return JSON.parse(…)

// Without inputs the context comes first, and the result is awaited.
same<typeof ordersRaw, Asset<Order[]>>(true);
same<typeof stored, Asset<void>>(true);
asset({ kinds: ['typescript'] }, (ctx) => ctx.log.info(ctx.runId));

// Input types are those the upstream assets return.
const enriched = asset({ inputs: { ordersRaw, customers }, deps: [stored] }, ({ ordersRaw, customers }, ctx) => {
  same<typeof ordersRaw, Order[]>(true);
  same<typeof customers, { customerId: number; segment: string }[]>(true);
  same<typeof ctx, BodyContext<undefined, undefined, []>>(true);
  ctx.addOutputMetadata({ orders: ordersRaw.length });
  return new Map(customers.map(({ segment }) => [segment, ordersRaw.length]));
});
same<InputValue<typeof enriched>, Map<string, number>>(true);
asset({ inputs: { maybe, nothing, untyped } }, (inputs) => {
  same<typeof inputs.maybe, number>(true);
  same<typeof inputs.nothing, null>(true);
  return inputs.untyped;
});
asset({ inputs: {} }, (inputs, ctx) => [inputs, ctx.runId]);
asset({ key: ['weather', 'highs'] as const, group: 'a', description: 'b', kinds: ['c'] as const }, () => 1);

// A wrong type between producer and consumer.
asset({ inputs: { counts } }, ({ counts }) => {
  // @ts-expect-error -- the producer returns Record<string, number>
  const text: string = counts;
  return text;
});
// @ts-expect-error -- no input of that name
asset({ inputs: { counts } }, ({ customers }) => customers);
// @ts-expect-error -- a body that wants another type than its input has
asset({ inputs: { counts } }, ({ counts }: { counts: string }) => counts);

// An asset without a value cannot be loaded.
// @ts-expect-error -- use deps
asset({ inputs: { stored } }, () => 1);
asset({ deps: [stored] }, () => 1);

// Calls.
const value: Promise<Map<string, number>> = enriched({ ordersRaw: [], customers: [] });
const rows: Promise<Order[]> = ordersRaw();
// @ts-expect-error -- customers is missing
void enriched({ ordersRaw: [] });
// @ts-expect-error -- ordersRaw is of another type
void enriched({ ordersRaw: [{ orderId: 'one' }], customers: [] });
// @ts-expect-error -- inputs are needed
void enriched();
// @ts-expect-error -- the context is no input
void ordersRaw({ ordersRaw: [] });

// Options.
// @ts-expect-error -- there is no such option
asset({ grup: 'bronze' }, () => 1);
// @ts-expect-error -- group is a string
asset({ group: 1 }, () => 1);
// @ts-expect-error -- kinds is an array
asset({ kinds: 'typescript' }, () => 1);
// @ts-expect-error -- a key has at least one segment
asset({ key: [] }, () => 1);
// @ts-expect-error -- an input is an asset
asset({ inputs: { orders: [1, 2] } }, () => 1);
// @ts-expect-error -- deps are assets
asset({ deps: ['orders'] }, () => 1);
// @ts-expect-error -- options alone make no asset
asset({ group: 'bronze' });

asset(
  {
    tags: { domain: 'sales' },
    owners: ['team:data'],
    io: 'warehouse',
    retry: { maxRetries: 3, delay: '5s', backoff: 'exponential', jitter: 'full' },
    timeout: '30m',
    memoryLimit: '512MB',
    pool: 'db',
    codeVersion: '2',
    deterministic: true,
    metadata: { source: 'shop' },
  },
  () => 1,
);
asset({ retry: 3, timeout: 5000, memoryLimit: 2 ** 30 }, () => 1);
// @ts-expect-error -- no unit of that name
asset({ timeout: '5 minutes' }, () => 1);
// @ts-expect-error -- no unit of that name
asset({ memoryLimit: '2TB' }, () => 1);
// @ts-expect-error -- no backoff of that name
asset({ retry: { backoff: 'quadratic' } }, () => 1);
// @ts-expect-error -- there is no such field
asset({ retry: { retries: 3 } }, () => 1);
// @ts-expect-error -- a tag's value is text
asset({ tags: { tier: 1 } }, () => 1);
// @ts-expect-error -- metadata is plain or made by meta
asset({ metadata: { rows: [1] } }, () => 1);
// @ts-expect-error -- config is a schema
asset({ config: { limit: 5 } }, () => 1);

// Helpers take any body's context.
declare function helper(ctx: AssetContext): void;
asset((ctx) => helper(ctx));
asset({ checks: ['notEmpty'] }, (ctx) => helper(ctx));
asset((ctx: AssetContext) => ctx.runId);

// A definition is read-only.
// @ts-expect-error -- not to be changed
ordersRaw.name = 'other';

void [value, rows];
