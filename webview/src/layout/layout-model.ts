// What the layout is asked and what it answers: plain JSON, so that it can cross to a worker.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The box it lies in; null stands free. */
  readonly box: string | null;
}

export interface LayoutEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

export interface LayoutInput {
  /** Layers from left to right, or one column of full-width rows with the edges on rails beside it. */
  readonly shape: 'layers' | 'column';
  /** Of the column; layers take the width they need. */
  readonly width: number;
  /** Upstream first, members of a box next to each other. */
  readonly nodes: readonly LayoutNode[];
  readonly boxes: readonly string[];
  readonly edges: readonly LayoutEdge[];
  /** Where nodes were before: those keep their order within a layer. */
  readonly previous?: Readonly<Record<string, Point>>;
}

export interface Placed {
  readonly shape: LayoutInput['shape'];
  readonly width: number;
  readonly height: number;
  readonly nodes: Readonly<Record<string, Rect>>;
  readonly boxes: Readonly<Record<string, Rect>>;
  /** From the source's side to the target's side. */
  readonly edges: Readonly<Record<string, readonly Point[]>>;
}

/** Room above the nodes of a box, for its name. */
export const BOX_HEADER = 30;
export const BOX_PADDING = 12;

/** Page to layout worker. A cancelled layout is never answered. */
export type ToLayoutWorker =
  | { readonly type: 'layout'; readonly id: number; readonly input: LayoutInput }
  | { readonly type: 'cancel'; readonly id: number };

export type FromLayoutWorker =
  /** From here on only this one is computed. */
  | { readonly type: 'started'; readonly id: number }
  | { readonly type: 'placed'; readonly id: number; readonly placed: Placed }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
