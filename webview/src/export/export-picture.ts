// Exports what the page shows: waits for the picture that is being arranged, draws it with the colours of the moment, and says what came of it.
import type { ExportFormat } from '../protocol.ts';
import type { Observable } from '../state/observable.ts';
import type { PageState } from '../state/page-state.ts';
import type { Picture, Scene } from '../state/scene.ts';
import type { Cycles } from '../state/trouble.ts';
import { readExportPalette } from './export-palette.ts';
import type { Face, Measure } from './fitted-text.ts';
import { picturePng } from './picture-png.ts';
import { FONTS, pictureSvg } from './picture-svg.ts';

export interface Exported {
  /** SVG, or a PNG in base64; null where there is none. */
  readonly data: string | null;
  /** Why there is none, or what is special about it. */
  readonly note: string | null;
}

/** What of the page a picture is made from. */
export interface ExportSource {
  readonly state: PageState;
  readonly scene: Observable<Scene>;
  readonly cycles: Observable<Cycles>;
}

export async function exportPicture(page: ExportSource, format: ExportFormat): Promise<Exported> {
  const { state } = page;
  if (state.assets.get()?.size === 0) return { data: null, note: 'There is nothing to export yet: no assets.' };
  const picture = await arranged(page);
  if ('failure' in picture) return { data: null, note: `The picture could not be arranged: ${picture.failure}` };
  if (picture.visible.nodes.length === 0)
    return { data: null, note: 'There is nothing to export: the filter leaves no asset in the picture.' };
  const drawn = pictureSvg({ picture, name: state.project.get()?.name ?? '', facts: factsOf(page) });
  if (format === 'svg') return { data: drawn.svg, note: null };
  const { data, width, height, scale } = await picturePng(drawn);
  const small =
    scale < 1 &&
    `Its ${width} × ${height} pixels are as many as fit: names may be too small to read in it. An SVG has them all.`;
  return { data, note: small || null };
}

/** Resolves once the picture is that of what is known now. */
function arranged({ scene }: ExportSource): Promise<Picture | { readonly failure: string }> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const { picture, arranging, failure } = scene.get();
      if (arranging || (picture === null && failure === null)) return false;
      resolve(failure === null && picture ? picture : { failure: failure ?? '' });
      return true;
    };
    if (look()) return;
    const stop = scene.subscribe(() => {
      if (look()) stop();
    });
  });
}

function factsOf({ state, cycles }: ExportSource): Parameters<typeof pictureSvg>[0]['facts'] {
  return {
    assets: state.assets.get() ?? new Map(),
    statusOf: state.statuses.get,
    progressOf: state.progress.get,
    automation: state.automation.get(),
    cycles: cycles.get(),
    changes: state.changes.get(),
    now: new Date(),
    palette: readExportPalette(document.body),
    measure: canvasMeasure(),
  };
}

/** Widths as this browser lays them out. */
function canvasMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  let current: Face | null = null;
  return (text, face) => {
    if (!context) return 0;
    if (face !== current) {
      context.font = `${face.weight} ${face.size}px ${FONTS}`;
      current = face;
    }
    return context.measureText(text).width;
  };
}
