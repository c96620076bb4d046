// Which assets a selection means: random selections against a naive model, and the warnings.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphs, keyOf, node } from '../test/graph-of.ts';
import {
  directUpstream,
  parseSelection,
  select,
  upstreamOf,
  downstreamOf,
  type AssetNode,
  type StatusName,
} from './index.ts';

function chosen(nodes: readonly AssetNode[], text: string, statusOf?: (key: string) => StatusName): string[] {
  return [...answer(nodes, text, statusOf).keys];
}

function answer(nodes: readonly AssetNode[], text: string, statusOf?: (key: string) => StatusName) {
  const selection = parseSelection(text);
  if (selection.kind === 'error') throw new Error(selection.message);
  return select(nodes, selection, statusOf ? { statusOf } : {});
}

/** A selection as text, and the plainest possible reading of it: a predicate made by looking at every pair of assets. */
interface Modelled {
  readonly text: string;
  readonly holds: (nodes: readonly AssetNode[]) => (key: string) => boolean;
}

const attribute = fc.oneof(
  fc
    .nat({ max: 12 })
    .map((index): Modelled => ({ text: `key:"${keyOf(index)}"`, holds: () => (key) => key === keyOf(index) })),
  fc.constantFrom('*a1*', 'dir/*', '*', 'a*', '*5', 'd*a*').map((pattern): Modelled => ({
    text: `key:${pattern}`,
    holds: () => (key) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key),
  })),
  fc
    .constantFrom('bronze', 'gold')
    .map((group): Modelled => ({ text: `group:${group}`, holds: having((each) => each.group === group) })),
  fc
    .constantFrom('sql', 'csv')
    .map((kind): Modelled => ({ text: `kind:"${kind}"`, holds: having((each) => each.kinds.includes(kind)) })),
  fc.constant<Modelled>({ text: 'kind:<null>', holds: having((each) => each.kinds.length === 0) }),
  fc.constant<Modelled>({ text: 'tag:team', holds: having((each) => 'team' in each.tags) }),
  fc.constant<Modelled>({ text: 'tag:team=a', holds: having((each) => each.tags['team'] === 'a') }),
  fc.constant<Modelled>({ text: 'owner:"team:data"', holds: having((each) => each.owners.includes('team:data')) }),
  fc.constant<Modelled>({ text: 'status:stale', holds: () => (key) => statusOf(key) === 'stale' }),
);

function having(test: (each: AssetNode) => boolean): Modelled['holds'] {
  return (nodes) => (key) => nodes.some((each) => each.key === key && test(each));
}

function statusOf(key: string): StatusName {
  return key.length % 2 === 0 ? 'stale' : 'fresh';
}

/** Length of the shortest way from one asset down to another; 0 for itself. */
function distance(nodes: readonly AssetNode[], from: string, to: string): number {
  let frontier = new Set([from]);
  for (let steps = 0; steps <= nodes.length; steps++) {
    if (frontier.has(to)) return steps;
    frontier = new Set(
      nodes.filter((each) => directUpstream(each).some((key) => frontier.has(key))).map((each) => each.key),
    );
  }
  return Infinity;
}

const selections = fc.letrec<{ any: Modelled; operand: Modelled }>((tie) => {
  const steps = fc.record({ value: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }) });
  const parenthesized = tie('any').map(({ text, holds }): Modelled => ({ text: `(${text})`, holds }));
  const edge = (name: 'roots' | 'sinks') =>
    tie('any').map(({ text, holds }): Modelled => ({
      text: `${name}(${text})`,
      holds: (nodes) => (key) => {
        const within = holds(nodes);
        const others = nodes.filter((each) => each.key !== key && within(each.key)).map((each) => each.key);
        const leads = (other: string) =>
          (name === 'roots' ? distance(nodes, other, key) : distance(nodes, key, other)) < Infinity;
        return within(key) && !others.some(leads);
      },
    }));
  const traversed = fc
    .record({ of: fc.oneof(attribute, parenthesized), up: fc.option(steps), down: fc.option(steps) })
    .map(({ of, up, down }): Modelled => ({
      text: `${up === null ? '' : `${up.value ?? ''}+`}${of.text}${down === null ? '' : `+${down.value ?? ''}`}`,
      holds: (nodes) => (key) =>
        nodes.some((start) => {
          if (!of.holds(nodes)(start.key)) return false;
          const above = up === null ? 0 : (up.value ?? Infinity);
          const below = down === null ? 0 : (down.value ?? Infinity);
          return within(distance(nodes, key, start.key), above) || within(distance(nodes, start.key, key), below);
        }),
    }));
  const joined = fc
    .tuple(fc.constantFrom('and', 'or', 'AND', 'Or'), parenthesized, parenthesized)
    .map(([word, left, right]): Modelled => ({
      text: `${left.text} ${word} ${right.text}`,
      holds: (nodes) => (key) =>
        word.toLowerCase() === 'and'
          ? left.holds(nodes)(key) && right.holds(nodes)(key)
          : left.holds(nodes)(key) || right.holds(nodes)(key),
    }));
  const negated = parenthesized.map(({ text, holds }): Modelled => ({
    text: `not ${text}`,
    holds: (nodes) => (key) => !holds(nodes)(key),
  }));
  return {
    operand: fc.oneof({ depthSize: 'small' }, attribute, traversed, edge('roots'), edge('sinks')),
    any: fc.oneof(
      { depthSize: 'small' },
      attribute,
      fc.constant<Modelled>({ text: '*', holds: () => () => true }),
      tie('operand'),
      joined,
      negated,
    ),
  };
}).any;

