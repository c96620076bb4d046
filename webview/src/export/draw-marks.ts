// The small things on a node: icons, badges of kinds, checks and changes. Each says how wide it is.
import type { PartitionCounts } from '@headwater/graph';
import type { Rect } from '../layout/layout-model.ts';
import { FRESHNESS_LOOKS, type Lateness } from '../state/automation-words.ts';
import type { CheckOutcome, CheckSummary } from '../state/checks.ts';
import { CHECK_SHAPES } from '../state/mark-shapes.ts';
import { partitionShares, type PartitionPart } from '../state/partition-words.ts';
import { ICON_SHAPES, type ShapedIcon } from './icon-shapes.ts';
import { fitted, textLine, type Face, type Measure } from './fitted-text.ts';
import type { ExportPalette, Inked } from './export-palette.ts';
import type { Paint } from './solid-colour.ts';
import { element, fill, stroke } from './svg-text.ts';

export interface Drawn {
  readonly width: number;
  /** Its left end at this place. */
  readonly at: (x: number, y: number) => string;
}

export interface IconOptions {
  readonly name: ShapedIcon;
  readonly size: number;
  readonly paint: Paint;
}

export function icon({ name, size, paint }: IconOptions): Drawn {
  return {
    width: size,
    at: (x, y) => element('use', { href: `#${name}`, x, y, width: size, height: size, ...fill(paint) }),
  };
}

/** The shapes that a drawing uses, to stand before it. */
export function iconDefinitions(drawing: string): string {
  const used = Object.entries(ICON_SHAPES).filter(([name]) => drawing.includes(`href="#${name}"`));
  return element(
    'defs',
    {},
    ...used.map(([name, d]) =>
      element('symbol', { id: name, viewBox: '0 0 16 16' }, element('path', { d, 'fill-rule': 'evenodd' })),
    ),
  );
}

const BADGE_FACE: Face = { size: 10.5, weight: 400 };
const HEAVY_BADGE: Face = { size: 10.5, weight: 600 };
const HEIGHT = 15;
const WIDEST_KIND = 64;
/** Of the baseline, from the top of a badge. */
const BASELINE = 11;

export interface KindBadgeOptions {
  readonly text: string;
  readonly icon: ShapedIcon | undefined;
  readonly looks: Inked;
  readonly measure: Measure;
}

export function kindBadge({ text, icon: name, looks, measure }: KindBadgeOptions): Drawn {
  const before = name === undefined ? 0 : 14;
  const line = fitted(text, WIDEST_KIND - before, { face: BADGE_FACE, measure });
  const width = before + line.width + 10;
  return {
    width,
    at: (x, y) =>
      element('rect', { x, y, width, height: HEIGHT, rx: 3, ...fill(looks.fill) }) +
      (name === undefined ? '' : icon({ name, size: 11, paint: looks.ink }).at(x + 5, y + 2)) +
      textLine({ ...line, x: x + 5 + before, y: y + BASELINE, face: BADGE_FACE, paint: looks.ink }),
  };
}

export interface PillOptions {
  readonly icon: ShapedIcon;
  readonly text: string;
  readonly looks: Inked;
  readonly shape: 'round' | 'square' | 'dashed' | 'bare';
  readonly measure: Measure;
}

/** An icon with a number or a word: how checks came out, what changed. */
export function pill({ icon: name, text, looks, shape, measure }: PillOptions): Drawn {
  const size = shape === 'square' ? 12 : 11;
  const [gap, padding] = shape === 'bare' ? [2, 0] : shape === 'square' ? [3, 3] : [2, 4];
  const words = measure(text, HEAVY_BADGE);
  const width = padding + size + gap + words + (shape === 'bare' ? 1 : padding + 2);
  const line = shape === 'round' || shape === 'dashed' ? stroke(looks.line) : {};
  return {
    width,
    at: (x, y) =>
      (shape === 'bare'
        ? ''
        : element('rect', {
            x: x + 0.5,
            y: y + 0.5,
            width: width - 1,
            height: HEIGHT - 1,
            rx: shape === 'square' ? 3 : 7,
            ...fill(looks.fill),
            ...line,
            ...(shape === 'dashed' && { 'stroke-dasharray': '2 2' }),
          })) +
      icon({ name, size, paint: looks.ink }).at(x + padding, y + (HEIGHT - size) / 2) +
      textLine({
        text,
        width: words,
        isCut: false,
        x: x + padding + size + gap,
        y: y + BASELINE,
        face: HEAVY_BADGE,
        paint: looks.ink,
      }),
  };
}

const PILL_SHAPES: Readonly<Record<CheckOutcome, PillOptions['shape']>> = {
  failed: 'round',
  warned: 'round',
  'not-run': 'dashed',
  passed: 'bare',
};

/** How checks came out, as a shape and a number. */
export function checkPill(
  { outcome, count }: CheckSummary,
  { palette, measure }: { readonly palette: ExportPalette; readonly measure: Measure },
): Drawn {
  return pill({
    icon: CHECK_SHAPES[outcome],
    text: String(count),
    looks: palette.checks[outcome],
    shape: PILL_SHAPES[outcome],
    measure,
  });
}

/** That it is too old, or soon will be. */
export function freshnessMark(
  late: Lateness,
  { palette, measure }: { readonly palette: ExportPalette; readonly measure: Measure },
): Drawn {
  const { icon: name, words } = FRESHNESS_LOOKS[late];
  const ink = palette.freshness[late];
  const line = { text: words, width: measure(words, HEAVY_BADGE), isCut: false };
  return {
    width: 15 + line.width,
    at: (x, y) =>
      icon({ name, size: 12, paint: ink }).at(x, y + (HEIGHT - 12) / 2) +
      textLine({ ...line, x: x + 15, y: y + BASELINE, face: HEAVY_BADGE, paint: ink }),
  };
}

/** As `style/automation.css` has them. */
const PATTERNS: Readonly<Record<PartitionPart, { readonly width: number; readonly dashes?: string }>> = {
  fresh: { width: 4 },
  stale: { width: 4, dashes: '5 2' },
  failed: { width: 4, dashes: '2 1.5' },
  missing: { width: 1 },
};

/** How many partitions are how, at the foot of a node. */
export function partitionsBar(
  { x, y, width, height }: Rect,
  { counts, palette }: { readonly counts: PartitionCounts; readonly palette: ExportPalette },
): string {
  const [left, all, middle] = [x + 4, (width - 6) / 100, y + height - 3];
  return partitionShares(counts)
    .map(({ state, from, share }) => {
      const { width: thick, dashes } = PATTERNS[state];
      return element('line', {
        x1: left + all * from,
        x2: left + all * (from + share),
        y1: middle,
        y2: middle,
        ...stroke(palette.partitions[state]),
        'stroke-width': thick,
        'stroke-dasharray': dashes,
      });
    })
    .join('');
}
