// The exported picture as text: everything that is in the picture is in it, in the colours it is given, and nothing from elsewhere.
import type { AssetKey, AssetNode, FreshnessState } from '@headwater/graph';
import { expect, test } from 'vitest';
import type { ShownStatus } from '../protocol.ts';
import { arrangeColumn } from '../layout/arrange-column.ts';
import { asset, assetsOf, fresh, outcome } from '../state/asset-node.fixture.ts';
import { layoutInput, type Picture } from '../state/scene.ts';
import { cyclesOf } from '../state/trouble.ts';
import type { AutomationState } from '../state/page-state.ts';
import { visibleGraph, type VisibleView } from '../state/visible-graph.ts';
import { paletteFrom } from './palette.fixture.ts';
import { pictureSvg } from './picture-svg.ts';

const [DARK, LIGHT] = [0x100000, 0x900000];
const now = new Date('2026-03-01T10:02:00.000Z');

interface Given {
  readonly nodes: readonly AssetNode[];
  readonly statuses?: readonly ShownStatus[];
  readonly view?: Partial<VisibleView>;
  readonly base?: number;
  readonly automation?: AutomationState | null;
}

function svgOf({ nodes, statuses = [], view = {}, base = DARK, automation = null }: Given) {
  const assets = assetsOf(...nodes);
  const visible = visibleGraph(assets, { hops: null, centre: null, collapsed: {}, ...view });
  const placed = arrangeColumn(layoutInput(visible, { width: 320, height: 800, shape: 'column' }));
  const groups = [...new Set(nodes.map(({ group }) => group))];
  const picture: Picture = { visible, placed, colours: new Map(groups.map((group, index) => [group, index % 6])) };
  const byKey = new Map<AssetKey, ShownStatus>(statuses.map((each) => [each.key, each]));
  return pictureSvg({
    picture,
    name: 'shop & <co>',
    facts: {
      assets,
      statusOf: (key) => byKey.get(key),
      progressOf: () => ({ message: 'Summed 60', fraction: 0.5 }),
      automation,
      cycles: cyclesOf(assets),
      changes: null,
      now,
      palette: paletteFrom(base),
      measure: (text, { size }) => text.length * size * 0.55,
    },
  });
}

const bronze = { group: 'bronze' };
const small: Given = {
  nodes: [
    asset('lake/raw/orders', [], { ...bronze, kinds: ['typescript', 'duckdb', 'sql'], checks: ['full'] }),
    asset('prices', [], { ...bronze, kind: 'external' }),
    asset('clean', [], {
      group: 'silver',
      inputs: { raw: 'lake/raw/orders', prices: 'prices' },
      places: { inputs: { raw: { line: 9, column: 3 } }, deps: {} },
    }),
    asset('report', ['clean'], { group: 'gold', deps: ['prices'] }),
    asset('failing', ['clean'], { group: 'gold' }),
    asset('busy', [], { group: 'gold', deps: ['clean'] }),
  ],
  statuses: [
    fresh('lake/raw/orders', [outcome('full', false)]),
    { key: 'prices', status: 'external', causes: [] },
    { ...fresh('clean'), status: 'stale', was: 'fresh', causes: [{ kind: 'code', message: 'its code has changed' }] },
    { key: 'failing', status: 'failed', causes: [{ kind: 'failed', message: 'TypeError: <unknown>' }] },
    { key: 'busy', status: 'running', causes: [] },
  ],
};

test('V5: the whole picture is in it: title and date, boxes, names, statuses by shape and word, badges, edges with their reasons', () => {
  const { svg, width, height } = svgOf(small);
  expect(svg.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
  expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
  for (const words of ['>shop &amp; &lt;co&gt;<', '>6 assets · 1 March 2026', '>bronze<', '>silver<', '>gold<'])
    expect(svg).toContain(words);
  for (const words of ['>orders<', '>lake/raw/<', '>clean<', '>fresh<', '>stale once saved<', '>failed<', '>running<'])
    expect(svg).toContain(words);
  expect(svg).toContain('> · TypeError: &lt;unkno');
  expect(svg).toContain('> · 50 % · Summed 60<');
  for (const shape of ['pass-filled', 'cloud', 'warning', 'error', 'loading', 'question', 'close'])
    expect(svg).toContain(`<use href="#${shape}"`);
  expect(svg).toContain('<title>clean reads lake/raw/orders as input “raw”</title>');
  expect(svg).toContain('<title>report comes after prices, order only (deps)</title>');
  expect(svg).toContain('<title>lake/raw/orders, fresh, 1 check failed, group bronze</title>');
  expect(svg.match(/<title>/g)).toHaveLength(1 + 6 + 6);
});

test('V5: it stands alone, and defines just the shapes it uses', () => {
  const { svg } = svgOf(small);
  expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
    /script|style|url\(|https?:|data:|var\(|@import|foreignObject/,
  );
  const [defined, used] = [/<symbol id="([^"]+)"/g, /<use href="#([^"]+)"/g].map(
    (pattern) => new Set(Array.from(svg.matchAll(pattern), ([, name]) => name)),
  );
  expect(defined).toEqual(used);
});

