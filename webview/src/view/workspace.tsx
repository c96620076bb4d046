// The room for the picture: measured, and never blank.
import { useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { Button } from '../controls/button.tsx';
import { ProgressRing } from '../controls/progress-ring.tsx';
import { Canvas } from './canvas.tsx';
import { NothingLeft } from './nothing-left.tsx';
import { Notice } from './notice.tsx';
import { usePage, useValue } from './use-page.ts';

/** The page's width from which layers fit beside each other; below it the picture is a column. */
const LAYERS_FROM = 640;

export interface WorkspaceProps {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onHelp: () => void;
}

export function Workspace({ onKeyDown, onHelp }: WorkspaceProps) {
  const { state, scene, pane, actions } = usePage();
  const assets = useValue(state.assets);
  const { picture, arranging, failure } = useValue(scene);
  const room = useValue(pane);
  const exporting = useValue(state.exporting);
  const element = useRef<HTMLDivElement>(null);
  const isEmptied = picture !== null && picture.visible.nodes.length === 0 && picture.visible.narrowed.total > 0;

  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = measured;
      // A hidden page has no room; what was drawn stays.
      if (width === 0 || height === 0) return;
      pane.set({ width, height, shape: window.innerWidth >= LAYERS_FROM ? 'layers' : 'column' });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [pane]);

  return (
    <div className="canvas" ref={element} onKeyDown={onKeyDown}>
      {isEmptied && <NothingLeft narrowed={picture.visible.narrowed} />}
      {picture && room && assets !== null && assets.size > 0 && !isEmptied && (
        <Canvas picture={picture} room={room} onHelp={onHelp} />
      )}
      {picture && (
        <Cut shown={picture.visible.shown} total={picture.visible.narrowed.total} cut={picture.visible.cut} />
      )}
      {assets === null && (
        <Notice title="Reading your code" message="The graph appears as soon as the first reading is done." busy />
      )}
      {assets?.size === 0 && (
        <Notice
          title="No assets yet"
          message="An asset is an exported const made by asset(…): a table, a file, a model, a report."
        >
          <Button primary onClick={() => actions.run('headwater.createFirstAsset')}>
            Create assets.ts
          </Button>
        </Notice>
      )}
      {failure !== null && (
        <Notice title="The picture could not be arranged" message={failure}>
          <Button primary onClick={actions.resync}>
            Try again
          </Button>
        </Notice>
      )}
      {assets !== null && assets.size > 0 && arranging && <Arranging first={picture === null} count={assets.size} />}
      {exporting && <p className="exporting">Exporting…</p>}
    </div>
  );
}

function Arranging({ first, count }: { readonly first: boolean; readonly count: number }) {
  if (first) return <Notice title={`Arranging ${count} assets`} message="A large graph takes a moment." busy />;
  return (
    <div className="arranging">
      <ProgressRing label="Arranging" />
    </div>
  );
}

function Cut({ shown, total, cut }: { readonly shown: number; readonly total: number; readonly cut: number }) {
  if (cut === 0) return null;
  return (
    <p className="cut" role="status">
      {`${shown} of ${total} assets are drawn. Search for one, or choose hops to see what is around it.`}
    </p>
  );
}
