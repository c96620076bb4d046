// Cuts a text to the room it has, as the page does, and writes it as a line of SVG.
import type { Paint } from './solid-colour.ts';
import { element, escaped, fill } from './svg-text.ts';

export interface Face {
  readonly size: number;
  readonly weight: number;
}

export type Measure = (text: string, face: Face) => number;

export interface FittedText {
  readonly text: string;
  readonly width: number;
  readonly isCut: boolean;
}

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const FIRST_STRONG = /[\p{L}\p{Nl}]/u;
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|\ud83a[\udd00-\udd5f]/u;

/** As much of a text as the room holds, with an ellipsis where something is left out; empty where not even that fits. */
export function fitted(text: string, room: number, of: { readonly face: Face; readonly measure: Measure }): FittedText {
  const { face, measure } = of;
  const whole = measure(text, face);
  // What a browser lays out it rounds.
  if (whole <= room + 0.5) return { text, width: whole, isCut: false };
  const letters = Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
  const cut = (count: number): string => `${letters.slice(0, count).join('')}…`;
  let [fits, tooMany] = [-1, letters.length];
  while (tooMany - fits > 1) {
    const count = Math.floor((fits + tooMany) / 2);
    if (measure(cut(count), face) <= room) fits = count;
    else tooMany = count;
  }
  const shown = fits < 0 ? '' : cut(fits);
  return { text: shown, width: measure(shown, face), isCut: true };
}

export interface TextLine extends FittedText {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly face: Face;
  readonly paint: Paint;
  readonly more?: Readonly<Record<string, string>>;
}

/** A cut text keeps its width in every font, so that it never runs into what stands beside it. */
export function textLine({ text, width, isCut, x, y, face, paint, more = {} }: TextLine): string {
  if (text === '') return '';
  // Its start is at the right, and it stands where any other would.
  const turned = FROM_RIGHT.test(FIRST_STRONG.exec(text)?.[0] ?? '') && { direction: 'rtl', 'text-anchor': 'end' };
  return element(
    'text',
    {
      x,
      y,
      ...(face.size !== BASE_FACE.size && { 'font-size': face.size }),
      ...(face.weight !== BASE_FACE.weight && { 'font-weight': face.weight }),
      ...fill(paint),
      ...(isCut && width > 0 && { textLength: Math.round(width * 10) / 10, lengthAdjust: 'spacingAndGlyphs' }),
      ...turned,
      ...more,
    },
    escaped(text),
  );
}

/** Of the whole picture; other texts say what is different. */
export const BASE_FACE: Face = { size: 13, weight: 400 };
