// The overview in a corner: all of the picture, small, with a frame around what is on the screen; pressing it goes there.
import { useViewport } from '@xyflow/react';
import { useEffect, useRef, type PointerEvent } from 'react';
import type { Point } from '../layout/layout-model.ts';
import type { Changes } from '../state/diff.ts';
import { shownArea } from '../state/visible-window.ts';
import type { Room } from '../state/viewport-choice.ts';
import type { FlowElements } from './flow-elements.ts';
import { looksOf } from './draw-changes.ts';
import { usePalette, type Palette } from './palette.ts';
import { usePage, useValue } from './use-page.ts';

const WIDTH = 190;
const HEIGHT = 130;
const MARGIN = 6;

export interface OverviewMapProps {
  readonly elements: FlowElements;
  readonly size: { readonly width: number; readonly height: number };
  readonly room: Room;
  readonly onGoTo: (point: Point) => void;
  readonly onZoom: (closer: boolean) => void;
}

export function OverviewMap({ elements, size, room, onGoTo, onZoom }: OverviewMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette(useRef(document.body));
  const changes = useValue(usePage().state.changes);
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / Math.max(1, size.width),
    (HEIGHT - 2 * MARGIN) / Math.max(1, size.height),
  );
  const [left, top] = [(WIDTH - size.width * scale) / 2, (HEIGHT - size.height * scale) / 2];

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !palette) return;
    const ratio = window.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top);
    drawMap(context, { elements, palette, changes, pixel: 1 / scale });
  }, [elements, palette, changes, scale, left, top]);

  const go = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>): void => {
    const at = currentTarget.getBoundingClientRect();
    onGoTo({ x: (clientX - at.x - left) / scale, y: (clientY - at.y - top) / scale });
  };
  return (
    <div
      className="overview-map"
      role="img"
      aria-label="Overview"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) go(event);
      }}
      onWheel={({ deltaY }) => onZoom(deltaY < 0)}
    >
      <canvas ref={canvas} width={WIDTH * window.devicePixelRatio} height={HEIGHT * window.devicePixelRatio} />
      <Frame room={room} scale={scale} left={left} top={top} />
    </div>
  );
}

interface FrameProps {
  readonly room: Room;
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** Alone in following every move. */
function Frame({ room, scale, left, top }: FrameProps) {
  const shown = shownArea(useViewport(), room);
  const [x, y] = [left + shown.left * scale, top + shown.top * scale];
  const [width, height] = [(shown.right - shown.left) * scale, (shown.bottom - shown.top) * scale];
  return <div className="overview-frame" style={{ left: x, top: y, width, height }} />;
}

interface MapDrawing {
  readonly elements: FlowElements;
  readonly palette: Palette;
  readonly changes: Changes | null;
  /** One pixel of the map, in those of the picture. */
  readonly pixel: number;
}

function drawMap(context: CanvasRenderingContext2D, { elements, palette, changes, pixel }: MapDrawing): void {
  for (const { type, data, position, width = 0, height = 0 } of elements.nodes) {
    context.fillStyle = palette.groups[data.colour] ?? palette.quiet;
    context.globalAlpha = type === 'box' ? 0.16 : changes ? 0.35 : 0.75;
    // However large the graph: each node is at least a dot.
    context.fillRect(position.x, position.y, Math.max(width, pixel), Math.max(height, pixel));
  }
  context.globalAlpha = 1;
  if (changes) mapChanges(context, { elements, palette, changes, pixel });
}

/** What changed itself is filled; what is gone and what only follows is a frame. */
function mapChanges(
  context: CanvasRenderingContext2D,
  { elements, palette, changes, pixel }: MapDrawing & { readonly changes: Changes },
): void {
  for (const node of elements.nodes) {
    const [look] = looksOf(node, changes);
    if (look === undefined) continue;
    const { x, y } = node.position;
    const [width, height] = [Math.max(node.width ?? 0, 3 * pixel), Math.max(node.height ?? 0, 3 * pixel)];
    context.fillStyle = context.strokeStyle = palette.changes[look];
    context.lineWidth = pixel;
    if (look === 'removed' || look === 'stale') context.strokeRect(x, y, width, height);
    else context.fillRect(x, y, width, height);
  }
}
