// Drags a rectangle over the empty picture, and says which part of the picture it was.
import { useEffect, useState, type PointerEvent, type ReactNode } from 'react';
import type { Point, Rect } from '../layout/layout-model.ts';

export interface RectangleOptions {
  /** From the screen to the picture. */
  readonly toPicture: (point: Point) => Point;
  readonly onChoose: (area: Rect, how: { readonly add: boolean }) => void;
  /** Pressed with Shift, and not moved. */
  readonly onPress: (point: Point) => void;
}

/** Moved less than this, it was a press. */
const SLIP = 4;

interface Drag {
  readonly pointer: number;
  /** The corner of the element it is drawn in. */
  readonly origin: Point;
  readonly from: Point;
  readonly to: Point;
}

export function useRectangle({ toPicture, onChoose, onPress }: RectangleOptions) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const moved = drag !== null && Math.hypot(drag.to.x - drag.from.x, drag.to.y - drag.from.y) >= SLIP;

  useEffect(() => {
    if (!drag) return;
    const leave = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setDrag(null);
    };
    window.addEventListener('keydown', leave, { capture: true });
    return () => window.removeEventListener('keydown', leave, { capture: true });
  }, [drag]);

  const end = ({ clientX, clientY, ctrlKey, metaKey }: PointerEvent): void => {
    if (!drag) return;
    setDrag(null);
    if (!moved) return onPress({ x: clientX, y: clientY });
    const [a, b] = [toPicture(drag.from), toPicture({ x: clientX, y: clientY })];
    onChoose(rectBetween(a, b), { add: ctrlKey || metaKey });
  };

  const handlers = {
    onPointerDownCapture(event: PointerEvent<HTMLElement>) {
      const { shiftKey, button, pointerId, clientX, clientY, target, currentTarget } = event;
      if (!shiftKey || button !== 0 || !(target instanceof Element)) return;
      if (!target.closest('.react-flow__pane') || target.closest('[data-node], button, a')) return;
      const at = { x: clientX, y: clientY };
      currentTarget.setPointerCapture(pointerId);
      setDrag({ pointer: pointerId, origin: currentTarget.getBoundingClientRect(), from: at, to: at });
    },
    /** The picture would be dragged along. */
    onMouseDownCapture(event: { preventDefault(): void; stopPropagation(): void }) {
      if (!drag) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onPointerMove({ pointerId, clientX, clientY }: PointerEvent) {
      if (drag?.pointer === pointerId) setDrag({ ...drag, to: { x: clientX, y: clientY } });
    },
    onPointerUp: end,
    onPointerCancel: () => setDrag(null),
  };

  let rectangle: ReactNode = null;
  if (drag && moved) {
    const { x, y, width, height } = rectBetween(drag.from, drag.to);
    const [left, top] = [x - drag.origin.x, y - drag.origin.y];
    rectangle = <div className="choice-rectangle" style={{ left, top, width, height }} />;
  }
  return { handlers, rectangle };
}

function rectBetween(a: Point, b: Point): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
