// Keeps the picture in step with the graph and the view: what is visible, laid out in the worker, old places kept until new ones are known.
import type { LayoutClient } from '../layout/layout-client.ts';
import type { LayoutInput, Placed, Point } from '../layout/layout-model.ts';
import type { PlaceMemory } from './keep-views.ts';
import { asksForStatus, type StatusOf, NOTHING_NAMED } from './narrow-assets.ts';
import { createValue, subscribeAll, type Observable } from './observable.ts';
import type { PageState } from './page-state.ts';
import { visibleGraph, type VisibleGraph } from './visible-graph.ts';

export const ASSET_SIZE = { width: 240, height: 50 } as const;
export const GROUP_SIZE = { width: 240, height: 54 } as const;

/** The room for the picture. */
export interface Pane {
  readonly width: number;
  readonly height: number;
  readonly shape: LayoutInput['shape'];
}

/** What is drawn: a graph and the places of exactly its nodes. */
export interface Picture {
  readonly visible: VisibleGraph;
  readonly placed: Placed;
  /** Which of the colours each group of the project has. */
  readonly colours: ReadonlyMap<string, number>;
}

export interface Scene {
  /** Null until the first layout. */
  readonly picture: Picture | null;
  /** A newer picture is on its way. */
  readonly arranging: boolean;
  readonly failure: string | null;
}

export const GROUP_COLOURS = 6;
const COLUMN_MARGIN = 8;
const COLUMN_WIDEST = 440;
/** Resizing by less than this does not lay out again. */
const COLUMN_STEP = 4;

export function createScene(of: {
  readonly state: PageState;
  readonly pane: Observable<Pane | null>;
  readonly layout: LayoutClient;
  readonly places: PlaceMemory;
}): Observable<Scene> {
  const { state, pane, layout, places } = of;
  const scene = createValue<Scene>({ picture: null, arranging: false, failure: null });
  /** Of the picture that is shown or being laid out. */
  let shape = '';
  /** What the picture was made from: a selection or a cursor that moves changes none of it. */
  let made: readonly unknown[] = [];
  let scheduled = false;

  const statusOf: StatusOf = (key) => state.statuses.get(key)?.status;
  const named = () => state.project.get()?.named ?? NOTHING_NAMED;
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      refresh();
    });
  };

  const refresh = (): void => {
    const assets = state.assets.get();
    const room = pane.get();
    if (assets === null || room === null) {
      shape = '';
      made = [];
      return scene.set({ picture: null, arranging: false, failure: null });
    }
    const changes = state.changes.get();
    const view = state.view.get();
    const { hops, centre, collapsed, filter, hidden, onlyChanges } = view;
    const asks = asksForStatus(view) ? [state.statuses.revision.get(), named()] : [null, null];
    const from = [assets, room, changes, hops, centre, collapsed, filter, hidden, onlyChanges, ...asks];
    if (from.every((each, index) => Object.is(each, made[index]))) return;
    made = from;
    const visible = visibleGraph(assets, view, { changes, statusOf, named: named() });
    const colours = coloursOf((changes?.assets ?? assets).values());
    const input = layoutInput(visible, room);
    const now = JSON.stringify(input);
    const shown = scene.get();
    if (now === shape) {
      // The same shape: only what nodes say may have changed. One that is on its way takes the news itself.
      if (shown.picture && !shown.arranging)
        scene.set({ ...shown, picture: { visible, placed: shown.picture.placed, colours } });
      return;
    }
    shape = now;
    const known = places.recall(now);
    if (known && holds(known, visible))
      return scene.set({ picture: { visible, placed: known, colours }, arranging: false, failure: null });
    scene.set({ ...shown, arranging: true });
    const previous = shown.picture?.placed ?? places.last();
    void layout
      .layout(previous?.shape === input.shape ? { ...input, previous: placesOf(previous) } : input)
      .then((answer) => {
        if (answer.type === 'superseded' || shape !== now) return;
        if (answer.type === 'failed') {
          shape = '';
          made = [];
          return scene.set({ picture: null, arranging: false, failure: answer.message });
        }
        const latest = visibleGraph(state.assets.get() ?? assets, state.view.get(), {
          changes: state.changes.get(),
          statusOf,
          named: named(),
        });
        places.keep(now, answer.placed);
        scene.set({ picture: { visible: latest, placed: answer.placed, colours }, arranging: false, failure: null });
      });
  };

  subscribeAll([state.assets, state.changes, state.view, pane], schedule);
  state.project.subscribe(() => {
    if (asksForStatus(state.view.get())) schedule();
  });
  // Where statuses decide what is drawn, one that changes brings its asset in or takes it out.
  state.statuses.revision.subscribe(() => {
    if (asksForStatus(state.view.get())) schedule();
  });
  schedule();
  return scene;
}

/** What was saved is believed only as far as it can be drawn. */
function holds(placed: Placed, { nodes, boxes, edges }: VisibleGraph): boolean {
  return (
    nodes.every(({ id }) => Object.hasOwn(placed.nodes, id)) &&
    boxes.every(({ id }) => Object.hasOwn(placed.boxes, id)) &&
    edges.every(({ id }) => Object.hasOwn(placed.edges, id))
  );
}

export function layoutInput({ nodes, boxes, edges }: VisibleGraph, room: Pane): LayoutInput {
  const boxOf = new Map(boxes.map(({ group, id }) => [group, id]));
  const width = Math.min(COLUMN_WIDEST, Math.floor((room.width - 2 * COLUMN_MARGIN) / COLUMN_STEP) * COLUMN_STEP);
  return {
    shape: room.shape,
    width: room.shape === 'column' ? width : 0,
    nodes: nodes.map((node) => ({
      id: node.id,
      ...(node.kind === 'asset' ? ASSET_SIZE : GROUP_SIZE),
      box: node.kind === 'asset' ? (boxOf.get(node.asset.group) ?? null) : null,
    })),
    boxes: boxes.map(({ id }) => id),
    edges: edges.map(({ id, source, target }) => ({ id, source, target })),
  };
}

function placesOf({ nodes, boxes }: Placed): Record<string, Point> {
  const ofBoxes = Object.entries(boxes).map(([id, { x, y }]) => [`box ${id}`, { x, y }] as const);
  const ofNodes = Object.entries(nodes).map(([id, { x, y }]) => [id, { x, y }] as const);
  return Object.fromEntries([...ofNodes, ...ofBoxes]);
}

/** By name, so that a group keeps its colour whatever part of the project is shown. */
function coloursOf(assets: Iterable<{ readonly group: string }>): Map<string, number> {
  const groups = [...new Set(Array.from(assets, ({ group }) => group))].sort();
  return new Map(groups.map((group, index) => [group, index % GROUP_COLOURS]));
}
