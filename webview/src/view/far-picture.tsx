// The picture from far away, painted on one canvas that moves with it; painted again when it is left, or when something in it changes.
import { ViewportPortal } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { Area } from '../state/visible-window.ts';
import { drawFar } from './draw-far.ts';
import type { FlowElements } from './flow-elements.ts';
import { usePalette } from './palette.ts';
import { usePage, useValue } from './use-page.ts';

/** No side of a canvas has more pixels than any browser can paint. */
const LARGEST = 4096;

export interface FarPictureProps {
  readonly elements: FlowElements;
  readonly area: Area;
  readonly zoom: number;
}

export function FarPicture({ elements, area, zoom }: FarPictureProps) {
  const { state, lineage } = usePage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette(useRef(document.body));
  const statuses = useValue(state.statuses.revision);
  const { selected, chosen } = useValue(state.view);
  const shown = useValue(lineage);
  const changes = useValue(state.changes);
  const [width, height] = [area.right - area.left, area.bottom - area.top];
  const scale = Math.min(zoom * window.devicePixelRatio, LARGEST / width, LARGEST / height);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !palette) return;
    // News of many assets at once is painted once.
    const frame = requestAnimationFrame(() => {
      const statusOf = (key: string) => state.statuses.get(key)?.status ?? 'unknown';
      drawFar(context, {
        elements,
        area,
        scale,
        zoom,
        palette,
        statusOf,
        choice: { selected, chosen },
        lineage: shown,
        changes,
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [elements, area, scale, zoom, palette, statuses, selected, chosen, shown, changes, state]);

  return (
    <ViewportPortal>
      <canvas
        ref={canvas}
        className="far-picture"
        aria-hidden="true"
        width={Math.ceil(width * scale)}
        height={Math.ceil(height * scale)}
        style={{ left: area.left, top: area.top, width, height }}
      />
    </ViewportPortal>
  );
}
