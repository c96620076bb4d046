// Draws words as a PNG picture, the frequent ones large: the same words give the same bytes.
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import cloud from 'd3-cloud';
import type { WordCount } from './count-words.ts';

const [WIDTH, HEIGHT] = [480, 320];
const MOST_WORDS = 100;
const [SMALLEST, LARGEST] = [10, 64];
const COLOURS = ['#2563eb', '#0f766e', '#b45309', '#7c3aed', '#be123c', '#334155'] as const;

// The font comes with a package, so that the picture needs none of the machine's.
const FONT = 'Inter of the word cloud';
const require = createRequire(import.meta.url);
const FONT_FILE = require.resolve('@fontsource/inter/files/inter-latin-700-normal.woff2');

export function wordCloud(words: readonly WordCount[]): Buffer {
  if (!GlobalFonts.has(FONT) && !GlobalFonts.registerFromPath(FONT_FILE, FONT))
    throw new Error(`${FONT_FILE} is no font that can be drawn with.`);
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.textAlign = 'center';
  for (const [place, { text = '', size = 0, rotate = 0, x = 0, y = 0 }] of placed(words).entries()) {
    context.save();
    context.translate(WIDTH / 2 + x, HEIGHT / 2 + y);
    context.rotate((rotate * Math.PI) / 180);
    context.font = `bold ${size}px "${FONT}"`;
    context.fillStyle = COLOURS[place % COLOURS.length] ?? '#000';
    context.fillText(text, 0, 0);
    context.restore();
  }
  return canvas.toBuffer('image/png');
}

/** Where each word goes; those that find no room are left out. */
function placed(words: readonly WordCount[]): readonly cloud.Word[] {
  const most = Math.max(...words.map(({ count }) => count));
  const random = seededRandom();
  let found: readonly cloud.Word[] = [];
  cloud()
    .size([WIDTH, HEIGHT])
    .words(
      words.slice(0, MOST_WORDS).map(({ word, count }) => ({
        text: word,
        size: SMALLEST + (LARGEST - SMALLEST) * (count / most),
      })),
    )
    // It asks for little of a canvas: this one has it without a browser.
    .canvas(() => createCanvas(1, 1) as never)
    .random(random)
    .font(`"${FONT}"`)
    .fontWeight('bold')
    .fontSize(({ size = 0 }) => size)
    .rotate(() => (random() < 0.75 ? 0 : 90))
    .padding(2)
    .on('end', (all) => {
      found = all;
    })
    .start(); // without a time interval it has ended when this returns
  return found;
}

/** Mulberry32: numbers from 0 to 1, the same ones each time. */
function seededRandom(): () => number {
  let state = 20_221_222;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
