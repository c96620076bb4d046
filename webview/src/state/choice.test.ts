// What each gesture makes of a choice, tried on a small graph: raw → clean → core → report, raw → audit, and lone.
import { expect, test } from 'vitest';
import { asset } from './asset-node.fixture.ts';
import {
  added,
  between,
  chosenKeys,
  exactly,
  meantBy,
  onlyAsset,
  partChosen,
  runnableOf,
  toggled,
  within,
} from './choice.ts';
import type { Choice } from './choice.ts';
import { FIRST_VIEW } from './view.ts';
import { visibleGraph } from './visible-graph.ts';

const assets = new Map(
  [
    { ...asset('raw'), group: 'in', kind: 'external' as const },
    { ...asset('clean', ['raw']), group: 'in' },
    { ...asset('core', ['clean']), group: 'mid' },
    { ...asset('report', ['core']), group: 'out' },
    { ...asset('audit', ['raw']), group: 'out' },
    { ...asset('lone'), group: 'out' },
  ].map((node) => [node.key, node]),
);
const open = visibleGraph(assets, FIRST_VIEW);
const closed = visibleGraph(assets, { ...FIRST_VIEW, collapsed: { out: true } });
const NONE: Choice = { selected: null, chosen: [] };
const one = (key: string): Choice => ({ selected: `asset:${key}`, chosen: [] });
const many = (selected: string | null, ...chosen: string[]): Choice => ({ selected, chosen });

test('V4: toggling adds to the selected one, takes out again, and ends with what is left', () => {
  const two = toggled(one('raw'), 'asset:core', open);
  expect(two).toEqual(many('asset:core', 'raw', 'core'));
  expect(onlyAsset(two)).toBeNull();
  const left = toggled(two, 'asset:core', open);
  expect(left).toEqual(one('raw'));
  expect(onlyAsset(left)).toBe('raw');
  expect(toggled(left, 'asset:raw', open)).toEqual(NONE);
  // The keyboard stays on what was taken out while several are left.
  const three = toggled(two, 'asset:report', open);
  expect(toggled(three, 'asset:core', open)).toEqual(many('asset:core', 'raw', 'report'));
});

test('V4: a group stands for its members, closed or open, and can be chosen in part', () => {
  expect(chosenKeys({ selected: 'group:out', chosen: [] }, closed)).toEqual(['report', 'audit', 'lone']);
  const some = toggled(one('audit'), 'asset:core', closed);
  const group = { id: 'group:out', keys: ['report', 'audit', 'lone'] };
  expect(partChosen(group, some)).toBe('some');
  const all = toggled(some, 'group:out', closed);
  expect(partChosen(group, all)).toBe('all');
  expect(all.chosen).toEqual(['audit', 'core', 'report', 'lone']);
  expect(toggled(all, 'group:out', closed)).toEqual(one('core'));
  expect(toggled(NONE, 'group:out', open).chosen).toEqual(['report', 'audit', 'lone']);
});

test('V4: between two lies every way from one to the other, whichever was first; without a way only the two', () => {
  for (const [from, to] of [
    ['raw', 'report'],
    ['report', 'raw'],
  ] as const)
    expect([...between(assets, [from], [to])].sort()).toEqual(['clean', 'core', 'raw', 'report']);
  expect(between(assets, ['audit'], ['report'])).toEqual(['audit', 'report']);
  expect([...between(assets, ['raw'], ['report', 'audit', 'lone'])].sort()).toEqual([...assets.keys()].sort());
  expect(between(assets, [], ['lone'])).toEqual(['lone']);
});

test('V4: a rectangle takes what it touches, a closed group with all its members', () => {
  const place = (x: number, y: number) => ({ x, y, width: 10, height: 10 });
  const nodes = {
    'asset:raw': place(0, 0),
    'asset:clean': place(20, 0),
    'asset:core': place(40, 0),
    'group:out': place(60, 0),
  };
  const taken = (area: Parameters<typeof within>[0]) => within(area, { visible: closed, placed: { nodes } });
  expect(taken({ x: 25, y: -5, width: 16, height: 6 })).toEqual(['clean', 'core']);
  expect(taken({ x: 11, y: 0, width: 8, height: 5 })).toEqual([]);
  expect(taken({ x: 65, y: 5, width: 1, height: 1 })).toEqual(['report', 'audit', 'lone']);
});

test('V4: choosing exactly some keeps the keyboard where it can stay', () => {
  expect(exactly(one('core'), ['raw', 'core'], open)).toEqual(many('asset:core', 'raw', 'core'));
  expect(exactly(one('lone'), ['raw', 'core'], open)).toEqual(many('asset:raw', 'raw', 'core'));
  expect(exactly(one('lone'), ['core'], open)).toEqual(one('core'));
  expect(exactly(one('lone'), [], open)).toEqual(NONE);
  // A group of which only a part is meant is no place for the keyboard.
  expect(exactly(NONE, ['report', 'core'], closed)).toEqual(many('asset:core', 'report', 'core'));
  expect(added(NONE, { id: 'group:out', keys: ['report', 'audit', 'lone'] }, closed).selected).toBe('group:out');
});

test('V4: an act on one of the chosen is about all of them, on another about that one; what is external never runs', () => {
  const choice = many('asset:core', 'raw', 'core');
  expect(meantBy('asset:raw', { choice, shown: open })).toEqual(['raw', 'core']);
  expect(meantBy('asset:report', { choice, shown: open })).toEqual(['report']);
  expect(meantBy('group:out', { choice, shown: closed })).toEqual(['report', 'audit', 'lone']);
  expect(runnableOf(['raw', 'core', 'gone'], assets)).toEqual(['core']);
});
