// Zoom, fit and the list of keys, in a corner of the picture.
import { IconButton } from '../controls/button.tsx';
import type { ViewportControl } from './use-viewport.ts';

export interface CanvasControlsProps {
  readonly control: ViewportControl;
  readonly onExport: () => void;
  readonly onHelp: () => void;
}

export function CanvasControls({ control, onExport, onHelp }: CanvasControlsProps) {
  return (
    <div className="canvas-controls" role="group" aria-label="Zoom and help">
      <IconButton icon="zoom-in" label="Zoom in" onClick={control.zoomIn} />
      <IconButton icon="zoom-out" label="Zoom out" onClick={control.zoomOut} />
      <IconButton icon="screen-full" label="Fit the picture" onClick={control.fit} />
      <IconButton icon="export" label="Export the picture" onClick={onExport} />
      <IconButton icon="keyboard" label="Keyboard shortcuts" onClick={onHelp} />
    </div>
  );
}
