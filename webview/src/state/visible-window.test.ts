// What of a large picture is drawn, and when that is decided anew.
import { expect, test } from 'vitest';
import { boundsOf, meets, shownArea, windowFor } from './visible-window.ts';

const room = { width: 1000, height: 500 };
const shown = shownArea({ x: -2000, y: -1000, zoom: 2 }, room);

test('what is on the screen, in the coordinates of the picture', () => {
  expect(shown).toEqual({ left: 1000, top: 500, right: 1500, bottom: 750 });
});

test('a window reaches beyond the screen on each side', () => {
  expect(windowFor(shown, null)).toEqual({ left: 700, top: 350, right: 1800, bottom: 900 });
});

test('it stays while the screen is inside, and follows when the screen leaves it', () => {
  const first = windowFor(shown, null);
  expect(windowFor(shownArea({ x: -2400, y: -1000, zoom: 2 }, room), first)).toBe(first);
  const next = windowFor(shownArea({ x: -2800, y: -1000, zoom: 2 }, room), first);
  expect(next).not.toBe(first);
  expect(next.left).toBe(1100);
});

test('zoomed in far, it becomes smaller; zoomed out, larger', () => {
  const first = windowFor(shown, null);
  expect(windowFor(shownArea({ x: -2200, y: -1100, zoom: 2.2 }, room), first)).toBe(first);
  const near = windowFor(shownArea({ x: -6000, y: -3000, zoom: 6 }, room), first);
  expect(near.right - near.left).toBeLessThan(400);
  const wide = windowFor(shownArea({ x: -500, y: -250, zoom: 0.5 }, room), first);
  expect(wide.right - wide.left).toBeGreaterThan(2000);
});

test('what lies across the window belongs to it, what lies beside does not', () => {
  const area = { left: 0, top: 0, right: 100, bottom: 100 };
  expect(
    meets(
      area,
      boundsOf([
        { x: -50, y: 50 },
        { x: 150, y: 60 },
      ]),
    ),
  ).toBe(true);
  expect(meets(area, { x: 101, y: 0, width: 10, height: 10 })).toBe(false);
  expect(meets(area, { x: 90, y: 90, width: 100, height: 100 })).toBe(true);
});
