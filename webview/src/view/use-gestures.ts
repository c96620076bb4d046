// What pressing, dragging and double clicking do in the picture, near or far.
import { useReactFlow, type NodeMouseHandler } from '@xyflow/react';
import type { MouseEvent } from 'react';
import type { Point } from '../layout/layout-model.ts';
import type { MenuPlace } from '../state/menu.ts';
import { nodeAt, type FlowElements, type FlowNode } from './flow-elements.ts';
import { usePage } from './use-page.ts';
import { useRectangle } from './use-rectangle.tsx';

export interface GestureOptions {
  readonly elements: FlowElements;
  /** From far away nodes are painted: what is pressed is found by its place. */
  readonly painted: boolean;
}

export function useGestures({ elements, painted }: GestureOptions) {
  const { actions, menu } = usePage();
  const flow = useReactFlow();
  const paintedAt = ({ x, y }: Point): FlowNode | undefined =>
    painted ? nodeAt(elements, flow.screenToFlowPosition({ x, y })) : undefined;

  /** Adds to what is chosen or takes away; false for a press that does neither. */
  const chooses = (id: string, { shiftKey, ctrlKey, metaKey }: MouseEvent): boolean => {
    if (shiftKey) actions.chooseTo(id, { mayBeDouble: true });
    else if (ctrlKey || metaKey) actions.toggleChosen(id, { mayBeDouble: true });
    else return false;
    return true;
  };
  const rectangle = useRectangle({
    toPicture: (point) => flow.screenToFlowPosition(point),
    onChoose: actions.chooseWithin,
    onPress: (point) => {
      const found = paintedAt(point);
      if (found) actions.chooseTo(found.id, { mayBeDouble: true });
    },
  });

  const onNodeClick: NodeMouseHandler<FlowNode> = (event, node) => {
    if (node.type === 'box' || chooses(node.id, event)) return;
    if (node.type === 'collapsed') actions.toggleGroup(node.data.group);
    else actions.select(node.id, { mayBeDouble: true });
  };
  const onNodeDoubleClick: NodeMouseHandler<FlowNode> = ({ shiftKey, ctrlKey, metaKey }, node) => {
    if (node.type === 'asset' && !shiftKey && !ctrlKey && !metaKey) actions.open(node.data.asset.key);
  };
  const onPaneClick = (event: MouseEvent): void => {
    const found = paintedAt({ x: event.clientX, y: event.clientY });
    if (found && chooses(found.id, event)) return;
    // Beside everything: what was chosen with care is not lost by a slip of the hand.
    if (!found && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    actions.select(found ? found.id : null, { mayBeDouble: true });
  };
  const onDoubleClick = ({ target, clientX, clientY, shiftKey, ctrlKey, metaKey }: MouseEvent): void => {
    if (!(target instanceof Element) || !target.closest('.react-flow__pane')) return;
    const found = paintedAt({ x: clientX, y: clientY });
    if (found && !shiftKey && !ctrlKey && !metaKey) actions.enter(found.id);
  };
  const placeOf = (target: Element, point: Point): MenuPlace | null => {
    const id = target.closest('[data-node]')?.getAttribute('data-node') ?? paintedAt(point)?.id;
    if (id !== undefined) return { at: 'node', id };
    const group = target.closest('[data-box]')?.getAttribute('data-box');
    if (group !== null && group !== undefined) return { at: 'box', group };
    const name = target.closest('[data-edge]')?.getAttribute('data-edge');
    const edge = elements.edges.find(({ id }) => id === name);
    if (edge) return { at: 'edge', edge };
    return target.closest('.react-flow') ? { at: 'picture' } : null;
  };
  /** The editor reads from the elements under the pointer what its menu is about: it is written there before it looks. */
  const onContextMenu = ({ target, currentTarget, clientX, clientY }: MouseEvent<HTMLElement>): void => {
    const place = target instanceof Element ? placeOf(target, { x: clientX, y: clientY }) : null;
    if (place) currentTarget.dataset['vscodeContext'] = JSON.stringify(menu.open(place));
    else delete currentTarget.dataset['vscodeContext'];
  };
  return {
    ofFlow: { onNodeClick, onNodeDoubleClick, onPaneClick },
    ofPicture: { onDoubleClick, onContextMenu, ...rectangle.handlers },
    rectangle: rectangle.rectangle,
  };
}
