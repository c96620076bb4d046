// The planner against a small reference model: random graphs, selections, statuses and stored values.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  computeStatus,
  type AssetNode,
  type AssetStatus,
  type GraphDocument,
  type Materialization,
  type Problem,
  type StoredFacts,
} from '@headwater/graph';
import { asset, graphOf } from '../asset-node.fixture.ts';
import type { MaterializeRequest } from '../protocol.ts';
import { plan } from './plan.ts';

const seed = Number(process.env['HEADWATER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
beforeAll(() => {
  console.info(`random graphs: HEADWATER_SEED=${seed}`);
});

interface NodeSpec {
  readonly key: string;
  readonly inputs?: readonly string[];
  readonly deps?: readonly string[];
  readonly kind?: 'asset' | 'external';
  readonly group?: string;
  readonly line?: number;
}

function node({ key, inputs = [], line = 1, ...more }: NodeSpec): AssetNode {
  const range = { startLine: line, startColumn: 1, endLine: line + 1, endColumn: 1 };
  return asset(key, inputs, { line, range, codeVersion: 'c1:now', ...more });
}

function materialization(
  asset: string,
  { codeVersion = 'c1:now', inputs = [] as readonly string[] } = {},
): Materialization {
  return {
    asset,
    run: 'r0',
    seq: 1,
    time: '2026-01-01T00:00:00.000Z',
    codeVersion,
    dataVersion: `v1:${asset}`,
    inputs: Object.fromEntries(inputs.map((each) => [each, { dataVersion: `v1:${each}`, run: 'r0' }])),
    durationMs: 1,
    metadata: {},
  };
}

const factsOf = (stored: readonly Materialization[]): StoredFacts => ({
  materializations: Object.fromEntries(stored.map((each) => [each.asset, each])),
  failures: {},
  checks: {},
  observations: {},
  running: [],
});

/** What is stored of an asset: nothing, what its code gives now, or what older code gave. */
type Stored = 'none' | 'now' | 'older';
interface World {
  readonly specs: readonly NodeSpec[];
  readonly graph: GraphDocument;
  readonly facts: StoredFacts;
  readonly statuses: readonly AssetStatus[];
}

/** Every node names only earlier ones; the document lists them in any order. */
const world: fc.Arbitrary<World> = fc
  .integer({ min: 1, max: 9 })
  .chain((size) =>
    fc.tuple(
      fc.tuple(
        ...Array.from({ length: size }, (_, i) =>
          fc.record({
            inputs: fc.subarray(
              Array.from({ length: i }, (__, j) => `n${j}`),
              { maxLength: Math.min(i, 3) },
            ),
            deps: fc.subarray(
              Array.from({ length: i }, (__, j) => `n${j}`),
              { maxLength: Math.min(i, 2) },
            ),
            external: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
            group: fc.constantFrom('bronze', 'gold'),
            stored: fc.constantFrom<Stored>('none', 'now', 'now', 'older'),
          }),
        ),
      ),
      fc.shuffledSubarray(
        Array.from({ length: size }, (_, i) => i),
        { minLength: size },
      ),
    ),
  )
  .map(([drawn, order]) => {
    const specs = drawn.map(({ inputs, deps, external, group }, i): NodeSpec => ({
      key: `n${i}`,
      inputs: external ? [] : inputs,
      deps: external ? [] : deps.filter((each) => !inputs.includes(each)),
      kind: external ? 'external' : 'asset',
      group,
      line: i * 10 + 1,
    }));
    const graph = graphOf(order.flatMap((i) => (specs[i] ? [node(specs[i])] : [])));
    const facts = factsOf(
      drawn.flatMap(({ stored }, i) => {
        const spec = specs[i];
        if (stored === 'none' || !spec || spec.kind === 'external') return [];
        return [
          materialization(spec.key, { codeVersion: stored === 'now' ? 'c1:now' : 'c1:old', inputs: above(spec) }),
        ];
      }),
    );
    return { specs, graph, facts, statuses: computeStatus(graph.assets, facts) };
  });

const above = ({ inputs = [], deps = [] }: NodeSpec): readonly string[] => [...inputs, ...deps];

/** The reference: closures by plain recursion, nothing shared with the room under test. */
function ancestors(specs: readonly NodeSpec[], key: string): Set<string> {
  const spec = specs.find((each) => each.key === key);
  return new Set([key, ...(spec ? above(spec).flatMap((each) => [...ancestors(specs, each)]) : [])]);
}
const descendants = (specs: readonly NodeSpec[], key: string): Set<string> =>
  new Set(specs.filter((each) => ancestors(specs, each.key).has(key)).map((each) => each.key));
const union = (sets: readonly ReadonlySet<string>[]): Set<string> => new Set(sets.flatMap((each) => [...each]));

interface Asked {
  readonly request: MaterializeRequest;
  readonly wanted: (specs: readonly NodeSpec[]) => Set<string>;
}
const asked = (specs: readonly NodeSpec[]): fc.Arbitrary<Asked> => {
  const one = fc.constantFrom(...specs.map(({ key }) => key));
  const some = fc.subarray(
    specs.map(({ key }) => key),
    { minLength: 1 },
  );
  return fc.oneof(
    fc.constant<Asked>({ request: {}, wanted: (all) => new Set(all.map(({ key }) => key)) }),
    some.map((keys): Asked => ({ request: { keys }, wanted: () => new Set(keys) })),
    some.map((keys): Asked => ({
      request: { keys, widen: 'upstream' },
      wanted: (all) => union(keys.map((key) => ancestors(all, key))),
    })),
    some.map((keys): Asked => ({
      request: { keys, widen: 'downstream' },
      wanted: (all) => union(keys.map((key) => descendants(all, key))),
    })),
    one.map((key): Asked => ({ request: { select: `+key:"${key}"` }, wanted: (all) => ancestors(all, key) })),
    one.map((key): Asked => ({ request: { select: `key:"${key}"+` }, wanted: (all) => descendants(all, key) })),
    one.map((key): Asked => ({
      request: { select: `+key:"${key}" and not group:"gold"` },
      wanted: (all) =>
        new Set([...ancestors(all, key)].filter((each) => all.find((spec) => spec.key === each)?.group !== 'gold')),
    })),
  );
};

describe('against the reference', () => {
  test('runs exactly what is wanted and not external nor fresh, upstream first, and loads just what it needs', () => {
    let [planned, refused] = [0, 0];
    const run = fc.property(
      world.chain((each) => fc.tuple(fc.constant(each), asked(each.specs), fc.boolean())),
      ([{ specs, graph, facts, statuses }, { request: base, wanted }, staleOnly]) => {
        const request = { ...base, staleOnly };
        const spec = (key: string): NodeSpec => specs.find((each) => each.key === key) as NodeSpec;
        const want = wanted(specs);
        const freshKeys = new Set(statuses.filter(({ status }) => status === 'fresh').map(({ key }) => key));
        const runs = [...want].filter((key) => spec(key).kind !== 'external' && !(staleOnly && freshKeys.has(key)));
        const missing = runs.some((key) =>
          above(spec(key)).some(
            (up) => !runs.includes(up) && !facts.materializations[up] && spec(up).kind !== 'external',
          ),
        );
        const result = plan({ request, graph, statuses, facts });
        if (want.size === 0 || missing) {
          refused += 1;
          expect(result).toMatchObject({
            ok: false,
            error: { code: want.size === 0 ? 'not-found' : 'never-materialized' },
          });
          return;
        }
        planned += 1;
        if (!result.ok) throw new Error(result.error.message);
        const order = result.plan.steps.flatMap(({ nodes }) => nodes.map(({ key }) => key));
        expect([...order].sort()).toEqual(runs.sort());
        for (const key of order)
          for (const up of above(spec(key)))
            if (order.includes(up)) expect(order.indexOf(up)).toBeLessThan(order.indexOf(key));
        const { run: entries, skip, load } = result.plan.document;
        expect(entries.map(({ asset }) => asset)).toEqual(order);
        expect(skip.map(({ asset }) => asset).sort()).toEqual([...want].filter((key) => !runs.includes(key)).sort());
        const loads = new Set(runs.flatMap((key) => spec(key).inputs ?? []).filter((key) => !runs.includes(key)));
        expect(load).toEqual([...loads].sort());
        expect(plan({ request, graph, statuses, facts })).toEqual(result);
      },
    );
    fc.assert(run, { seed, numRuns: 1500 });
    expect(planned).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });

  test('after everything ran, stale only runs nothing; after one code changed, just it and what is below', () => {
    fc.assert(
      fc.property(
        world.chain((each) => fc.tuple(fc.constant(each), fc.constantFrom(...each.specs))),
        ([{ specs, graph }, changed]) => {
          const assets = specs.filter(({ kind }) => kind !== 'external');
          const facts = factsOf(assets.map((spec) => materialization(spec.key, { inputs: above(spec) })));
          // An external source that was never observed is no news.
          const seen = {
            ...facts,
            materializations: Object.fromEntries(
              Object.entries(facts.materializations).map(([key, each]) => [
                key,
                {
                  ...each,
                  inputs: Object.fromEntries(
                    Object.entries(each.inputs).map(([up, version]) => [
                      up,
                      facts.materializations[up] ? version : { dataVersion: null, run: null },
                    ]),
                  ),
                },
              ]),
            ),
          };
          const steps = (document: GraphDocument): string[] => {
            const result = plan({
              request: { staleOnly: true },
              graph: document,
              statuses: computeStatus(document.assets, seen),
              facts: seen,
            });
            if (!result.ok) throw new Error(result.error.message);
            return result.plan.steps.flatMap(({ nodes }) => nodes.map(({ key }) => key)).sort();
          };
          expect(steps(graph)).toEqual([]);
          if (changed.kind === 'external') return;
          const edited = graphOf(
            graph.assets.map((each) => (each.key === changed.key ? { ...each, codeVersion: 'c1:edited' } : each)),
          );
          expect(steps(edited)).toEqual([...descendants(specs, changed.key)].sort());
        },
      ),
      { seed, numRuns: 300 },
    );
  });

  test('A13: the order of the list does not matter: 100 shuffles, each a valid order of the same steps', () => {
    const specs: NodeSpec[] = Array.from({ length: 40 }, (_, i) => ({
      key: `n${i}`,
      inputs: [i - 1, i - 3].filter((j) => j >= 0 && i % 4 !== 0).map((j) => `n${j}`),
      deps: i > 10 && i % 5 === 0 ? [`n${i - 10}`] : [],
    }));
    const shuffles = fc.sample(fc.shuffledSubarray(specs, { minLength: specs.length }), { seed, numRuns: 100 });
    expect(new Set(shuffles.map((each) => each.map(({ key }) => key).join())).size).toBe(100);
    for (const shuffled of shuffles) {
      const result = plan({ request: {}, graph: graphOf(shuffled.map(node)), statuses: [], facts: factsOf([]) });
      if (!result.ok) throw new Error(result.error.message);
      const place = new Map(result.plan.steps.map(({ step }, i) => [step, i]));
      expect(place.size).toBe(specs.length);
      for (const spec of specs)
        for (const up of above(spec)) expect(place.get(up)).toBeLessThan(place.get(spec.key) as number);
    }
  });
});

describe('refusals', () => {
  const graph = graphOf([
    node({ key: 'raw', kind: 'external' }),
    node({ key: 'a', inputs: ['raw'], line: 10 }),
    node({ key: 'b', inputs: ['a'], line: 20 }),
    node({ key: 'c', deps: ['b'], line: 30 }),
  ]);
  const ask = (request: MaterializeRequest, { document = graph, facts = factsOf([]) } = {}) =>
    plan({ request, graph: document, statuses: computeStatus(document.assets, facts), facts });
  const problem = (line: number, severity: Problem['severity'] = 'error'): Problem => ({
    code: 'not-an-asset',
    severity,
    message: 'input `x` is no asset',
    file: 'assets.ts',
    line,
    column: 3,
    endLine: line,
    endColumn: 9,
  });

  test('B06: an upstream that is neither selected nor stored is named before anything runs', () => {
    expect(ask({ keys: ['b'] })).toEqual({
      ok: false,
      error: {
        code: 'never-materialized',
        missing: { asset: 'a', neededBy: 'b' },
        message:
          '`a` has never been materialized, and `b` needs it: materialize it first, or select it too with `+key:"b"`.',
      },
    });
    expect(ask({ keys: ['c'] })).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/^`b` has never been/) as string },
    });
    expect(ask({ keys: ['b'] }, { facts: factsOf([materialization('a')]) })).toMatchObject({
      ok: true,
      plan: { document: { load: ['a'] } },
    });
  });
  test('a key that is not there, a selection of nothing, a selection that is no selection', () => {
    expect(ask({ keys: ['a', 'zz'] })).toMatchObject({
      ok: false,
      error: { code: 'not-found', message: expect.stringMatching(/no asset `zz`/) as string },
    });
    expect(ask({ select: 'group:"nowhere"' })).toMatchObject({
      ok: false,
      error: { code: 'not-found', message: expect.stringMatching(/selects no asset/) as string },
    });
    expect(ask({ select: 'key:"a" adn key:"b"' })).toMatchObject({
      ok: false,
      error: { code: 'bad-selection', column: 9 },
    });
    expect(ask({ select: '' })).toMatchObject({ ok: false, error: { code: 'bad-selection' } });
  });
  test('an error inside a step that would run stops it with its place; elsewhere, or a warning, stops nothing', () => {
    const [inside, elsewhere, warning] = [[problem(20)], [problem(30)], [problem(20, 'warning')]].map((problems) =>
      ask({ select: '+key:"b"' }, { document: graphOf(graph.assets, { problems }) }),
    );
    expect(inside).toEqual({ ok: false, error: { code: 'problems', message: 'assets.ts:20: input `x` is no asset' } });
    expect([elsewhere?.ok, warning?.ok]).toEqual([true, true]);
  });
  test('a cycle never becomes a plan', () => {
    const cyclic = graphOf([node({ key: 'a', inputs: ['b'] }), node({ key: 'b', inputs: ['a'] })], {
      problems: [{ ...problem(1), code: 'cycle' }],
    });
    expect(ask({}, { document: cyclic })).toMatchObject({ ok: false, error: { code: 'problems' } });
  });
  test('an external asset is never run, also when it alone is asked for', () => {
    expect(ask({ keys: ['raw'] })).toMatchObject({
      ok: true,
      plan: { steps: [], document: { skip: [{ asset: 'raw' }] } },
    });
  });
  test.each<[MaterializeRequest, string]>([
    [{}, '*'],
    [{ select: 'key:"a"+' }, 'key:"a"+'],
    [{ keys: ['a'], widen: 'downstream' }, 'key:"a"+'],
    [{ keys: ['a', 'b'], widen: 'upstream', staleOnly: true }, '+key:"a" or +key:"b" (stale only)'],
  ])('%j is recorded as %s', (request, words) => {
    expect(ask(request)).toMatchObject({ ok: true, plan: { selection: words } });
  });
});

