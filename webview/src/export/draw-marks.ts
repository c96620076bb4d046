// The small things on a node: icons, badges of kinds, checks and changes. Each says how wide it is.
import type { CheckOutcome, CheckSummary } from '../state/checks.ts';
import { CHECK_SHAPES } from '../state/mark-shapes.ts';
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
