// What the search box offers while a person types: names, pieces of a selection, and filters.
import type { StatusName } from '@headwater/graph';
import { expect, test } from 'vitest';
import { asset } from './asset-node.fixture.ts';
import { filterProblem, searchAnswers, type Answer } from './search-answers.ts';

const assets = [
  asset('bronzeOrders', [], { group: 'bronze', kinds: ['csv'], owners: ['ann@shop.example'] }),
  asset('silverOrders', ['bronzeOrders'], { group: 'silver', tags: { tier: '1', 'needs care': '' } }),
  asset('goldRevenue', ['silverOrders'], { group: 'gold core', tags: { tier: '2' } }),
  asset('goldRevenueByDay', ['goldRevenue'], {
    group: 'gold core',
    automation: { is: 'eager' },
    partitions: { is: 'static', keys: ['de', 'us'] },
  }),
];
const statuses: Readonly<Record<string, StatusName>> = {
  bronzeOrders: 'failed',
  silverOrders: 'stale',
  goldRevenue: 'stale',
};
const statusOf = (key: string) => statuses[key];
const searched = {
  assets,
  statusOf,
  named: {
    jobs: [{ name: 'nightly', selection: '+key:goldRevenue' }],
    schedules: [{ name: 'every morning', selection: 'group:bronze' }],
    sensors: [],
  },
};

const said = (answer: Answer): string =>
  answer.kind === 'asset'
    ? `go ${answer.key}`
    : answer.kind === 'filter'
      ? `only ${answer.text}: ${answer.count}`
      : `${answer.label} → ${answer.edit.text}`;
/** `|` is where the cursor stands; at the end without one. */
function asked(typed: string) {
  const cursor = typed.includes('|') ? typed.indexOf('|') : typed.length;
  const { rows, first, problem } = searchAnswers({ text: typed.replace('|', ''), cursor }, searched);
  return { rows: rows.map(said), active: rows[first] && said(rows[first]), problem };
}

test('V5: a name finds assets, and the filters it could mean; Enter goes to the best', () => {
  expect(asked('gold')).toEqual({
    rows: ['go goldRevenue', 'go goldRevenueByDay', 'only group:"gold core": 2', 'only key:*gold*: 2'],
    active: 'go goldRevenue',
    problem: null,
  });
  expect(asked('orders').rows).toContain('only key:*Orders*: 2');
  expect(asked('stale').rows).toEqual(['only status:stale: 2']);
  expect(asked('ann').rows).toEqual(['only owner:ann@shop.example: 1']);
  expect(asked('stat').rows).toContain('status: → status:');
  expect(asked('nothingLikeIt')).toEqual({ rows: [], active: undefined, problem: null });
});

test('V5: what stands at the cursor is completed from the project; a value that is whole is not', () => {
  expect(asked('group:')).toMatchObject({ active: 'gold core → group:"gold core"' });
  expect(asked('group:si')).toMatchObject({
    rows: ['silver → group:silver', 'only group:si: 0'],
    active: 'silver → group:silver',
    problem: null,
  });
  expect(asked('group:silver')).toEqual({
    rows: ['only group:silver: 1'],
    active: 'only group:silver: 1',
    problem: null,
  });
  expect(asked('group:silver+')).toMatchObject({ active: 'only group:silver+: 3' });
  expect(asked('group:silver ')).toMatchObject({
    rows: ['and → group:silver and ', 'or → group:silver or ', 'only group:silver: 1'],
    active: 'only group:silver: 1',
  });
  expect(asked('+gRe').rows.slice(0, 1)).toEqual(['goldRevenue → +key:goldRevenue']);
  expect(asked('tag:tier=').rows).toEqual(['1 → tag:tier=1', '2 → tag:tier=2']);
  expect(asked('tag:ne').rows[0]).toBe('needs care → tag:"needs care"');
  expect(asked('job:ni').rows[0]).toBe('nightly → job:nightly');
  expect(asked('job:nightly').rows).toEqual(['only job:nightly: 3']);
  expect(asked('schedule:mor').rows[0]).toBe('every morning → schedule:"every morning"');
  expect(asked('schedule:"every morning"').rows).toContain('only schedule:"every morning": 1');
  expect(asked('automation_type:ea').rows[0]).toBe('eager → automation_type:eager');
  expect(asked('partitions:').rows[0]).toBe('static → partitions:static');
  expect(asked('partitions:static').rows).toEqual(['only partitions:static: 1']);
  expect(asked('group:si| and key:a*').rows[0]).toBe('silver → group:silver and key:a*');
});

test('statuses are offered with the number of their assets, and only those that some asset has', () => {
  const { rows } = searchAnswers({ text: 'status:', cursor: 7 }, searched);
  expect(rows).toMatchObject([
    { label: 'stale', detail: '2 assets' },
    { label: 'failed', detail: '1 asset' },
    { label: 'unknown', detail: '1 asset' },
  ]);
});

test('V5: a text that is no selection says where and what to do, once it can not become one', () => {
  expect(asked('group:bronze and gro').problem).toBeNull();
  expect(asked('group:bronze and gruop:silver')).toMatchObject({
    rows: [],
    problem: {
      message: expect.stringMatching(/^Column 18: expected one of .*did you mean group:\?/),
      start: 17,
      end: 29,
    },
  });
  expect(asked('(group:bronze').problem).toMatchObject({
    message: 'Column 14: expected `and`, `or` or `)`.',
    start: 13,
  });
  expect(asked('key:silverOrdesr')).toMatchObject({
    problem: { message: 'No asset has the key "silverOrdesr"; did you mean "silverOrders"?', start: 4, end: 16 },
  });
  expect(asked('job:nigthly').problem?.message).toBe('There is no job "nigthly"; did you mean "nightly"?');
  expect(filterProblem('group:')).toMatchObject({ start: 6 });
  expect(filterProblem('group:x')).toBeNull();
});

test('what a foreign asset is called is a name first, although it reads like an attribute', () => {
  const foreign = [...assets, asset('other:events')];
  const { rows, problem } = searchAnswers({ text: 'other:ev', cursor: 8 }, { ...searched, assets: foreign });
  expect([rows.map(said), problem]).toEqual([['go other:events'], null]);
});

test('an empty box offers what a selection begins with', () => {
  expect(asked('').rows.slice(0, 3)).toEqual(['key: → key:', 'group: → group:', 'kind: → kind:']);
});
