// What of the page survives being hidden and reloaded: of each project where one looked, what was open and where its nodes stood.
import { STATUS_NAMES } from '@headwater/graph';
import { boolean, exactly, isObject, list, nullable, number, optional, record, shape, text } from './check-shape.ts';
import { FIRST_VIEW, type View } from './view.ts';
import { isSavedPicture, type SavedPicture } from './saved-picture.ts';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Of one project. */
export interface SavedView {
  readonly project: string;
  readonly view: View;
  /** Null while the picture fits itself into the page. */
  readonly viewport: Viewport | null;
  /** Null where it was never drawn, or is too large to be worth it. */
  readonly picture: SavedPicture | null;
}

/** All of them, the one looked at last at the end. */
export interface SavedViews {
  readonly version: 2;
  /** When, in milliseconds. */
  readonly at: number;
  readonly views: readonly SavedView[];
}

/** A window has a handful of projects; what was looked at longest ago is forgotten first. */
const MOST_PROJECTS = 20;
/** Places take room, and VS Code writes them all each time one changes. */
const MOST_PICTURES = 5;

const saved = shape({
  project: text,
  view: shape({
    selected: nullable(text),
    chosen: optional(list(text)),
    centre: nullable(text),
    active: nullable(text),
    hops: exactly(null, 'all', 1, 2, 3),
    pinned: boolean,
    collapsed: record(boolean),
    filter: optional(text),
    hidden: optional(list(exactly(...STATUS_NAMES))),
    diff: optional(boolean),
    onlyChanges: optional(boolean),
  }),
  viewport: optional(nullable(shape({ x: number, y: number, zoom: number }))),
});

/** What cannot be read is as if it had never been saved; a view in it that cannot be read spoils no other. */
export function readSavedViews(value: unknown): readonly SavedView[] {
  if (!isObject(value)) return [];
  const { version, views } = value;
  // Version 1 was the view of one project.
  const all: readonly unknown[] = version === 1 ? [value] : version === 2 && Array.isArray(views) ? views : [];
  return all.slice(-MOST_PROJECTS).flatMap((each) => {
    if (!saved(each)) return [];
    const { project, view, viewport, picture } = each as SavedView; // checked by the line before, except for the picture
    return [
      {
        project,
        // What an older page did not know of is as it is at first.
        view: { ...FIRST_VIEW, ...view },
        viewport: viewport ?? null,
        picture: isSavedPicture(picture) ? picture : null,
      },
    ];
  });
}

/**
 * VS Code writes a page's own state when its window closes, and a browser's window may close without; the editor's memory is
 * written at once, and has no pictures, which are large. The later of both counts, with what pictures there are.
 */
export function joinSavedViews(own: unknown, kept: unknown): unknown {
  const time = (saved: unknown): number => (isObject(saved) && typeof saved['at'] === 'number' ? saved['at'] : 0);
  if (time(kept) <= time(own)) return own;
  const pictures = new Map(readSavedViews(own).map(({ project, picture }) => [project, picture]));
  const views = readSavedViews(kept).map((each) => ({ ...each, picture: pictures.get(each.project) ?? null }));
  return { version: 2, at: time(kept), views } satisfies SavedViews;
}

export function withoutPictures(saved: SavedViews): SavedViews {
  return { ...saved, views: saved.views.map((each) => ({ ...each, picture: null })) };
}

export function writeSavedViews(views: readonly SavedView[], at: number): SavedViews {
  const kept = views.slice(-MOST_PROJECTS);
  const withPicture = kept.length - MOST_PICTURES;
  return {
    version: 2,
    at,
    views: kept.map((each, index) => (index < withPicture ? { ...each, picture: null } : each)),
  };
}
