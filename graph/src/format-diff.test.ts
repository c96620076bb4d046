// What `headwater diff` prints.
import { expect, test } from 'vitest';
import { documentOf, node } from '../test/graph-of.ts';
import { diffGraphs, formatDiffText, type AssetNode, type CodeParts } from './index.ts';

const base = { ref: 'main', commit: '9f3c2ab77e', title: 'The first\u001b[31m state' };
const text = (before: readonly AssetNode[], after: readonly AssetNode[], codeAfter: CodeParts = {}): string =>
  formatDiffText(diffGraphs({ base, before: documentOf(before), after: documentOf(after), codeBefore: {}, codeAfter }));

const orders = node('orders', [], { file: 'src/orders.ts', line: 3, code: ['src/orders.ts#orders'] });
const price: CodeParts = { 'src/price.ts#parse': { name: 'parse', file: 'src/price.ts', line: 9, version: 'p2' } };

test('V8 assets, edges and the plan, with places and reasons', () => {
  const before = [
    orders,
    node('old', [], { file: 'src/old.ts', line: 5 }),
    node('daily', ['orders']),
    node('weekly', ['daily', 'old']),
    node('sales'),
  ];
  const after = [
    { ...orders, codeVersion: 'c1:2', code: ['src/orders.ts#orders', 'src/price.ts#parse'], group: 'gold' },
    node('daily', ['orders'], { owners: ['ann@example.com'] }),
    node('weekly', ['daily'], { inputs: { each: 'daily' }, deps: ['new'] }),
    node('new'),
    node('revenue', [], { renamedFrom: ['sales'] }),
  ];
  expect(text(before, after, price)).toBe(`Compared with main (9f3c2ab The first [31m state)

assets
  ~ daily    changed: its owners are \`ann@example.com\`, were none (src/assets.ts:1)
  + new      added
  - old      removed (it was in src/old.ts:5)
  ~ orders   changed: it now reads \`parse\` in src/price.ts:9
             its group is \`gold\`, was \`default\` (src/orders.ts:3)
  > revenue  renamed, was sales
  ~ weekly   changed: daily is the input \`each\` now, and was the input \`daily\` (src/assets.ts:1)
             new is a new dependency (src/assets.ts:1)
             old is no longer a dependency (src/assets.ts:1)

edges
  - daily → weekly
  + daily → weekly (as each)
  + new → weekly (order only)
  - old → weekly

becomes stale: 4 assets; the smallest plan, upstream first:
  orders     changed
  daily      because of orders
  new        added
  weekly     changed
`);
});

test('V8 nothing, or nothing that makes anything stale', () => {
  expect(text([orders], [orders])).toBe(
    'Nothing differs from main (9f3c2ab The first [31m state): the same assets, edges and code.\n',
  );
  expect(text([orders], [])).toContain('- orders  removed (it was in src/orders.ts:3)\n\nNothing becomes stale.\n');
});