function within(steps: number, limit: number): boolean {
  return steps < Infinity && steps <= limit;
}

test('any selection of any graph means what the naive model says', () => {
  fc.assert(
    fc.property(graphs(), selections, (nodes, { text, holds }) => {
      const expected = nodes.map((each) => each.key).filter(holds(nodes));
      expect(chosen(nodes, text, statusOf)).toEqual(expected);
    }),
    { numRuns: 1_500 },
  );
});

const shop = [
  node('bronzeOrders', [], { group: 'bronze' }),
  node('bronzeCustomers', [], { group: 'bronze', kinds: ['typescript'] }),
  node('silver/enriched', ['bronzeOrders', 'bronzeCustomers'], { group: 'silver', tags: { slow: '' } }),
  node('gold/daily', ['silver/enriched'], { group: 'gold', owners: ['ann@example.com'] }),
  node('gold/bySegment', ['silver/enriched'], { group: 'gold', deps: ['bronzeCustomers'] }),
];

test('G02 parents and children of an asset', () => {
  expect(chosen(shop, '+key:"silver/enriched"')).toEqual(['bronzeOrders', 'bronzeCustomers', 'silver/enriched']);
  expect(chosen(shop, 'key:"silver/enriched"+')).toEqual(['silver/enriched', 'gold/daily', 'gold/bySegment']);
  expect([...upstreamOf(shop, ['gold/bySegment'], 1)].sort()).toEqual([
    'bronzeCustomers',
    'gold/bySegment',
    'silver/enriched',
  ]);
  expect([...downstreamOf(shop, ['bronzeOrders', 'unknown'], 1)]).toEqual(['bronzeOrders', 'silver/enriched']);
});

test('A15 A16: groups, kinds, tags and owners; a wildcard crosses slashes', () => {
  expect(chosen(shop, 'group:"gold"')).toEqual(['gold/daily', 'gold/bySegment']);
  expect(chosen(shop, 'kind:typescript')).toEqual(['bronzeCustomers']);
  expect(chosen(shop, 'tag:slow or owner:ann@example.com')).toEqual(['silver/enriched', 'gold/daily']);
  expect(chosen(shop, 'key:*er*')).toEqual(['bronzeOrders', 'bronzeCustomers', 'silver/enriched']);
  expect(chosen(shop, 'key:g*d*y')).toEqual(['gold/daily']);
});

test('the way between two assets', () => {
  expect(chosen(shop, 'key:bronzeOrders+ and +key:"gold/daily"')).toEqual([
    'bronzeOrders',
    'silver/enriched',
    'gold/daily',
  ]);
});

test('a name that nothing has selects nothing and warns, naming the nearest', () => {
  expect(answer(shop, 'group:glod')).toEqual({
    keys: [],
    warnings: ['no asset has the group "glod"; did you mean "gold"?'],
  });
  expect(answer(shop, 'key:bronzeOrder or key:bronzeCustomers')).toEqual({
    keys: ['bronzeCustomers'],
    warnings: ['no asset has the key "bronzeOrder"; did you mean "bronzeOrders"?'],
  });
  expect(answer(shop, 'tag:slow=yes').warnings).toEqual(['no asset has the tag "slow" with the value "yes"']);
  expect(answer(shop, 'key:zzz*').warnings).toEqual(['no asset has the key "zzz*"']);
  expect(answer([], 'key:a')).toEqual({ keys: [], warnings: [] });
});

test('a status that no asset has is no mistake; not knowing any is said', () => {
  expect(answer(shop, 'status:failed', () => 'fresh')).toEqual({ keys: [], warnings: [] });
  expect(answer(shop, 'status:failed')).toEqual({
    keys: [],
    warnings: ['status:failed selects nothing here: what is stored is not known'],
  });
});

const job = (name: string, selection: string) => ({ name, selection, file: 'src/jobs.ts', line: 1, column: 1 });

test('B08: a job is what its selection means now: an asset that comes later joins', () => {
  const selection = parseSelection('job:"gold"');
  if (selection.kind === 'error') throw new Error(selection.message);
  const jobs = [job('gold', 'group:"gold"+')];
  const gold = [node('a', [], { group: 'gold' }), node('b', ['a']), node('c')];
  expect(select(gold, selection, { jobs }).keys).toEqual(['a', 'b']);
  expect(select([...gold, node('d', [], { group: 'gold' })], selection, { jobs }).keys).toEqual(['a', 'b', 'd']);
});

