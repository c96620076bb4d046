// Draws an asset of the picture as the page does: its name, status, badges and marks, each cut to the room it has.
import type { AssetNode } from '@headwater/graph';
import type { Rect } from '../layout/layout-model.ts';
import { automationWords, lateness } from '../state/automation-words.ts';
import { checksOf, checkSummary } from '../state/checks.ts';
import { CHANGE_WORDS, changeSentence } from '../state/change-words.ts';
import type { AssetChange } from '../state/diff.ts';
import { shownName } from '../state/format.ts';
import { kindBadges } from '../state/kind-badges.ts';
import { madeTogether } from '../state/made-together.ts';
import { STATUS_SHAPES } from '../state/status-looks.ts';
import { lineParts, lineWords, progressWords, spokenName } from '../state/status-words.ts';
import { troubleWords } from '../state/trouble.ts';
import { CHANGE_SHAPES } from '../state/mark-shapes.ts';
import { checkPill, freshnessMark, icon, kindBadge, partitionsBar, pill, type Drawn } from './draw-marks.ts';
import type { Surface } from './export-palette.ts';
import { fitted, textLine, type Face } from './fitted-text.ts';
import type { PictureFacts } from './picture-facts.ts';
import type { Paint } from './solid-colour.ts';
import { element, escaped, fill, stroke } from './svg-text.ts';

export const NAME: Face = { size: 13, weight: 600 };
const PATH: Face = { size: 13, weight: 400 };
const LINE: Face = { size: 11.7, weight: 400 };
const STATUS: Face = { size: 11.7, weight: 500 };

/** Within a node: from its left and its top. */
export const ICON_LEFT = 13;
export const TEXT_LEFT = 34;
const RIGHT = 9;
const GAP = 6;
export const NAME_BASELINE = 20.5;
const LINE_BASELINE = 38.5;
export const BADGE_TOP = 8.5;
const FOOT_TOP = 27;

export interface PlacedNode {
  readonly place: Rect;
  /** Of its group. */
  readonly colour: number;
}

export function drawAsset(asset: AssetNode, { place, colour }: PlacedNode, facts: PictureFacts): string {
  const { palette, changes } = facts;
  const change = changes?.of.get(asset.key) ?? null;
  if (change?.look === 'removed') return drawRemoved(asset, { place, colour }, facts);
  const status = facts.statusOf(asset.key);
  const name = status?.status ?? 'unknown';
  const { icon: shapePaint } = palette.statuses[name];
  const together = madeTogether(facts.assets, asset);
  const trouble = troubleWords(asset, facts);
  const spoken = spokenName(asset, {
    status,
    together,
    trouble,
    automated: automationWords(facts.automation, asset.key),
    ...(changes && change && { change: changeSentence(change, changes.base) }),
  });
  const { x, y, width } = place;
  const cut = asset.key.lastIndexOf('/') + 1;
  const isPreview = status?.was !== undefined;
  const mark = trouble === null ? null : icon({ name: 'warning', size: 14, paint: palette.trouble });
  const right = x + width - RIGHT - (mark ? mark.width + GAP : 0);
  const badges = kindBadges(asset, together).map(({ icon: shape, text }) =>
    kindBadge({ text, icon: shape, looks: palette.kind, measure: facts.measure }),
  );
  return element(
    'g',
    {},
    element('title', {}, escaped(spoken)),
    card(place, { ...cardLooks(asset, { name, isPreview, change, facts }), bar: palette.groups[colour]?.bar }),
    icon({ name: STATUS_SHAPES[name], size: 15, paint: shapePaint }).at(x + ICON_LEFT, y + 8),
    isPreview ? previewRing({ x: x + ICON_LEFT + 7.5, y: y + 15.5 }, shapePaint) : '',
    drawTitle(
      { path: asset.key.slice(0, cut), name: asset.key.slice(cut), left: x + TEXT_LEFT, right, y, badges },
      facts,
    ),
    mark ? mark.at(x + width - RIGHT - mark.width, y + 9) : '',
    drawFoot(asset, { place, change }, facts),
    name === 'running'
      ? progressLine(place, facts.progressOf(asset.key)?.fraction, shapePaint)
      : status?.partitions
        ? partitionsBar(place, { counts: status.partitions, palette })
        : '',
  );
}

