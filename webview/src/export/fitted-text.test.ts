// Text of an exported picture: cut to its room between letters, safe in XML, right where it reads from the right.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, textLine, type Measure } from './fitted-text.ts';
import { ICON_SHAPES } from './icon-shapes.ts';
import { pngScale } from './picture-png.ts';
import { solidColour } from './solid-colour.ts';
import { escaped } from './svg-text.ts';

const face = { size: 13, weight: 400 };
/** Ten for each letter as a person counts them. */
const measure: Measure = (text) => 10 * [...new Intl.Segmenter().segment(text)].length;
const paint = { colour: '#cccccc', opacity: 1 };

test('what fits stays whole; what does not ends in an ellipsis, never within a letter', () => {
  const cut = (text: string, room: number) => fitted(text, room, { face, measure });
  expect(cut('orders', 60)).toEqual({ text: 'orders', width: 60, isCut: false });
  expect(cut('orders', 59)).toEqual({ text: 'orde…', width: 50, isCut: true });
  expect(cut('orders', 10)).toEqual({ text: '…', width: 10, isCut: true });
  expect(cut('orders', 9)).toEqual({ text: '', width: 0, isCut: true });
  expect(cut('', 0)).toEqual({ text: '', width: 0, isCut: false });
  expect(cut('👩‍👩‍👧é🇫🇷 sales', 40).text).toBe('👩‍👩‍👧é🇫🇷…');
});

test('a cut text is as long as its room allows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 0, max: 320 }), (text, room) => {
      const { text: shown, width, isCut } = fitted(text, room, { face, measure });
      expect(isCut).toBe(measure(text, face) > room);
      expect(width).toBeLessThanOrEqual(room);
      expect(text.startsWith(isCut ? shown.slice(0, -1) : shown)).toBe(true);
      expect(width).toBeGreaterThan(isCut ? room - 10 : measure(text, face) - 1);
    }),
  );
});

test('text that reads from the right begins where any other does; a cut one keeps its width in every font', () => {
  const line = (text: string, isCut = false) => textLine({ text, width: 50, isCut, x: 5, y: 9, face, paint });
  expect(line('orders')).toBe('<text x="5" y="9" fill="#cccccc">orders</text>');
  expect(line('إيرادات_يومية')).toContain('direction="rtl" text-anchor="end"');
  expect(line('_עברית (a)')).toContain('direction="rtl"');
  expect(line('a עברית')).not.toContain('direction');
  expect(line('orde…', true)).toContain('textLength="50" lengthAdjust="spacingAndGlyphs"');
  expect(line('')).toBe('');
});

test('no text breaks the XML: markup is escaped, and what XML may not hold is replaced', () => {
  expect(escaped('<b>&"quoted"</b>')).toBe('&lt;b&gt;&amp;&quot;quoted&quot;&lt;/b&gt;');
  expect(escaped('a\u0000b\u001bc\ud800d\udc00e\uffff🚀\n')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffd🚀\n');
});

test('a colour is written as every program reads it', () => {
  expect(solidColour('color(srgb 0.8 0.8 0.8)')).toEqual({ colour: '#cccccc', opacity: 1 });
  expect(solidColour('color(srgb 0.34902 0.643137 0.976471 / 0.06)')).toEqual({ colour: '#59a4f9', opacity: 0.06 });
  // Outside of what a screen shows, or as small as nothing.
  expect(solidColour('color(srgb 1.2 -0.1 2e-7)')).toEqual({ colour: '#ff0000', opacity: 1 });
  expect(solidColour('color(srgb 0 0 0 / 0)')).toEqual({ colour: '#000000', opacity: 0 });
});

test('the shapes are those of the icon font', () => {
  const icons = new URL('../../../node_modules/@vscode/codicons/src/icons/', import.meta.url);
  for (const [name, shape] of Object.entries(ICON_SHAPES)) {
    const svg = readFileSync(new URL(`${name}.svg`, icons), 'utf8');
    expect(Array.from(svg.matchAll(/ d="([^"]*)"/g), ([, d]) => d).join(''), name).toBe(shape);
  }
});

test('V5: a PNG is twice as large as the picture, and never larger than a canvas can be', () => {
  expect(pngScale({ width: 970, height: 312 })).toBe(2);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 1, max: 400_000 }), (width, height) => {
      const scale = pngScale({ width, height });
      expect(scale).toBeLessThanOrEqual(2);
      expect(Math.max(width, height) * scale).toBeLessThanOrEqual(16_384.001);
      expect(width * height * scale * scale).toBeLessThanOrEqual(100_000_001);
    }),
  );
});
