// What differs between two graphs: each rule by example, and random edits against a naive model and against real statuses.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentOf, graphs, node } from '../test/graph-of.ts';
import {
  computeStatus,
  diffGraphs,
  directUpstream,
  findCycles,
  inputNames,
  noGraphDiff,
  type AssetKey,
  type AssetNode,
  type CodeParts,
  type GraphDiff,
  type Materialization,
  type Problem,
} from './index.ts';

const BASE = { ref: 'main', commit: 'c0ffee', title: 'The first state' };

interface Side {
  readonly assets: readonly AssetNode[];
  readonly problems?: readonly Problem[];
  readonly code?: CodeParts;
}

function diff(before: readonly AssetNode[] | Side, after: readonly AssetNode[] | Side): GraphDiff {
  const side = (of: readonly AssetNode[] | Side): Required<Side> => ({
    problems: [],
    code: {},
    ...('assets' in of ? of : { assets: of }),
  });
  const [was, is] = [side(before), side(after)];
  return diffGraphs({ base: BASE, before: was, after: is, codeBefore: was.code, codeAfter: is.code });
}

/** `key change` with the messages of its pieces, `*` behind what is stale. */
const told = ({ assets }: GraphDiff): string[] =>
  assets.map(({ key, change, stale, pieces, because }) =>
    [
      `${key} ${change}${stale ? '*' : ''}`,
      ...pieces.map(({ message }) => message),
      ...because.map((each) => `< ${each}`),
    ].join('; '),
  );

const orders = node('orders', [], { file: 'src/orders.ts', line: 3 });
const customers = node('customers');
const enriched = node('enriched', ['orders', 'customers'], { file: 'src/enriched.ts', line: 7 });
const revenue = node('revenue', ['enriched']);
const shop = [customers, enriched, orders, revenue];
const but = (...changed: readonly AssetNode[]): AssetNode[] =>
  shop.map((each) => changed.find(({ key }) => key === each.key) ?? each);

test('V8 equal graphs differ in nothing, wherever their assets stand and whatever is said about them', () => {
  const moved = shop.map((each) => ({ ...each, file: 'src/moved.ts', line: 90, description: 'Other words' }));
  expect(diff(shop, moved)).toEqual({ base: BASE, assets: [], edges: [], plan: [], notes: [], problem: null });
});

test('V8 changed code is stale with everything below it, and the plan makes it upstream first', () => {
  const code = (version: string): CodeParts => ({
    'src/orders.ts#orders': { name: 'orders', file: 'src/orders.ts', line: 3, version: `o${version}` },
    'src/price.ts#parse': { name: 'parse', file: 'src/price.ts', line: 9, version: `p${version}` },
    'npm:papaparse': { name: 'papaparse', version: `5.${version}.0` },
  });
  const of = (version: string, ids: readonly string[]): Side => ({
    assets: but({ ...orders, codeVersion: `c1:${version}`, code: ids }),
    code: code(version),
  });
  const all = Object.keys(code('1'));
  const answer = diff(of('1', [...all, 'src/old.ts#gone']), of('2', all));
  expect(answer.assets).toEqual([
    { key: 'enriched', change: 'downstream', pieces: [], stale: true, because: ['orders'] },
    {
      key: 'orders',
      change: 'changed',
      pieces: [
        { kind: 'code', message: 'its body', file: 'src/orders.ts', line: 3 },
        { kind: 'code', message: '`parse` in src/price.ts:9', file: 'src/price.ts', line: 9 },
        { kind: 'code', message: '`papaparse` is 5.2.0, was 5.1.0', file: 'src/orders.ts', line: 3 },
      ],
      stale: true,
      because: [],
    },
    { key: 'revenue', change: 'downstream', pieces: [], stale: true, because: ['orders'] },
  ]);
  expect(answer.plan).toEqual(['orders', 'enriched', 'revenue']);
  // Versions written by hand have no pieces.
  expect(told(diff(but({ ...revenue, codeVersion: 'u1:1' }), but({ ...revenue, codeVersion: 'u1:2' })))).toEqual([
    'revenue changed*; its code',
  ]);
  const [byHand] = diff(shop, but({ ...revenue, codeVersion: 'u1:1' })).assets;
  expect(byHand).toMatchObject({ change: 'changed', stale: false, pieces: [{ kind: 'code' }] });
});