test('V5: another theme is the same picture in other colours, each of which comes from the theme', () => {
  const [dark, light] = [svgOf(small).svg, svgOf({ ...small, base: LIGHT }).svg];
  const colours = new Set(dark.match(/#[0-9a-f]{6}/g));
  expect(colours.size).toBeGreaterThan(20);
  const turned = dark.replace(/#1(0[0-9a-f]{4})/g, '#9$1');
  expect(turned).toBe(light);
});

test('V5: a closed group is one node with its count and statuses, and its edge tells the first eight reasons', () => {
  const nodes = [
    ...Array.from({ length: 12 }, (_, n) => asset(`raw_${n}`, [], { group: 'lake' })),
    ...Array.from({ length: 12 }, (_, n) => asset(`mart_${n}`, [`raw_${n}`], { group: 'marts' })),
  ];
  const statuses = [fresh('raw_0'), fresh('raw_1', [outcome('full', false)])];
  const { svg } = svgOf({ nodes, statuses, view: { collapsed: { lake: true, marts: true } } });
  expect(svg).toContain('<title>group lake, 12 assets, 10 unknown, 2 fresh</title>');
  expect(svg).toContain('<use href="#layers"');
  expect(svg).toContain('mart_7 reads raw_7 as input “raw_7”\nand 4 more</title>');
});

test('V5, R7: partitions are a bar of patterns, and what is too old says so', () => {
  const freshness = (key: AssetKey, state: FreshnessState) =>
    [key, { key, condition: 'eager()', next: null, decision: null, freshness: { state, message: 'm' } }] as const;
  const { svg } = svgOf({
    nodes: ['daily', 'late', 'soon', 'good'].map((key) => asset(key)),
    statuses: [
      { ...fresh('daily'), partitions: { total: 10, fresh: 5, stale: 2, failed: 1, missing: 2 } },
      ...['late', 'soon', 'good'].map((key) => fresh(key)),
    ],
    automation: {
      on: true,
      assets: new Map([freshness('late', 'fail'), freshness('soon', 'warn'), freshness('good', 'pass')]),
    },
  });
  const lines = Array.from(svg.matchAll(/<line [^>]*>/g), ([line]) => line);
  expect(lines.map((line) => /stroke-width="(\d+)"(?: stroke-dasharray="([\d. ]+)")?/.exec(line)?.slice(1))).toEqual([
    ['4', undefined],
    ['4', '5 2'],
    ['4', '2 1.5'],
    ['1', undefined],
  ]);
  const ends = lines.map((line) => /x1="([\d.]+)" x2="([\d.]+)"/.exec(line)?.slice(1).map(Number) ?? []);
  expect(ends.slice(1).map(([from]) => from)).toEqual(ends.slice(0, -1).map(([, to]) => to));
  expect(svg).toContain('<title>daily, fresh, 5 of 10 partitions fresh, 2 stale, 1 failed, 2 missing, group');
  expect(svg).toContain('<title>late, fresh, too old, runs by itself, group default</title>');
  expect(svg).toContain('<title>good, fresh, runs by itself, group default</title>');
  expect([svg.match(/>too old</g), svg.match(/>nearly too old</g), svg.match(/href="#watch"/g)]).toEqual([
    ['>too old<'],
    ['>nearly too old<'],
    ['href="#watch"', 'href="#watch"'],
  ]);
});

test('V5: nothing lies outside of it, and an empty picture is one, too', () => {
  const { svg, width, height } = svgOf(small);
  const [, left = '', top = ''] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(svg) ?? [];
  for (const [, x = '', y = '', w = '', h = ''] of svg.matchAll(
    /<rect x="([-\d.]+)" y="([-\d.]+)" width="([-\d.]+)" height="([-\d.]+)"/g,
  )) {
    expect(Number(x) + Number(left)).toBeGreaterThanOrEqual(0);
    expect(Number(y) + Number(top)).toBeGreaterThanOrEqual(0);
    expect(Number(x) + Number(left) + Number(w)).toBeLessThanOrEqual(width);
    expect(Number(y) + Number(top) + Number(h)).toBeLessThanOrEqual(height);
  }
  const empty = svgOf({ nodes: [] });
  expect(empty.svg).toContain('>0 assets · ');
  expect([empty.width, empty.height].every((each) => each > 0 && Number.isFinite(each))).toBe(true);
});
