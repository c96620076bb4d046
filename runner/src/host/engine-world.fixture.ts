// A small world for the engine: bodies that make assets, what they read, how they behave, and what may happen to them; drawn at random.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { AssetKey, AssetNode, CheckNode, GraphDocument } from '@headwater/graph';
import { asset, graphOf } from '../asset-node.fixture.ts';

/**
 * What a body gives: a function of its code, its configuration and its inputs; of its inputs alone; always the same; nothing (it
 * stores its data itself); like the first, kept by an IO manager or under a version of the body's own word.
 */
export type Makes = 'all' | 'inputs' | 'constant' | 'void' | 'managed' | 'word';

export interface Edge {
  readonly from: AssetKey;
  readonly how: 'inputs' | 'deps';
  there: boolean;
}

export interface Body {
  readonly step: string;
  readonly keys: readonly AssetKey[];
  readonly canSubset: boolean;
  readonly makes: Makes;
  /** Whether a version can be read from its code. */
  readonly readable: boolean;
  readonly retries: number;
  readonly above: readonly Edge[];
  code: number;
  /** Of the other branch. */
  elsewhere: { code: number; there: readonly boolean[] };
  fails: 'never' | 'once' | 'always';
  /** How many of the outputs it is asked for it makes before it fails; it may be all. */
  failsAfter: number;
}

export interface Check {
  readonly asset: AssetKey;
  readonly name: string;
  readonly blocking: boolean;
  readonly blocks: readonly AssetKey[] | null;
  readonly severity: 'warn' | 'error';
  /** Else the body returns it. */
  readonly apart: boolean;
  passes: boolean;
}

export interface External {
  readonly key: AssetKey;
  /** Says what it holds when it is asked. */
  readonly observes: boolean;
  holds: number;
}

/** Bodies upstream first. */
export interface World {
  readonly bodies: readonly Body[];
  readonly externals: readonly External[];
  readonly checks: readonly Check[];
}

export interface Asked {
  readonly keys: readonly number[] | null;
  readonly widen: 'upstream' | 'downstream' | null;
  readonly staleOnly: boolean;
  readonly env: string | null;
  /** Of the body with this number. */
  readonly config: { readonly body: number; readonly value: number } | null;
  /** The run is cancelled when so many bodies have begun. */
  readonly cancelAt: number | null;
}

/** Numbers count through what there is, and begin again at its end. */
export type Action =
  | { readonly do: 'edit'; readonly body: number; readonly code: number }
  | { readonly do: 'behave'; readonly body: number; readonly fails: Body['fails']; readonly after: number }
  | { readonly do: 'hold'; readonly external: number; readonly holds: number }
  /** Another branch of the source, with the code and the edges it had when it was left. */
  | { readonly do: 'checkout' }
  | { readonly do: 'wire'; readonly body: number; readonly edge: number }
  | { readonly do: 'check'; readonly check: number; readonly passes: boolean }
  | { readonly do: 'lose'; readonly body: number; readonly how: 'gone' | 'cut' }
  | { readonly do: 'restart' | 'gc' }
  | { readonly do: 'run'; readonly asked: Asked }
  /** Goes on from the failure of the last run. */
  | { readonly do: 'resume' };

export interface Story {
  readonly world: World;
  readonly actions: readonly Action[];
}

export const at = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(1, all.length)];

export const codeVersionOf = ({ step, readable, code }: Body): string | null =>
  readable ? `c1:${step}.${code}` : null;

/** The content of what a body makes; of one that stores its data itself there is none. */
export function contentOf(
  body: Body,
  of: {
    readonly key: AssetKey;
    readonly inputs: readonly string[];
    readonly config: unknown;
    readonly env: string | null;
  },
): string {
  const { key, inputs, config, env } = of;
  const from =
    body.makes === 'constant' ? [] : body.makes === 'inputs' ? inputs : [body.code, config ?? null, env, ...inputs];
  return createHash('sha256')
    .update(JSON.stringify([key, ...from]))
    .digest('hex')
    .slice(0, 12);
}

export const upstreamOf = ({ above }: Body): readonly AssetKey[] => {
  const of = (how: Edge['how']): AssetKey[] =>
    above.flatMap((edge) => (edge.there && edge.how === how ? edge.from : []));
  return [...new Set([...of('inputs'), ...of('deps')])];
};

const loadedBy = ({ above }: Body): readonly AssetKey[] =>
  above.flatMap(({ there, how, from }) => (there && how === 'inputs' ? from : []));

/** Which inputs of a body an upstream is; empty for one that is only ordered. */
export const placesOf = (body: Body, upstream: AssetKey): string =>
  loadedBy(body)
    .flatMap((from, i) => (from === upstream ? [i] : []))
    .join();

export function documentOf({ bodies, externals, checks }: World): GraphDocument {
  const made = bodies.flatMap((body) => body.keys.map((key) => nodeOf(body, { key, checks })));
  const found = externals.map(({ key }) => asset(key, [], { kind: 'external', codeVersion: null }));
  return graphOf(
    [...made, ...found].sort((a, b) => (a.key < b.key ? -1 : 1)),
    {
      checks: checks.map(({ apart, asset, name, blocking, blocks, severity }): CheckNode => ({
        asset,
        name,
        blocking,
        blocks,
        severity,
        file: 'assets.ts',
        line: 1,
        column: 1,
        exportName: apart ? name : null,
      })),
    },
  );
}

