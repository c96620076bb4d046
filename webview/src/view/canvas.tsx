// The picture: React Flow with the limits that keep it fast, and a keyboard and names of our own.
import { ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { useEffect, useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import type { Picture } from '../state/scene.ts';
import { ZOOM_MAX, ZOOM_MIN, type Room } from '../state/viewport-choice.ts';
import { AssetNode } from './asset-node.tsx';
import { CanvasControls } from './canvas-controls.tsx';
import { ChoiceBar } from './choice-bar.tsx';
import { EdgeCard } from './edge-card.tsx';
import { edgePointer } from './edge-pointer.ts';
import { FarPicture } from './far-picture.tsx';
import { elementsIn, flowElements, type FlowElements, type FlowNode } from './flow-elements.ts';
import { GroupBox } from './group-box.tsx';
import { GroupNode } from './group-node.tsx';
import { LineageEdges } from './lineage-edge.tsx';
import { OverviewMap } from './overview-map.tsx';
import { useGestures } from './use-gestures.ts';
import { useAnswer, usePage, useValue } from './use-page.ts';
import { useViewport, type ViewportControl } from './use-viewport.ts';
import { useWindow } from './use-window.ts';

const NODE_TYPES = { asset: AssetNode, collapsed: GroupNode, box: GroupBox };
/** Smaller pictures are mounted whole: a screen reader's own navigation finds every node. */
const WINDOW_ABOVE = 120;
/** From so many nodes on, what is far away is painted on one canvas. */
const PAINT_ABOVE = 300;
/** A map of a handful of nodes is the picture once more. */
const MAP_FROM = 15;
const MAP_PANE = 560;

export interface CanvasProps {
  readonly picture: Picture;
  readonly room: Room;
  readonly onHelp: () => void;
}

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({ picture, room, onHelp }: CanvasProps) {
  const { actions, viewport, state } = usePage();
  const before = useRef<FlowElements | null>(null);
  const elements = useMemo(() => flowElements(picture, before.current), [picture]);
  useLayoutEffect(() => {
    before.current = elements;
  }, [elements]);
  const control = useViewport({ picture, room });
  const rest = useRef(control.first);
  const { area, zoom, far, moved, rested } = useWindow(control.first, room);
  const kept = useAnswer(state.view, () => keptNode(picture, state.view.get().selected));
  const painted = far && elements.nodes.length > PAINT_ABOVE;
  const near = useMemo(() => {
    const always = new Set(kept === null ? [] : [kept]);
    if (painted) return { nodes: elements.nodes.filter(({ id }) => always.has(id)), edges: [] };
    return elements.nodes.length > WINDOW_ABOVE ? elementsIn(elements, area, always) : elements;
  }, [elements, area, kept, painted]);
  const pointer = useMemo(() => edgePointer(state.told), [state]);
  const name = useValue(state.project)?.name ?? '';
  const comparing = useAnswer(state.changes, () => state.changes.get() !== null);
  const { visible } = picture;

  const gestures = useGestures({ elements, painted });
  const fitWish = useValue(state.fitWish);
  const fitted = useRef(fitWish);
  useEffect(() => {
    if (fitted.current === fitWish) return;
    fitted.current = fitWish;
    control.fit();
  }, [fitWish, control]);

  return (
    <div
      className={comparing ? 'picture comparing' : 'picture'}
      onKeyDown={(event) => zoomKey(event, control)}
      {...gestures.ofPicture}
    >
      <ReactFlow<FlowNode>
        className={far ? 'far' : ''}
        aria-label={`Lineage of ${name}: ${visible.shown} ${visible.shown === 1 ? 'asset' : 'assets'}`}
        nodes={near.nodes}
        nodeTypes={NODE_TYPES}
        defaultViewport={control.first}
        minZoom={ZOOM_MIN}
        maxZoom={ZOOM_MAX}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        autoPanOnNodeFocus={false}
        disableKeyboardA11y
        panOnScroll
        zoomOnDoubleClick={false}
        zoomActivationKeyCode={['Control', 'Meta']}
        panActivationKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        deleteKeyCode={null}
        proOptions={{ hideAttribution: true }}
        {...gestures.ofFlow}
        onMoveStart={(event) => {
          // The first turn of a wheel moves the picture without any other word of it; a press may become a click.
          if (event?.type === 'wheel') pointer.interrupt();
        }}
        onMove={(_, now) => {
          moved(now);
          pointer.interrupt();
        }}
        onMoveEnd={(event, now) => {
          rested(now);
          const { x, y, zoom: size } = rest.current;
          rest.current = now;
          // Moves of our own have no event, and a press that moves nothing has one.
          if (event && (x !== now.x || y !== now.y || size !== now.zoom)) viewport.set(now);
        }}
      >
        {painted ? (
          <FarPicture elements={elements} area={area} zoom={zoom} />
        ) : (
          <LineageEdges edges={near.edges} zoom={zoom} pointer={pointer} />
        )}
      </ReactFlow>
      {room.width >= MAP_PANE && elements.nodes.length > MAP_FROM && (
        <OverviewMap
          elements={elements}
          size={picture.placed}
          room={room}
          onGoTo={control.goTo}
          onZoom={(closer) => (closer ? control.zoomIn() : control.zoomOut())}
        />
      )}
      <EdgeCard picture={picture} room={room} pointer={pointer} />
      {gestures.rectangle}
      <ChoiceBar />
      <CanvasControls control={control} onExport={actions.askExport} onHelp={onHelp} />
    </div>
  );
}

/** The one stop of the keyboard is drawn wherever it lies. */
function keptNode({ placed, visible }: Picture, selected: string | null): string | null {
  return selected !== null && placed.nodes[selected] ? selected : (visible.nodes[0]?.id ?? null);
}

function zoomKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, control: ViewportControl): void {
  if (ctrlKey || metaKey || altKey) return;
  if (key === '+' || key === '=') control.zoomIn();
  if (key === '-') control.zoomOut();
  if (key === '0') control.fit();
}
