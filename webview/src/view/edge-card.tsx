// The card of an edge: every reason why it exists, each with the place it is written at; and its line and ends, lifted out of the picture.
import type { AssetKey } from '@headwater/graph';
import { useOnViewportChange, useReactFlow, ViewportPortal } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { assetOf, groupOf } from '../state/node-id.ts';
import type { Picture } from '../state/scene.ts';
import type { ToldEdge } from '../state/page-state.ts';
import { cardPlace, edgesOfNode, isInside, placeOf } from '../state/told-edge.ts';
import { closingWords } from '../state/trouble.ts';
import type { EdgeReason } from '../state/edge-reason.ts';
import type { VisibleEdge } from '../state/visible-graph.ts';
import type { Room } from '../state/viewport-choice.ts';
import { edgePath } from '../state/edge-path.ts';
import type { EdgePointer } from './edge-pointer.ts';
import { usePage, useValue } from './use-page.ts';

/** More than these at once nobody reads. */
const FIRST_REASONS = 8;
const MORE_REASONS = 100;
/** Around the ends of the edge. */
const RING = 3;

export interface EdgeCardProps {
  readonly picture: Picture;
  readonly room: Room;
  readonly pointer: EdgePointer;
}

export function EdgeCard({ picture, room, pointer }: EdgeCardProps) {
  const { state } = usePage();
  const told = useValue(state.told);
  const edge = told && picture.visible.edges.find(({ id }) => id === told.id);
  const gone = told !== null && (!edge || !picture.placed.edges[told.id]);
  useEffect(() => {
    if (gone) state.told.set(null);
  }, [gone, state]);
  if (!told || !edge || gone) return null;
  return <Card key={edge.id} {...{ told, edge, picture, room, pointer }} />;
}

interface CardProps extends EdgeCardProps {
  readonly told: ToldEdge;
  readonly edge: VisibleEdge;
}

function Card({ told, edge, picture, room, pointer }: CardProps) {
  const { state, actions } = usePage();
  const flow = useReactFlow();
  const [moving, setMoving] = useState(false);
  const [{ x, y, zoom }, setViewport] = useState(flow.getViewport);
  const at = { x: told.at.x * zoom + x, y: told.at.y * zoom + y };
  const walked = told.walker !== null;
  const card = useRef<HTMLElement>(null);
  const close = useClosing(card);

  useOnViewportChange({
    onChange: () => setMoving(true),
    onEnd: (now) => {
      setMoving(false);
      setViewport(now);
      const there = { x: told.at.x * now.zoom + now.x, y: told.at.y * now.zoom + now.y };
      if (!walked && !isInside(there, room)) state.told.set(null);
    },
  });
  useEffect(() => {
    if (walked) card.current?.querySelector<HTMLElement>('.edge-reasons button')?.focus({ preventScroll: true });
  }, [walked]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== 'e') return;
    actions.walkEdges(told.walker ?? edge.target, event.key === 'E' ? -1 : 1);
    event.preventDefault();
    event.stopPropagation();
  };
  const [source, target] = [nameOf(edge.source), nameOf(edge.target)];
  return (
    <>
      <LiftedEdge edge={edge} picture={picture} zoom={zoom} />
      {(walked || !moving) && (
        <section
          ref={card}
          className="edge-card"
          role="dialog"
          aria-label={`Why ${target} comes after ${source}`}
          data-pinned={told.pinned}
          style={cardPlace(at, room)}
          onPointerEnter={pointer.stay}
          onPointerLeave={pointer.out}
          onKeyDown={onKeyDown}
        >
          <header>
            <h2>
              <bdi>{source}</bdi> <Icon name="arrow-right" /> <bdi>{target}</bdi>
            </h2>
            {told.pinned && <IconButton icon="close" label="Close" onClick={close} />}
          </header>
          <Closing reasons={edge.reasons} />
          <Reasons edge={edge} />
          {told.walker !== null && <Walk node={told.walker} edge={edge} picture={picture} />}
        </section>
      )}
    </>
  );
}

/** Escape and a click on anything else close the card; where the keyboard came from, it goes back to. */
function useClosing(card: RefObject<HTMLElement | null>): () => void {
  const { state } = usePage();
  const close = useCallback((): void => {
    const { walker = null } = state.told.get() ?? {};
    state.told.set(null);
    if (walker !== null) state.focusWish.set(walker);
  }, [state]);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      close();
      // The selection is not what is closed.
      event.preventDefault();
      event.stopPropagation();
    };
    const onClick = (event: MouseEvent): void => {
      const path = event.composedPath();
      const onEdge = event.target instanceof Element && event.target.closest('[data-edge]') !== null;
      if (!onEdge && card.current && !path.includes(card.current)) state.told.set(null);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('click', onClick);
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('click', onClick);
    };
  }, [card, close, state]);
  return close;
}