test('a job that is not there, that selects itself, or that cannot be read selects nothing, and says so', () => {
  const jobs = [job('nightly', 'job:"weekly" or key:"a"'), job('weekly', 'job:nightly'), job('broken', 'key:')];
  const of = (text: string) => {
    const selection = parseSelection(text);
    if (selection.kind === 'error') throw new Error(selection.message);
    return select([node('a')], selection, { jobs });
  };
  expect(of('job:nigthly')).toEqual({ keys: [], warnings: ['there is no job "nigthly"; did you mean "nightly"?'] });
  expect(of('job:nightly')).toEqual({
    keys: [],
    warnings: ['job "nightly" selects nothing: it is defined by itself (nightly → weekly → nightly)'],
  });
  expect(of('job:broken').warnings[0]).toMatch(/^job "broken" selects nothing: selection, column 5: expected a value/);
  expect(of('job:sales')).toEqual({ keys: [], warnings: ['there is no job "sales"'] });
});

test('jobs are made of jobs, however many ways lead to one; what is in no job is asked for by <null>', () => {
  const chain = Array.from({ length: 60 }, (_, index) => job(`j${index + 1}`, `job:j${index} or job:j${index}+1`));
  const jobs = [job('j0', 'key:a or key:nothing'), ...chain];
  const nodes = [node('a'), node('b', ['a']), node('c')];
  const of = (text: string) => {
    const selection = parseSelection(text);
    if (selection.kind === 'error') throw new Error(selection.message);
    return select(nodes, selection, { jobs });
  };
  expect(of('job:j60').keys).toEqual(['a', 'b']);
  expect(of('job:j1').warnings).toEqual(['job "j1": job "j0": no asset has the key "nothing"']);
  expect(of('job:<null>').keys).toEqual(['c']);
  const tangle = Array.from({ length: 40 }, (_, index) =>
    job(`t${index}`, Array.from({ length: 40 }, (_unused, other) => `job:t${other}`).join(' or ')),
  );
  const all = parseSelection('job:t0 or job:t1 or key:c');
  if (all.kind === 'error') throw new Error(all.message);
  expect(select(nodes, all, { jobs: tangle })).toMatchObject({
    keys: ['c'],
    warnings: [expect.stringContaining('t0 → t0'), expect.stringContaining('t1 → ')],
  });
});

test('A07 A17: is: tells the kinds of nodes apart', () => {
  const nodes = [node('raw', [], { kind: 'external' }), node('users', [], { kind: 'multi' }), node('a', ['raw'])];
  expect(chosen(nodes, 'is:external or is:multi')).toEqual(['raw', 'users']);
  expect(chosen(nodes, 'not is:external')).toEqual(['users', 'a']);
  expect(answer(nodes, 'is:graph').warnings).toEqual(['no asset of this project is graph']);
});

test('what runs by itself is selected by what runs it, and what is made in slices by their kind', () => {
  const plain = node('plain');
  const eager = node('eager', [], { automation: { is: 'or', of: [{ is: 'eager' }, { is: 'olderThan', ms: 1 }] } });
  const ticked = node('ticked', [], {
    automation: { is: 'not', of: { is: 'onCron', cron: '@daily', timezone: null } },
  });
  const sliced = node('sliced', [], { partitions: { is: 'static', keys: ['us'] } });
  const schedules = [{ name: 'nightly', selection: 'job:"both"' }];
  const sensors = [{ name: 'inbox', selection: 'key:"sliced"' }];
  const jobs = [{ name: 'both', selection: 'key:"plain" or key:"eager"' }];
  const chosen = (text: string): readonly string[] => {
    const selection = parseSelection(text);
    if (selection.kind === 'error') throw new Error(selection.message);
    return select([plain, eager, ticked, sliced], selection, { jobs, schedules, sensors }).keys;
  };
  expect(chosen('automation_type:condition')).toEqual(['eager', 'ticked']);
  expect(chosen('automation_type:olderThan or automation_type:on_cron')).toEqual(['eager', 'ticked']);
  expect(chosen('automation_type:schedule')).toEqual(['plain', 'eager']);
  expect(chosen('automation_type:sensor')).toEqual(['sliced']);
  expect(chosen('automation_type:<null>')).toEqual([]);
  expect(chosen('schedule:"nightly" and not automation_type:eager')).toEqual(['plain']);
  expect(chosen('sensor:inbox')).toEqual(['sliced']);
  expect(chosen('schedule:<null>')).toEqual(['ticked', 'sliced']);
  expect(chosen('partitions:static')).toEqual(['sliced']);
  expect(chosen('partitions:<null>')).toEqual(['plain', 'eager', 'ticked']);
});

test('a circle through a schedule is told', () => {
  const selection = parseSelection('schedule:a');
  if (selection.kind === 'error') throw new Error(selection.message);
  const jobs = [{ name: 'b', selection: 'schedule:a' }];
  const { keys, warnings } = select([node('x')], selection, { jobs, schedules: [{ name: 'a', selection: 'job:b' }] });
  expect(keys).toEqual([]);
  expect(warnings).toEqual([
    'schedule "a" selects nothing: it is defined by itself (schedule "a" → job "b" → schedule "a")',
  ]);
});
