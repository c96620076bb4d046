// What of the page survives being hidden and reloaded: the project, where one looked and what was open.
import { boolean, exactly, nullable, number, optional, record, shape, text } from './check-shape.ts';
import type { View } from './page-state.ts';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface SavedView {
  readonly version: 1;
  readonly project: string;
  readonly view: View;
  /** Null while the picture fits itself into the page. */
  readonly viewport: Viewport | null;
}

const saved = shape({
  version: exactly(1),
  project: text,
  view: shape({
    selected: nullable(text),
    centre: nullable(text),
    active: nullable(text),
    hops: exactly(null, 'all', 1, 2, 3),
    pinned: boolean,
    collapsed: record(boolean),
  }),
  viewport: optional(nullable(shape({ x: number, y: number, zoom: number }))),
});

/** Null for what this version of the page did not save. */
export function readSavedView(value: unknown): SavedView | null {
  return saved(value) ? (value as SavedView) : null; // checked by the line before
}
