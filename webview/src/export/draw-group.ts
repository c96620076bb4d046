// Draws what a picture shows of a group: the box around its assets, or the one node of a closed group with what it holds.
import type { Rect } from '../layout/layout-model.ts';
import { failedSummary } from '../state/checks.ts';
import { frequentStatuses } from '../state/count-statuses.ts';
import { changeCounts } from '../state/diff.ts';
import { shownName } from '../state/format.ts';
import { STATUS_LABELS, STATUS_SHAPES } from '../state/status-looks.ts';
import type { Box, VisibleNode } from '../state/visible-graph.ts';
import { CHANGE_SHAPES } from '../state/mark-shapes.ts';
import { BADGE_TOP, card, drawTitle, ICON_LEFT, type PlacedNode } from './draw-asset.ts';
import { checkPill, icon, kindBadge, pill } from './draw-marks.ts';
import { fitted, textLine, type Face } from './fitted-text.ts';
import type { PictureFacts } from './picture-facts.ts';
import { element, escaped, fill, stroke } from './svg-text.ts';

const HEAD: Face = { size: 11.44, weight: 600 };
const COUNT: Face = { size: 11.44, weight: 400 };
const NUMBER: Face = { size: 11.7, weight: 400 };
const RIGHT = 9;
/** More statuses than these have no room. */
const STATUSES_TOLD = 4;

export function drawBox(
  { group, count }: Box,
  { place, colour }: PlacedNode,
  { palette, measure }: PictureFacts,
): string {
  const { x, y, width, height } = place;
  const looks = palette.groups[colour]?.box;
  if (!looks) return '';
  const number = String(count);
  const room = width - 8 - 24 - measure(number, COUNT);
  const name = fitted(shownName(group), room, { face: HEAD, measure });
  const at = { y: y + 18 };
  return (
    element('rect', {
      x: x + 0.5,
      y: y + 0.5,
      width: width - 1,
      height: height - 1,
      rx: 8.5,
      ...fill(looks.fill),
      ...stroke(looks.line),
    }) +
    textLine({ ...name, ...at, x: x + 12, face: HEAD, paint: palette.text }) +
    textLine({
      text: number,
      width: 0,
      isCut: false,
      ...at,
      x: x + 12 + name.width + 8,
      face: COUNT,
      paint: palette.dim,
    })
  );
}

type ClosedGroup = Extract<VisibleNode, { kind: 'group' }>;

export function drawGroup({ group, keys }: ClosedGroup, { place, colour }: PlacedNode, facts: PictureFacts): string {
  const { palette, measure, statusOf, cycles } = facts;
  const { x, y, width, height } = place;
  const looks = palette.groups[colour];
  if (!looks) return '';
  const counts = frequentStatuses(keys, (key) => statusOf(key)?.status);
  const checks = failedSummary(keys.map(statusOf));
  const failed = checks && checkPill(checks, { palette, measure });
  const told = counts.map(([status, count]) => `${count} ${STATUS_LABELS[status]}`);
  const waits = keys.some((key) => cycles.of.has(key));
  const badges = [
    kindBadge({ text: String(keys.length), icon: undefined, looks: palette.kind, measure }),
    ...(waits ? [icon({ name: 'warning', size: 14, paint: palette.trouble })] : []),
    ...changePills(keys, facts),
  ];
  let left = x + 35;
  const numbers = counts.slice(0, STATUSES_TOLD).map(([status, count]) => {
    const text = String(count);
    const drawn =
      icon({ name: STATUS_SHAPES[status], size: 13, paint: palette.statuses[status].icon }).at(left, y + 31) +
      textLine({ text, width: 0, isCut: false, x: left + 16, y: y + 41.5, face: NUMBER, paint: palette.dim });
    left += 16 + measure(text, NUMBER) + 9;
    return drawn;
  });
  const under: Rect = { x: x + 3, y: y + 3, width, height };
  return element(
    'g',
    {},
    element('title', {}, escaped([`group ${group}`, `${keys.length} assets`, ...told].join(', '))),
    card(under, { surface: { fill: palette.ground, line: palette.node.line }, bar: undefined }),
    card(place, { surface: { fill: palette.ground, line: palette.ground }, bar: undefined }),
    card(place, { surface: looks.node, bar: looks.bar }),
    icon({ name: 'layers', size: 16, paint: looks.icon }).at(x + ICON_LEFT, y + 8),
    drawTitle({ path: '', name: group, left: x + 35, right: x + width - RIGHT, y, badges }, facts),
    ...numbers,
    failed ? failed.at(x + width - RIGHT - failed.width, y + BADGE_TOP + 22) : '',
  );
}

function changePills(keys: readonly string[], { changes, palette, measure }: PictureFacts) {
  if (!changes) return [];
  return changeCounts(keys, changes).map(([look, count]) => {
    const { mark } = palette.changes[look];
    return pill({ icon: CHANGE_SHAPES[look], text: String(count), looks: mark, shape: 'square', measure });
  });
}