test('V8 added, removed and rewired assets, with their edges', () => {
  const returns = node('returns');
  const rewired = { ...enriched, inputs: { orders: 'returns', customers: 'customers' }, deps: ['orders'] };
  const before = diff(shop, [rewired, orders, returns, revenue]);
  expect(told(before)).toEqual([
    'customers removed',
    'enriched changed*; returns is a new dependency; orders is no input now, and was the input `orders`; < returns',
    'returns added*',
    'revenue downstream*; < enriched',
  ]);
  expect(before.assets[0]).toMatchObject({ was: customers, stale: false });
  expect(before.assets[1]?.pieces).toEqual([
    expect.objectContaining({ kind: 'deps', asset: 'returns', file: 'src/enriched.ts', line: 7 }),
    expect.objectContaining({ kind: 'deps', asset: 'orders', file: 'src/enriched.ts', line: 7 }),
  ]);
  expect(before.edges).toEqual([
    { from: 'orders', to: 'enriched', input: null, change: 'added' },
    { from: 'orders', to: 'enriched', input: 'orders', change: 'removed' },
    { from: 'returns', to: 'enriched', input: 'orders', change: 'added' },
  ]);
  expect(before.plan).toEqual(['returns', 'enriched', 'revenue']);
});

test('V8 a rename keeps what was made, and makes no other edge', () => {
  const renamed = node('sales', [], { renamedFrom: ['orders'] });
  const reader = { ...enriched, inputs: { orders: 'sales', customers: 'customers' } };
  const only = diff(shop, [renamed, reader, customers, revenue]);
  expect(only).toMatchObject({
    assets: [{ key: 'sales', change: 'renamed', was: orders, stale: false }],
    edges: [],
    plan: [],
  });
  const changed = diff(shop, [{ ...renamed, codeVersion: 'c1:2' }, reader, customers, revenue]);
  expect(told(changed)).toEqual([
    'enriched downstream*; < sales',
    'revenue downstream*; < sales',
    'sales renamed*; its code',
  ]);
  // Without the word of `renamedFrom` nobody knows that it is the same.
  const silent = diff(shop, [node('sales'), reader, customers, revenue]);
  expect(told(silent).filter((each) => !each.startsWith('re'))).toEqual([
    expect.stringMatching(/^enriched changed\*;.*orders is no longer a dependency/),
    'orders removed',
    'sales added*',
  ]);
});

test('V8 options that matter are told and make nothing stale; columns do where what was stored no longer fits', () => {
  const more = {
    group: 'gold',
    kinds: ['sql'],
    tags: { pii: '', team: 'a' },
    owners: ['ann@example.com'],
    io: 'lake',
    checks: ['notEmpty'],
  };
  expect(told(diff(shop, but({ ...orders, ...more })))).toEqual([
    [
      'orders changed',
      'its group is `gold`, was `default`',
      'its kinds are `sql`, were none',
      'its tags are `pii`, `team=a`, were none',
      'its owners are `ann@example.com`, were none',
      'its IO manager is `lake`, was the default',
      'its checks are `notEmpty`, were none',
    ].join('; '),
  ]);
  const columns = (...names: readonly string[]): AssetNode[] =>
    but({ ...revenue, columns: names.map((name) => ({ name, kind: 'integer' })) });
  expect(told(diff(columns('total'), columns('total', 'tax')))).toEqual([
    'revenue changed*; its columns are `total: integer`, `tax: integer`, were `total: integer`',
  ]);
  expect(told(diff(shop, columns('total')))).toEqual(['revenue changed; its columns are `total: integer`, were none']);
});

