// Writes the whole picture as an SVG that stands alone: no scripts, no styles, no fonts of its own, the colours of the moment.
import { boundsOf } from '../state/visible-window.ts';
import type { Point, Rect } from '../layout/layout-model.ts';
import { summaryWords } from '../state/change-words.ts';
import { edgeChange, type EdgeChange } from '../state/diff.ts';
import type { Picture } from '../state/scene.ts';
import { closingWords } from '../state/trouble.ts';
import { describeReason, leadsThrough } from '../state/edge-reason.ts';
import type { VisibleEdge } from '../state/visible-graph.ts';
import { changePath, edgePath, GLYPH_RADIUS, middleOf, tipPath } from '../state/edge-path.ts';
import { drawAsset } from './draw-asset.ts';
import { drawBox, drawGroup } from './draw-group.ts';
import { iconDefinitions } from './draw-marks.ts';
import { BASE_FACE, fitted, textLine, type Face } from './fitted-text.ts';
import type { PictureFacts } from './picture-facts.ts';
import type { Paint } from './solid-colour.ts';
import { element, escaped, fill, stroke } from './svg-text.ts';

/** Whatever the reader's system has. */
export const FONTS = 'system-ui, sans-serif';

const MARGIN = 24;
const HEADER = 44;
const TITLE: Face = { size: 17, weight: 600 };
const SUBTITLE: Face = { size: 12, weight: 400 };
const LEAST_WIDTH = 320;
/** A tooltip that says more is not read. */
const REASONS_TOLD = 8;

export interface SvgPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export function pictureSvg(of: {
  readonly picture: Picture;
  /** Of the project. */
  readonly name: string;
  readonly facts: PictureFacts;
}): SvgPicture {
  const { picture, name, facts } = of;
  const { palette, measure, now } = facts;
  const { visible, placed, colours } = picture;
  const extent = extentOf(picture);
  const width = Math.ceil(Math.max(LEAST_WIDTH, extent.width) + 2 * MARGIN);
  const height = Math.ceil(extent.height + 2 * MARGIN + HEADER);
  const colourOf = (group: string): number => colours.get(group) ?? 0;

  const boxes = visible.boxes.map((box) => {
    const place = placed.boxes[box.id];
    return place ? drawBox(box, { place, colour: colourOf(box.group) }, facts) : '';
  });
  const edges = visible.edges.map((edge) => drawEdge(edge, picture, facts));
  const nodes = visible.nodes.map((node) => {
    const place = placed.nodes[node.id];
    if (!place) return '';
    return node.kind === 'asset'
      ? drawAsset(node.asset, { place, colour: colourOf(node.asset.group) }, facts)
      : drawGroup(node, { place, colour: colourOf(node.group) }, facts);
  });

  const shown = `${visible.shown === visible.narrowed.total ? '' : `${visible.shown} of `}${visible.narrowed.total} ${visible.narrowed.total === 1 ? 'asset' : 'assets'}`;
  const compared = facts.changes ? ` · ${summaryWords(facts.changes)}` : '';
  const subtitle = `${shown} · ${now.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}${compared}`;
  const room = { measure };
  const title = fitted(name, width - 2 * MARGIN, { face: TITLE, ...room });
  const under = fitted(subtitle, width - 2 * MARGIN, { face: SUBTITLE, ...room });
  const drawing = element(
    'g',
    { transform: `translate(${MARGIN - extent.x} ${MARGIN + HEADER - extent.y})` },
    element('g', {}, ...boxes),
    element('g', { fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }, ...edges),
    element('g', {}, ...nodes),
  );
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': FONTS,
      'font-size': BASE_FACE.size,
      role: 'img',
    },
    element('title', {}, escaped(`Lineage of ${name}: ${subtitle}`)),
    iconDefinitions(drawing),
    element('rect', { width, height, ...fill(palette.ground) }),
    textLine({ ...title, x: MARGIN, y: MARGIN + 15, face: TITLE, paint: palette.text }),
    textLine({ ...under, x: MARGIN, y: MARGIN + 33, face: SUBTITLE, paint: palette.dim }),
    drawing,
  );
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`, width, height };
}

/** Of everything that is drawn: edges may run around the nodes. */
function extentOf({ placed }: Picture): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const include = ({ x, y, width, height }: Rect): void => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  };
  Object.values(placed.boxes).forEach(include);
  Object.values(placed.nodes).forEach(include);
  for (const points of Object.values(placed.edges)) include(boundsOf(points));
  return left > right
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

function drawEdge(
  { id, reasons }: VisibleEdge,
  { placed }: Picture,
  { palette, cycles, changes }: PictureFacts,
): string {
  const points = placed.edges[id];
  const end = points?.at(-1);
  if (!points || !end) return '';
  const closing = closingWords(reasons, cycles);
  const change = changes ? edgeChange(reasons) : undefined;
  const paint = closing !== null ? palette.closingEdge : change ? palette.changedEdges[change] : palette.edge;
  const through = leadsThrough(reasons);
  const ofSource = through ? '0.1 5' : reasons.every(({ input }) => input === null) ? '5 4' : undefined;
  const dashes = closing !== null ? '2 4' : change === 'removed' ? '6 5' : ofSource;
  const more = reasons.length - REASONS_TOLD;
  const why = [
    ...(closing === null ? [] : [closing]),
    ...reasons.slice(0, REASONS_TOLD).map(describeReason),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  const glyph = change ? changeGlyph(change, middleOf(points), palette.ground) : '';
  return element(
    'g',
    { ...stroke(paint), 'stroke-width': closing !== null || change ? 1.9 : through ? 2.2 : 1.3 },
    element('title', {}, escaped(why.join('\n'))),
    element('path', { d: edgePath(points, placed.shape), 'stroke-dasharray': dashes }),
    element('path', { d: tipPath(end) }),
    glyph,
  );
}

function changeGlyph(change: EdgeChange, at: Point, ground: Paint): string {
  const circle = element('circle', { cx: at.x, cy: at.y, r: GLYPH_RADIUS, ...fill(ground) });
  return circle + element('path', { d: changePath(change, at) });
}
