// Zoom and fit, in a corner of the picture.
import { IconButton } from '../controls/button.tsx';
import type { ViewportControl } from './use-viewport.ts';

export function CanvasControls({ control }: { readonly control: ViewportControl }) {
  return (
    <div className="canvas-controls" role="group" aria-label="Zoom">
      <IconButton icon="zoom-in" label="Zoom in" onClick={control.zoomIn} />
      <IconButton icon="zoom-out" label="Zoom out" onClick={control.zoomOut} />
      <IconButton icon="screen-full" label="Fit the picture" onClick={control.fit} />
    </div>
  );
}