test('V8 partitions and mappings are told where they differ, however far behind', () => {
  const made = (is: Pick<AssetNode, 'partitions' | 'mappings'>): AssetNode[] => but({ ...enriched, ...is });
  const countries = (...keys: readonly string[]): AssetNode[] => made({ partitions: { is: 'static', keys } });
  expect(told(diff(countries('us', 'de', 'fr', 'it'), countries('us', 'de', 'fr', 'es')))).toEqual([
    'enriched changed; its partitions are `us, de, fr, es`, were `us, de, fr, it`',
  ]);
  expect(told(diff(countries('us', 'de', 'fr', 'it'), countries('us', 'de', 'fr', 'it', 'es')))).toEqual([
    'enriched changed; its partitions are `us, de, fr and 2 more`, were `us, de, fr and 1 more`',
  ]);
  const days = { is: 'time', every: 'day', cron: null, start: '2026-01-01', end: null, timezone: 'UTC' } as const;
  const until = (endOffset: number): AssetNode[] => made({ partitions: { ...days, endOffset } });
  expect(told(diff(until(0), until(1)))).toEqual([
    'enriched changed; its partitions are `daily from 2026-01-01, endOffset 1`, were `daily from 2026-01-01`',
  ]);
  const [all, last] = [{ is: 'all' }, { is: 'last' }] as const;
  expect(
    told(
      diff(made({ mappings: { orders: all, customers: last } }), made({ mappings: { customers: last, orders: all } })),
    ),
  ).toEqual([]);
});

test('V8 external assets are never stale and in no plan; what became one is not, either', () => {
  const source = node('source', [], { kind: 'external' });
  expect(diff(shop, [...shop, source])).toMatchObject({
    assets: [{ key: 'source', change: 'added', stale: false }],
    plan: [],
  });
  expect(told(diff(shop, but({ ...orders, kind: 'external' })))).toEqual(
    ['orders changed; its kind is `external`, was `asset`'].map((each) => each.replaceAll('`', '')),
  );
  expect(told(diff(but({ ...orders, kind: 'external' }), shop))).toEqual([
    'enriched downstream*; < orders',
    'orders changed*; its kind is asset, was external',
    'revenue downstream*; < orders',
  ]);
});

test('V8 what cannot be read is not told as removed or added without a word', () => {
  const syntax: Problem = {
    code: 'syntax',
    severity: 'error',
    message: 'a bracket',
    file: 'src/orders.ts',
    line: 4,
    column: 1,
    endLine: 4,
    endColumn: 2,
  };
  const now = diff(shop, { assets: [customers, enriched, revenue], problems: [syntax] });
  expect(told(now)).toEqual([]);
  expect(now.notes).toEqual(['orders: whether it is still defined is not known: src/orders.ts:4 does not parse']);
  const then = diff({ assets: [customers, enriched, revenue], problems: [syntax] }, shop);
  expect(then.assets[1]).toMatchObject({ key: 'orders', change: 'added' });
  expect(then.notes).toEqual(['In the base, src/orders.ts:4 cannot be read: what it defined there is not known']);
  expect(noGraphDiff('No repository.', 'main')).toMatchObject({
    base: { ref: 'main' },
    assets: [],
    problem: 'No repository.',
  });
});

test('V8 assets may be called as what every object has', () => {
  const odd = ['constructor', '__proto__', 'toString'].map((key) => node(key));
  expect(told(diff([], odd))).toEqual(['__proto__ added*', 'constructor added*', 'toString added*']);
  expect(told(diff(odd, odd))).toEqual([]);
  expect(told(diff(odd, []))).toEqual(['__proto__ removed', 'constructor removed', 'toString removed']);
});