function nodeOf(body: Body, { key, checks }: { key: AssetKey; checks: readonly Check[] }): AssetNode {
  return asset(key, [], {
    kind: body.keys.length > 1 ? 'multi' : 'asset',
    step: body.step,
    inputs: Object.fromEntries(loadedBy(body).map((from, i) => [`in${i}`, from])),
    deps: body.above.flatMap(({ there, how, from }) =>
      there && how === 'deps' && !loadedBy(body).includes(from) ? from : [],
    ),
    io: body.makes === 'managed' ? 'mine' : null,
    checks: checks.flatMap((check) => (check.asset === key ? check.name : [])),
    codeVersion: codeVersionOf(body),
    ...(body.keys.length > 1 && { output: key, canSubset: body.canSubset }),
  });
}

const few = fc.constantFrom(0, 1, 2);
const many = fc.nat({ max: 1000 });
/** Numbers would be drawn from the ends too often. */
const seldom = fc.constantFrom(false, false, false, false, false, false, false, true);

const drawnBody = fc.record({
  outputs: fc.constantFrom(1, 1, 1, 2, 3),
  canSubset: fc.boolean(),
  makes: fc.constantFrom<Makes>('all', 'all', 'all', 'all', 'all', 'inputs', 'constant', 'void', 'managed', 'word'),
  readable: seldom.map((is) => !is),
  retries: fc.constantFrom(0, 0, 1, 2),
  /** Its code on the other branch. */
  other: few,
  above: fc.array(fc.record({ from: many, dep: seldom, there: fc.constantFrom(true, true, true, false) }), {
    maxLength: 3,
  }),
});
const drawnCheck = fc.record({
  asset: many,
  blocking: fc.boolean(),
  some: fc.option(fc.array(many, { maxLength: 2 })),
  warn: seldom,
  apart: fc.boolean(),
  passes: fc.constantFrom(true, true, true, false),
});

const world: fc.Arbitrary<World> = fc
  .record({
    externals: fc.array(fc.boolean(), { maxLength: 2 }),
    bodies: fc.array(drawnBody, { minLength: 2, maxLength: 6, size: 'max' }),
    checks: fc.array(drawnCheck, { maxLength: 3 }),
  })
  .map(({ externals, bodies, checks }) => {
    const known: { readonly key: AssetKey; readonly loads: boolean }[] = externals.map((_, i) => ({
      key: `e${i}`,
      loads: true,
    }));
    const made = bodies.map(({ outputs, above, other, ...drawn }, i): Body => {
      const keys = outputs === 1 ? [`n${i}`] : Array.from({ length: outputs }, (_, j) => `n${i}-${j}`);
      const edges = new Map(
        above.flatMap(({ from, dep, there }): [AssetKey, Edge][] => {
          const found = at(known, from);
          if (!found) return [];
          // What stored its data itself gives nothing to load.
          return [[found.key, { from: found.key, how: dep || !found.loads ? 'deps' : 'inputs', there }]];
        }),
      );
      known.push(...keys.map((key) => ({ key, loads: drawn.makes !== 'void' })));
      const start = { code: 0, fails: 'never', failsAfter: 0 } as const;
      const elsewhere = { code: other, there: [...edges.values()].map(({ there }) => there) };
      return { ...drawn, ...start, elsewhere, step: keys[0] ?? '', keys, above: [...edges.values()] };
    });
    const keys = made.flatMap((body) => body.keys);
    return {
      bodies: made,
      externals: externals.map((observes, i) => ({ key: `e${i}`, observes, holds: 0 })),
      checks: checks.flatMap(({ asset: index, some, warn, apart, blocking, passes }, i): Check[] => {
        const asset = at(keys, index);
        if (asset === undefined) return [];
        const blocks = some?.flatMap((each) => at(keys, each) ?? []) ?? null;
        return [{ asset, name: `check${i}`, blocking, blocks, severity: warn ? 'warn' : 'error', apart, passes }];
      }),
    };
  });

const asked: fc.Arbitrary<Asked> = fc.record({
  keys: fc.option(fc.array(many, { minLength: 1, maxLength: 3 }), { freq: 3 }),
  widen: fc.constantFrom(null, 'upstream', 'downstream'),
  staleOnly: fc.constantFrom(true, true, false),
  env: fc.constantFrom(null, null, 'test'),
  config: fc.option(fc.record({ body: many, value: few }), { freq: 2 }),
  cancelAt: fc.constantFrom(null, null, null, null, null, null, null, 1, 2, 3),
});

const everything: Asked = { keys: null, widen: null, staleOnly: true, env: null, config: null, cancelAt: null };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('run' as const), asked }) },
  { weight: 8, arbitrary: fc.constant({ do: 'run' as const, asked: everything }) },
  { weight: 6, arbitrary: fc.constant({ do: 'checkout' as const }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit' as const), body: many, code: few }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('behave' as const),
      body: many,
      fails: fc.constantFrom<Body['fails']>('never', 'never', 'once', 'always'),
      after: few,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hold' as const), external: many, holds: few }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wire' as const), body: many, edge: many }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('check' as const), check: many, passes: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('lose' as const), body: many, how: fc.constantFrom('gone', 'cut') }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'restart' as const }, { do: 'gc' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'resume' as const }) },
);

export const story: fc.Arbitrary<Story> = fc.record({
  world,
  actions: fc.array(action, { minLength: 10, maxLength: 40, size: 'max' }),
});