interface CardLooks {
  readonly surface: Surface;
  readonly dashes?: string;
  readonly thick?: boolean;
}

function cardLooks(
  { kind }: AssetNode,
  of: {
    readonly name: keyof PictureFacts['palette']['statuses'];
    readonly isPreview: boolean;
    readonly change: AssetChange | null;
    readonly facts: PictureFacts;
  },
): CardLooks {
  const { palette } = of.facts;
  if (of.change) {
    const { look } = of.change;
    return { surface: palette.changes[look].node, ...(look === 'stale' ? { dashes: '1 3' } : { thick: true }) };
  }
  if (of.isPreview) return { surface: { ...palette.node, line: palette.statuses[of.name].icon }, dashes: '4 3' };
  if (kind === 'external') return { surface: palette.externalNode, dashes: '4 3' };
  return { surface: of.name === 'failed' ? palette.failedNode : palette.node };
}

/** The surface of a node, with the colour of its group at its side. */
export function card(
  { x, y, width, height }: Rect,
  { surface, dashes, thick = false, bar }: CardLooks & { readonly bar: Paint | undefined },
): string {
  const [left, top, bottom] = [x, y, y + height];
  return (
    element('rect', {
      x: x + 0.5,
      y: y + 0.5,
      width: width - 1,
      height: height - 1,
      rx: 5.5,
      ...fill(surface.fill),
      ...stroke(surface.line),
      ...(thick && { 'stroke-width': 2 }),
      ...(dashes !== undefined && { 'stroke-dasharray': dashes }),
    }) +
    (bar
      ? element('path', {
          d: `M${left + 4},${top}V${bottom}H${left + 3.5}A6,6 0 0 1 ${left},${bottom - 6}V${top + 6}A6,6 0 0 1 ${left + 3.5},${top}Z`,
          ...fill(bar),
        })
      : '')
  );
}

function previewRing({ x, y }: { readonly x: number; readonly y: number }, paint: Paint): string {
  return element('circle', { cx: x, cy: y, r: 9, fill: 'none', ...stroke(paint), 'stroke-dasharray': '3 2' });
}

export interface Title {
  /** What stands before the name. */
  readonly path: string;
  readonly name: string;
  readonly left: number;
  readonly right: number;
  /** The top of the node. */
  readonly y: number;
  readonly badges: readonly Drawn[];
}

/** The last segment is what tells assets apart: what stands before it gives way first, and badges where the name needs their room. */
export function drawTitle({ path, name, left, right, y, badges }: Title, { palette, measure }: PictureFacts): string {
  const last = shownName(name);
  const wide = badges.reduce((sum, badge) => sum + badge.width, 0) + 3 * Math.max(0, badges.length - 1);
  const whole = measure(path, PATH) + measure(last, NAME);
  const withBadges = badges.length > 0 && whole + GAP + wide <= right - left;
  const shown = fitted(last, right - left, { face: NAME, measure });
  const room = right - left - shown.width - (withBadges ? GAP + wide : 0);
  const before = path === '' ? null : fitted(path, room, { face: PATH, measure });
  const at = { y: y + NAME_BASELINE };
  let place = right - wide;
  const drawn = withBadges
    ? badges.map((badge) => {
        const each = badge.at(place, y + BADGE_TOP);
        place += badge.width + 3;
        return each;
      })
    : [];
  return (
    (before ? textLine({ ...before, ...at, x: left, face: PATH, paint: palette.dim }) : '') +
    textLine({ ...shown, ...at, x: left + (before?.width ?? 0), face: NAME, paint: palette.text }) +
    drawn.join('')
  );
}