/** What a person may do to one asset; numbers choose among what there is. */
const edit = fc.record({
  at: fc.nat(),
  what: fc.constantFrom('code', 'group', 'cut', 'wire', 'depend', 'remove', 'rename', 'add', 'external'),
  other: fc.nat(),
});

type Edit = Readonly<{ at: number; what: string; other: number }>;

function edited(before: readonly AssetNode[], edits: readonly Edit[]): AssetNode[] {
  return edits.reduce<AssetNode[]>(
    (nodes, { at, what, other }, turn) => {
      const key = (index: number): AssetKey => nodes[index % nodes.length]?.key ?? 'nothing';
      const target = key(at);
      const change = (by: (each: AssetNode) => Partial<AssetNode>): AssetNode[] =>
        nodes.map((each) => (each.key === target ? { ...each, ...by(each) } : each));
      if (what === 'code') return change(() => ({ codeVersion: `c1:${turn + 2}` }));
      if (what === 'group') return change(({ group }) => ({ group: `${group}er` }));
      if (what === 'cut')
        return change(({ inputs }) => ({ inputs: Object.fromEntries(Object.entries(inputs).slice(1)) }));
      if (what === 'wire') return change(({ inputs }) => ({ inputs: { ...inputs, [`in${turn}`]: key(other) } }));
      if (what === 'depend') return change(({ deps }) => ({ deps: [...new Set([...deps, key(other)])] }));
      if (what === 'external') return change(({ kind }) => ({ kind: kind === 'asset' ? 'external' : 'asset' }));
      if (what === 'remove') return nodes.filter((each) => each.key !== target);
      if (what === 'add') return [...nodes, node(`new${turn}`, [target])];
      const name = (each: AssetKey): AssetKey => (each === target ? `renamed${turn}` : each);
      if (!nodes.some((each) => each.key === target)) return nodes;
      return nodes.map((each) => ({
        ...each,
        ...(each.key === target && { key: name(target), step: name(target), renamedFrom: [target] }),
        inputs: Object.fromEntries(Object.entries(each.inputs).map(([input, from]) => [input, name(from)])),
        deps: each.deps.map(name),
      }));
    },
    [...before],
  );
}

const scenes = fc
  .tuple(graphs(), fc.array(edit, { maxLength: 6 }), fc.array(fc.nat(11), { maxLength: 2 }))
  .map(([nodes, edits, sources]) => {
    const before = nodes.map((each, index) =>
      sources.includes(index) ? { ...each, kind: 'external' as const } : each,
    );
    return { before, after: edited(before, edits) };
  });

const edgesOf = (nodes: Iterable<AssetNode>): string[] =>
  [...nodes].flatMap(({ key, inputs, deps }) => [
    ...Object.entries(inputs).map(([input, from]) => `${from} -${input}-> ${key}`),
    ...deps.map((from) => `${from} --> ${key}`),
  ]);

test('V8 random edits: the diff applied to the one graph gives the assets and edges of the other', () => {
  fc.assert(
    fc.property(scenes, ({ before, after }) => {
      const answer = diff(before, after);
      const renamed = new Map(
        answer.assets.flatMap(({ key, change, was }) => (change === 'renamed' ? [[was?.key, key]] : [])),
      );
      const keys = new Set(before.map(({ key }) => renamed.get(key) ?? key));
      for (const { key, change } of answer.assets) {
        if (change === 'added') keys.add(key);
        else if (change === 'removed') keys.delete(key);
        else expect(keys).toContain(key);
      }
      expect([...keys].sort()).toEqual(after.map(({ key }) => key).sort());
      const name = (key: AssetKey): AssetKey => renamed.get(key) ?? key;
      const edges = new Set(
        edgesOf(
          before.map((each) => ({
            ...each,
            key: name(each.key),
            inputs: Object.fromEntries(Object.entries(each.inputs).map(([input, from]) => [input, name(from)])),
            deps: each.deps.map(name),
          })),
        ),
      );
      for (const { from, to, input, change } of answer.edges) {
        const edge = input === null ? `${from} --> ${to}` : `${from} -${input}-> ${to}`;
        expect(edges.has(edge)).toBe(change === 'removed');
        if (change === 'added') edges.add(edge);
        else edges.delete(edge);
      }
      expect([...edges].sort()).toEqual(edgesOf(after).sort());
      expect(diff(before, before)).toMatchObject({ assets: [], edges: [], plan: [] });
    }),
    { numRuns: 200 },
  );
});

