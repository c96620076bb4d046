// Inputs and deps of a file with the keys they stand for, also while the file is half typed.
import { expect, test } from 'vitest';
import { openFixture } from '../test/apply-edits.ts';

const SHOP = `
//- src/raw.ts
import { asset, multiAsset, output } from 'headwater';
export const orders = asset({ key: ['raw', 'orders'] }, () => [1]);
export const api = multiAsset({ outputs: { users: output() } }, async function* () {});
export const { posts } = multiAsset({ outputs: { posts: output() } }, async function* () {});
//- src/assets.ts
import { asset, loadAs, types } from 'headwater';
import { orders, api, posts } from './raw';
import * as raw from './raw';
const other = 5;
export const report = asset(
  {
    inputs: {
      orders,
      users: api.users, // taken out of a whole
      table: loadAs(orders, types.text),
      other,
      missing,
    },
    deps: [posts, raw.orders],
  },
  ({ orders, users, table, other, missing }) => [orders, users, table, other, missing],
);
`;

test('each with its key and the place where its entry ends', async () => {
  const { assistance } = await openFixture(SHOP);
  const names = assistance.upstreamNames('/projects/shop/src/assets.ts');
  expect(names.map(({ key, range }) => `${range.endLine}:${range.endColumn} ${key}`)).toEqual([
    '8:13 raw/orders',
    '9:23 users',
    '10:40 raw/orders',
    '14:17 posts',
    '14:29 raw/orders',
  ]);
  expect(assistance.upstreamNames('/projects/shop/src/raw.ts')).toEqual([]);
  expect(assistance.upstreamNames('/projects/shop/src/none.ts')).toEqual([]);
});

test('places are those of the text as it is typed', async () => {
  const { analyzer, texts } = await openFixture(SHOP);
  const text = texts.get('src/assets.ts') ?? '';
  analyzer.setOpenFile('/projects/shop/src/assets.ts', `const x = (\n${text.replace('      missing,\n', '      mis')}`);
  const analysis = await analyzer.analyze();
  expect(analysis.unparsed).toEqual(['src/assets.ts']);
  const names = analyzer.assistance()?.upstreamNames('/projects/shop/src/assets.ts') ?? [];
  expect(names.map(({ key, range }) => `${range.endLine} ${key}`).slice(0, 3)).toEqual([
    '9 raw/orders',
    '10 users',
    '11 raw/orders',
  ]);
});
