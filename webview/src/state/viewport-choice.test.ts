// What part of the picture the pane shows.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Placed } from '../layout/layout-model.ts';
import {
  arrivingViewport,
  bringIntoView,
  centredOn,
  keptViewport,
  revealed,
  startViewport,
  wholeViewport,
  ZOOM_MAX,
  ZOOM_MIN,
  zoomed,
} from './viewport-choice.ts';

const room = { width: 800, height: 600 };
const picture = (width: number, height: number, shape: Placed['shape'] = 'layers'): Placed => ({
  shape,
  width,
  height,
  nodes: {},
  boxes: {},
  edges: {},
});
const rect = (x: number, y: number) => ({ x, y, width: 240, height: 50 });
/** Where a rectangle lies in the pane. */
const onScreen = (of: ReturnType<typeof rect>, { x, y, zoom }: { x: number; y: number; zoom: number }) => ({
  left: of.x * zoom + x,
  top: of.y * zoom + y,
  right: (of.x + of.width) * zoom + x,
  bottom: (of.y + of.height) * zoom + y,
});

test('a picture smaller than the pane is shown whole, in its middle, and not enlarged', () => {
  expect(wholeViewport(picture(400, 300), room)).toEqual({ x: 200, y: 150, zoom: 1 });
  expect(wholeViewport(picture(1600, 300), room).zoom).toBeCloseTo(784 / 1600);
  expect(wholeViewport(picture(300, 200, 'column'), room).y).toBe(16);
});

test('what cannot be read whole starts at what is selected, else at its beginning', () => {
  const large = picture(9_000, 4_000);
  const { left, right, top, bottom } = onScreen(
    rect(4_000, 2_000),
    startViewport(large, { room, anchor: rect(4_000, 2_000) }),
  );
  expect([(left + right) / 2, (top + bottom) / 2].map(Math.round)).toEqual([400, 300]);
  expect(startViewport(large, { room, anchor: null })).toMatchObject({ x: 8, zoom: 0.5 });
  expect(startViewport(picture(300, 9_000, 'column'), { room, anchor: null }).y).toBe(8);
});

test('V2: a node keeps its place on the screen while others move around it', () => {
  const viewport = { x: 10, y: 20, zoom: 0.5 };
  const after = keptViewport(viewport, { before: rect(100, 50), after: rect(400, 90) });
  expect(onScreen(rect(400, 90), after)).toEqual(onScreen(rect(100, 50), viewport));
  expect(keptViewport(viewport, { before: rect(1, 2), after: rect(1, 2) })).toBe(viewport);
});

test('bringing into view moves as little as it must, and not at all when it need not', () => {
  const viewport = { x: 0, y: 0, zoom: 1 };
  expect(bringIntoView(rect(100, 100), { viewport, room })).toBe(viewport);
  expect(bringIntoView(rect(700, 100), { viewport, room })).toEqual({ x: -156, y: 0, zoom: 1 });
});

test('whatever is brought into view is inside the pane, where it fits', () => {
  const number = fc.integer({ min: -5_000, max: 5_000 });
  fc.assert(
    fc.property(number, number, number, number, fc.double({ min: 0.2, max: 2, noNaN: true }), (x, y, vx, vy, zoom) => {
      const { left, top, right, bottom } = onScreen(
        rect(x, y),
        bringIntoView(rect(x, y), { viewport: { x: vx, y: vy, zoom }, room }),
      );
      const slack = 1e-6;
      expect(left >= -slack && top >= -slack && right <= room.width + slack && bottom <= room.height + slack).toBe(
        true,
      );
    }),
  );
});

test('what is asked for by name is centred when it was out of sight or too small to read', () => {
  const near = { x: 0, y: 0, zoom: 1 };
  expect(revealed(rect(100, 100), { viewport: near, room, centre: true })).toBe(near);
  expect(revealed(rect(3_000, 100), { viewport: near, room, centre: true })).toEqual(
    centredOn(rect(3_000, 100), { room, zoom: 1 }),
  );
  const far = { x: 0, y: 0, zoom: 0.1 };
  expect(revealed(rect(100, 100), { viewport: far, room, centre: true }).zoom).toBe(0.5);
  expect(revealed(rect(100, 100), { viewport: far, room, centre: false })).toMatchObject({ zoom: 0.1 });
});

test('a picture comes up where it was left, with what is asked for in sight', () => {
  const chosen = { x: 5, y: 6, zoom: 0.9 };
  const of = { room, chosen, target: undefined, anchor: undefined };
  expect(arrivingViewport(picture(900, 900), of)).toBe(chosen);
  expect(arrivingViewport(picture(9_000, 900), { ...of, target: rect(8_000, 0) })).not.toEqual(chosen);
  expect(arrivingViewport(picture(400, 300), { ...of, chosen: null })).toEqual(wholeViewport(picture(400, 300), room));
});

test('zooming keeps the middle of the pane and stays within its bounds', () => {
  const viewport = { x: 40, y: -30, zoom: 0.8 };
  const closer = zoomed(viewport, { room, factor: 1.25 });
  const middle = ({ x, y, zoom }: typeof viewport) => [(400 - x) / zoom, (300 - y) / zoom];
  middle(closer).forEach((value, index) => expect(value).toBeCloseTo(middle(viewport)[index] ?? NaN));
  expect(zoomed(viewport, { room, factor: 1_000 }).zoom).toBe(ZOOM_MAX);
  expect(zoomed(viewport, { room, factor: 0.0001 }).zoom).toBe(ZOOM_MIN);
});