test('V8 random edits: what is stale is what its status says of everything made at the base, and the plan makes it fresh', () => {
  fc.assert(
    fc.property(scenes, ({ before, after }) => {
      // Nothing can be made of a cycle.
      fc.pre(findCycles(after).length === 0);
      const answer = diff(before, after);
      const stored = run(
        before,
        before.map(({ key }) => key),
        {},
      );
      const stale = staleIn(after, stored);
      expect(answer.assets.flatMap(({ key, stale: is }) => (is ? [key] : []))).toEqual(stale);
      expect([...answer.plan].sort()).toEqual(stale);
      const again = run(after, answer.plan, stored);
      expect(staleIn(after, again)).toEqual([]);
      for (const key of answer.plan) {
        const without = run(
          after,
          answer.plan.filter((each) => each !== key),
          stored,
        );
        expect(staleIn(after, without)).toContain(key);
      }
    }),
    { numRuns: 100 },
  );
});

type Stored = Readonly<Record<AssetKey, Materialization>>;

/** Makes some assets as an engine would: each with data of its own, and what it read as its provenance. */
function run(nodes: readonly AssetNode[], keys: readonly AssetKey[], stored: Stored): Stored {
  const renames = new Map(
    nodes.flatMap(({ key, renamedFrom = [] }) => renamedFrom.map((from) => [key, from] as const)),
  );
  const before = Object.keys(stored).length;
  const byKey = new Map(nodes.map((each) => [each.key, each]));
  const isMade = (key: AssetKey): boolean => keys.includes(key) && byKey.get(key)?.kind !== 'external';
  const versionOf = (key: AssetKey): string | null =>
    isMade(key) ? `${key}@${before}` : ((stored[key] ?? stored[renames.get(key) ?? ''])?.dataVersion ?? null);
  const made = keys.flatMap((key, index): Materialization[] => {
    const each = byKey.get(key);
    if (each === undefined || !isMade(key)) return [];
    const inputs = directUpstream(each).map(
      (from) => [from, { dataVersion: versionOf(from), run: 'r', names: inputNames(each, from) }] as const,
    );
    return [
      {
        asset: key,
        run: 'r',
        seq: before + index + 1,
        time: '2026-03-01T10:00:00.000Z',
        codeVersion: each.codeVersion,
        dataVersion: `${key}@${before}`,
        inputs: Object.fromEntries(inputs),
        durationMs: 1,
        metadata: {},
      },
    ];
  });
  return { ...stored, ...Object.fromEntries(made.map((each) => [each.asset, each])) };
}

const staleIn = (nodes: readonly AssetNode[], materializations: Stored): AssetKey[] =>
  computeStatus(nodes, { materializations, failures: {}, checks: {}, observations: {}, running: [] })
    .filter(({ key, status }) => nodes.some((each) => each.key === key) && status !== 'fresh' && status !== 'external')
    .map(({ key }) => key);

test('a diff of 10,000 assets needs no deep stack', () => {
  const chain = Array.from({ length: 10_000 }, (_, index) => node(`a${index}`, index === 0 ? [] : [`a${index - 1}`]));
  const answer = diff(
    documentOf(chain),
    documentOf(chain.map((each, index) => (index === 0 ? { ...each, codeVersion: 'c1:2' } : each))),
  );
  expect([answer.plan.length, answer.plan[0], answer.plan.at(-1)]).toEqual([10_000, 'a0', 'a9999']);
});
