// The picture: React Flow with the limits that keep it fast, and a keyboard and names of our own.
import { MiniMap, ReactFlow, ReactFlowProvider, type NodeMouseHandler } from '@xyflow/react';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Picture } from '../state/scene.ts';
import { ZOOM_MAX, ZOOM_MIN, type Room } from '../state/viewport-choice.ts';
import { AssetNode } from './asset-node.tsx';
import { CanvasControls } from './canvas-controls.tsx';
import { flowElements, type FlowEdge, type FlowElements, type FlowNode } from './flow-elements.ts';
import { GroupBox } from './group-box.tsx';
import { GroupNode } from './group-node.tsx';
import { LineageEdge } from './lineage-edge.tsx';
import { usePage, useValue } from './use-page.ts';
import { useViewport, type ViewportControl } from './use-viewport.ts';

const NODE_TYPES = { asset: AssetNode, collapsed: GroupNode, box: GroupBox };
const EDGE_TYPES = { lineage: LineageEdge };
/** Smaller pictures are mounted whole: a screen reader's own navigation finds every node. */
const CULL_ABOVE = 120;
/** Below this zoom a node shows its name and shape only, larger. */
const FAR = 0.45;
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
  const picturing = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // Lineage is told by the nodes and the details: to a screen reader the lines are noise. React Flow has no property for it.
    picturing.current?.querySelector('.react-flow__edges')?.setAttribute('aria-hidden', 'true');
  }, []);
  const control = useViewport({ picture, room });
  const [far, setFar] = useState(control.first.zoom < FAR);
  const name = useValue(state.project)?.name ?? '';
  const { visible } = picture;

  const onNodeClick: NodeMouseHandler<FlowNode> = (_, node) => {
    if (node.type === 'collapsed') actions.toggleGroup(node.data.group);
    if (node.type === 'asset') actions.select(node.id, { mayBeDouble: true });
  };
  const onNodeDoubleClick: NodeMouseHandler<FlowNode> = (_, node) => {
    if (node.type === 'asset') actions.open(node.data.asset.key);
  };

  return (
    <div className="picture" ref={picturing} onKeyDown={(event) => zoomKey(event, control)}>
      <ReactFlow<FlowNode, FlowEdge>
        className={far ? 'far' : ''}
        aria-label={`Lineage of ${name}: ${visible.shown} ${visible.shown === 1 ? 'asset' : 'assets'}`}
        nodes={elements.nodes}
        edges={elements.edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        defaultViewport={control.first}
        minZoom={ZOOM_MIN}
        maxZoom={ZOOM_MAX}
        onlyRenderVisibleElements={elements.nodes.length > CULL_ABOVE}
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
        onNodeClick={onNodeClick}
        onNodeDoubleClick={onNodeDoubleClick}
        onEdgeClick={(_, { data }) => {
          const reason = data?.reasons[0];
          if (reason) actions.open(reason.to);
        }}
        onPaneClick={() => actions.select(null)}
        onMove={(_, { zoom }) => setFar(zoom < FAR)}
        onMoveEnd={(event, moved) => {
          // Moves of our own have no event.
          if (event) viewport.set(moved);
        }}
      >
        {room.width >= MAP_PANE && elements.nodes.length > MAP_FROM && (
          <MiniMap<FlowNode>
            ariaLabel="Overview"
            pannable
            zoomable
            position="bottom-left"
            nodeClassName={({ type, data }) => `map-${type ?? ''} colour-${data.colour}`}
            nodeBorderRadius={12}
          />
        )}
      </ReactFlow>
      <CanvasControls control={control} onHelp={onHelp} />
    </div>
  );
}

function zoomKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, control: ViewportControl): void {
  if (ctrlKey || metaKey || altKey) return;
  if (key === '+' || key === '=') control.zoomIn();
  if (key === '-') control.zoomOut();
  if (key === '0') control.fit();
}
