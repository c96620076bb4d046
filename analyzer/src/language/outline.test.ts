// What a file declares, as an outline.
import { expect, test } from 'vitest';
import { check } from '../test/fixture.ts';
import type { OutlineItem } from './outline.ts';

function lines(items: readonly OutlineItem[], indent = ''): string[] {
  return items.flatMap(({ kind, name, detail, children }) => [
    `${indent}${kind} ${name}${detail === '' ? '' : ` (${detail})`}`,
    ...lines(children, `${indent}  `),
  ]);
}

function isInside(inner: OutlineItem['range'], outer: OutlineItem['range']): boolean {
  const starts = inner.startLine - outer.startLine || inner.startColumn - outer.startColumn;
  const ends = outer.endLine - inner.endLine || outer.endColumn - inner.endColumn;
  return starts >= 0 && ends >= 0;
}

function everyItem(items: readonly OutlineItem[]): readonly OutlineItem[] {
  return items.flatMap((item) => [item, ...everyItem(item.children)]);
}

const FILE = `import { asset, assetCheck, definitions, externalAsset, graphAsset, job, multiAsset, op, output } from 'headwater';
export const orders = asset({ key: ['crm', 'orders'], group: 'bronze' }, () => [1]);
export const lake = externalAsset({ key: 'lake' });
const fetchPage = op(async (ctx, page: number) => page);
const save = op({ name: 'store' }, async (ctx, rows: number) => rows);
export const pages = graphAsset(async () => {
  const first = await fetchPage(1);
  await fetchPage(2);
  return save(first);
});
export const { users: people, posts } = multiAsset(
  { outputs: { users: output(), posts: output({ key: 'articles' }) } },
  async function* (ctx) {},
);
export const api = multiAsset({ outputs: { a: output(), b: output({ group: 'x' }) } }, async function* (ctx) {});
export const notEmpty = assetCheck(orders, () => ({ passed: true }));
export const nightly = job('every-night', { selection: 'group:bronze' });
export const all = definitions({ jobs: [nightly] });
const limit = 3;
`;

test('L5: assets with outputs and ops, checks, jobs, definitions, in source order', async () => {
  const { analyzer } = await check(FILE, { loads: false });
  const items = analyzer.navigation()?.outlineOf(`${analyzer.project.root}/src/assets.ts`) ?? [];
  expect(lines(items)).toEqual([
    'asset crm/orders (bronze)',
    'external lake (default)',
    'graph pages (default)',
    '  op fetchPage',
    '  op store',
    'multi { people, posts }',
    '  output people',
    '  output articles',
    'multi api',
    '  output a',
    '  output b',
    'check notEmpty (orders)',
    'job every-night (group:bronze)',
    'definitions all',
  ]);
  for (const item of everyItem(items)) {
    expect(isInside(item.nameRange, item.range)).toBe(true);
    for (const child of item.children) expect(isInside(child.range, item.range)).toBe(true);
  }
});

test('a file that does not parse has the outline it last had (ops apart: their places are not known), and one without assets none', async () => {
  const { analyzer } = await check(FILE, { loads: false });
  const file = `${analyzer.project.root}/src/assets.ts`;
  const before = lines(analyzer.navigation()?.outlineOf(file) ?? []);
  analyzer.setOpenFile(file, `${FILE}\nconst broken = (;`);
  await analyzer.analyze();
  expect(lines(analyzer.navigation()?.outlineOf(file) ?? [])).toEqual(before.filter((line) => !line.includes(' op ')));
  analyzer.setOpenFile(file, 'export const x = 1;');
  await analyzer.analyze();
  expect(analyzer.navigation()?.outlineOf(file)).toEqual([]);
});