function drawFoot(
  asset: AssetNode,
  { place: { x, y, width }, change }: { readonly place: Rect; readonly change: AssetChange | null },
  facts: PictureFacts,
): string {
  const { palette, measure, now } = facts;
  const status = facts.statusOf(asset.key);
  const name = status?.status ?? 'unknown';
  const summary = checkSummary(checksOf(asset, status));
  const checks = summary && checkPill(summary, { palette, measure });
  const mark =
    change &&
    pill({
      icon: CHANGE_SHAPES[change.look],
      text: CHANGE_WORDS[change.look],
      looks: palette.changes[change.look].mark,
      shape: 'square',
      measure,
    });
  const left = x + TEXT_LEFT + (mark ? mark.width + GAP : 0);
  const end = x + width - RIGHT;
  const late = lateness(facts.automation, asset.key);
  const lateMark = late && freshnessMark(late, facts);
  const lateEnd = checks ? end - checks.width - GAP : end;
  const right = lateMark ? lateEnd - lateMark.width - GAP : lateEnd;
  const { head, more } = footWords(asset, facts, now);
  const said = fitted(head, right - left, { face: STATUS, measure });
  const rest = fitted(more, right - left - said.width, { face: LINE, measure });
  const at = { y: y + LINE_BASELINE };
  return (
    (mark ? mark.at(x + TEXT_LEFT, y + FOOT_TOP) : '') +
    textLine({ ...said, ...at, x: left, face: STATUS, paint: palette.statuses[name].ink }) +
    (said.isCut
      ? ''
      : textLine({
          ...rest,
          ...at,
          x: left + said.width,
          face: LINE,
          paint: palette.dim,
          more: { 'xml:space': 'preserve' },
        })) +
    (lateMark ? lateMark.at(lateEnd - lateMark.width, y + FOOT_TOP) : '') +
    (checks ? checks.at(end - checks.width, y + FOOT_TOP) : '')
  );
}

/** The status, and what the node says after it. */
function footWords(
  { key }: AssetNode,
  { statusOf, progressOf }: PictureFacts,
  now: Date,
): { readonly head: string; readonly more: string } {
  const status = statusOf(key);
  if (status?.status === 'running') {
    const progress = progressOf(key);
    return { head: 'running', more: progress ? ` · ${progressWords(progress)}` : '' };
  }
  return lineParts(lineWords(status, now));
}

function progressLine({ x, y, width, height }: Rect, fraction: number | undefined, paint: Paint): string {
  const line = { x: x + 4, y: y + height - 4, height: 3 };
  const all = width - 8;
  return (
    element('rect', { ...line, width: all, fill: paint.colour, 'fill-opacity': 0.25 }) +
    (fraction === undefined
      ? ''
      : element('rect', { ...line, width: all * Math.min(1, Math.max(0, fraction)), ...fill(paint) }))
  );
}

/** It is not there any more: in outline, its name struck out. */
function drawRemoved(asset: AssetNode, { place, colour }: PlacedNode, { palette, measure }: PictureFacts): string {
  const { x, y, width } = place;
  const { node, mark } = palette.changes.removed;
  const removed = pill({
    icon: CHANGE_SHAPES.removed,
    text: CHANGE_WORDS.removed,
    looks: mark,
    shape: 'square',
    measure,
  });
  const room = width - ICON_LEFT - RIGHT;
  const was = `was in ${asset.file}:${asset.line}`;
  const name = fitted(shownName(asset.key), room, { face: STRUCK, measure });
  const line = fitted(was, room - removed.width - GAP, { face: LINE, measure });
  return element(
    'g',
    {},
    element('title', {}, escaped(`${asset.key}, removed, ${was}`)),
    card(place, { surface: node, dashes: '4 3', bar: palette.groups[colour]?.bar }),
    textLine({
      ...name,
      x: x + ICON_LEFT,
      y: y + NAME_BASELINE,
      face: STRUCK,
      paint: palette.dim,
      more: { 'text-decoration': 'line-through' },
    }),
    removed.at(x + ICON_LEFT, y + FOOT_TOP),
    textLine({ ...line, x: x + ICON_LEFT + removed.width + GAP, y: y + LINE_BASELINE, face: LINE, paint: palette.dim }),
  );
}

const STRUCK: Face = { size: 13, weight: 500 };