function Reasons({ edge: { reasons } }: { readonly edge: VisibleEdge }) {
  const [shown, setShown] = useState(FIRST_REASONS);
  const more = reasons.length - shown;
  return (
    <>
      <ul className="edge-reasons">
        {reasons.slice(0, shown).map((reason) => (
          <li key={`${reason.from}\n${reason.to}\n${reason.input ?? ''}\n${reason.input === null}`}>
            <Reason reason={reason} />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button type="button" className="link edge-more" onClick={() => setShown(shown + MORE_REASONS)}>
          {`and ${more} more`}
        </button>
      )}
    </>
  );
}

function Reason({ reason }: { readonly reason: EdgeReason }) {
  const { actions } = usePage();
  const { from, to, input, change, file, line, through } = reason;
  if (through) return <Through reason={reason} hidden={through} />;
  return (
    <>
      <span>
        <bdi>{to}</bdi> {input === null ? 'comes after' : 'reads'} <bdi>{from}</bdi>
        {input === null ? (
          <span className="quiet">, order only (deps)</span>
        ) : (
          <>
            {' as input '}
            <bdi className="edge-input">{`“${input}”`}</bdi>
          </>
        )}
        {change && <span className={`edge-change edge-change-${change}`}>{change}</span>}
      </span>
      <button type="button" className="link" onClick={() => actions.openPlace(placeOf(reason))}>
        {file}:{line}
      </button>
    </>
  );
}

/** Each of the hidden assets leads to itself. */
function Through({
  reason: { from, to },
  hidden,
}: {
  readonly reason: EdgeReason;
  readonly hidden: readonly AssetKey[];
}) {
  const { actions } = usePage();
  return (
    <span>
      <bdi>{to}</bdi> follows from <bdi>{from}</bdi> through{' '}
      {hidden.length === 1 ? 'a hidden asset: ' : `${hidden.length} hidden assets: `}
      {hidden.slice(0, FIRST_REASONS).map((key, index) => (
        <span key={key}>
          {index > 0 && ', '}
          <button type="button" className="link" onClick={() => actions.goTo(key)}>
            <bdi>{key}</bdi>
          </button>
        </span>
      ))}
      {hidden.length > FIRST_REASONS && ` and ${hidden.length - FIRST_REASONS} more`}
    </span>
  );
}

/** What is wrong with an edge stands above why it is there. */
function Closing({ reasons }: Pick<VisibleEdge, 'reasons'>) {
  const words = closingWords(reasons, useValue(usePage().cycles));
  return words === null ? null : <p className="edge-closing-words">{words}</p>;
}

function Walk({
  node,
  edge,
  picture,
}: {
  readonly node: string;
  readonly edge: VisibleEdge;
  readonly picture: Picture;
}) {
  const edges = edgesOfNode(picture, node);
  if (edges.length < 2) return null;
  const place = edges.findIndex(({ id }) => id === edge.id) + 1;
  return (
    <p className="edge-walk">
      {`Edge ${place} of ${edges.length} of ${nameOf(node)}: `}
      <kbd>e</kbd> next, <kbd>E</kbd> back
    </p>
  );
}

/** Above everything else of the picture, also where the others are only painted. */
function LiftedEdge({ edge, picture, zoom }: Pick<CardProps, 'edge' | 'picture'> & { readonly zoom: number }) {
  const { placed } = picture;
  const points = placed.edges[edge.id];
  const ends = [placed.nodes[edge.source], placed.nodes[edge.target]].flatMap((rect) => rect ?? []);
  if (!points) return null;
  return (
    <ViewportPortal>
      <svg className="lifted-edge" aria-hidden="true" data-lifted={edge.id} strokeWidth={2 / Math.min(1, zoom)}>
        <path d={edgePath(points, placed.shape)} />
        {ends.map(({ x, y, width, height }, index) => (
          <rect
            key={index}
            x={x - RING}
            y={y - RING}
            width={width + 2 * RING}
            height={height + 2 * RING}
            rx={6 + RING}
          />
        ))}
      </svg>
    </ViewportPortal>
  );
}

function nameOf(node: string): string {
  const group = groupOf(node);
  return group === null ? (assetOf(node) ?? node) : `group ${group}`;
}