describe('bodies of several assets', () => {
  const made = (key: string, more: Partial<AssetNode> = {}): AssetNode => ({
    ...node({ key }),
    kind: 'multi',
    step: 'posts',
    output: key,
    canSubset: false,
    ...more,
  });
  const stepsOf = (
    request: MaterializeRequest,
    assets: readonly AssetNode[],
    stored: readonly Materialization[] = [],
  ) => {
    const facts = factsOf(stored);
    const graph = graphOf(assets);
    const result = plan({ request, graph, statuses: computeStatus(assets, facts), facts });
    if (!result.ok) throw new Error(result.error.message);
    const { steps, document } = result.plan;
    return { steps: steps.map(({ step, nodes }) => [step, nodes.map(({ key }) => key)]), document };
  };

  test('A17: one body is one step, and makes all its outputs whichever is asked for', () => {
    const { steps, document } = stepsOf({ keys: ['users'] }, [made('posts'), made('users')]);
    expect(steps).toEqual([['posts', ['posts', 'users']]]);
    expect(document.run).toEqual([
      { asset: 'posts', why: 'made by the same body' },
      { asset: 'users', why: 'selected' },
    ]);
  });

  test('one that can subset makes what is asked for, and of that only what is not fresh', () => {
    const assets = ['comments', 'posts', 'users'].map((key) => made(key, { canSubset: true }));
    expect(stepsOf({ keys: ['users'] }, assets).steps).toEqual([['posts', ['users']]]);
    const { steps, document } = stepsOf({ staleOnly: true }, assets, [materialization('users')]);
    expect(steps).toEqual([['posts', ['comments', 'posts']]]);
    expect(document.skip).toEqual([{ asset: 'users', why: 'it is fresh' }]);
  });

  test('one that cannot runs whole as soon as one output is not fresh, and not at all when all are', () => {
    const assets = [made('posts'), made('users')];
    expect(stepsOf({ staleOnly: true }, assets, [materialization('users')]).steps).toEqual([
      ['posts', ['posts', 'users']],
    ]);
    expect(stepsOf({ staleOnly: true }, assets, [materialization('users'), materialization('posts')]).steps).toEqual(
      [],
    );
  });

  test('B12: what is left of a failed run is what it did not make, whatever else is stale', () => {
    const assets = [node({ key: 'a' }), node({ key: 'b', inputs: ['a'] }), node({ key: 'c', inputs: ['b'] })];
    const facts = factsOf([materialization('a')]);
    const result = plan({
      request: { fromFailure: 'r7' },
      graph: graphOf(assets),
      statuses: [],
      facts,
      resume: { run: 'r7', assets: ['b', 'c'] },
    });
    expect(result).toMatchObject({
      ok: true,
      plan: { parent: 'r7', selection: 'from the failure of r7', document: { load: ['a'], skip: [] } },
    });
    if (result.ok) expect(result.plan.steps.map(({ step }) => step)).toEqual(['b', 'c']);
  });

  test('a configuration for an asset that is not there is refused with the nearest name', () => {
    const facts = factsOf([]);
    const result = plan({
      request: { config: { assets: { ordres: {} } } },
      graph: graphOf([node({ key: 'orders' })]),
      statuses: [],
      facts,
    });
    expect(result).toEqual({
      ok: false,
      error: {
        code: 'not-found',
        message: 'The configuration names `ordres`, which is no asset of this project. Did you mean `orders`?',
      },
    });
  });
});
