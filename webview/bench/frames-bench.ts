// Measures the picture in a real Chromium: until it is there, and its frames while it is moved and zoomed, beside plain React Flow.
import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { PROJECT } from '../gallery/scene-parts.ts';
import { SCENES } from '../gallery/scenes.ts';
import { openGallery, type Gallery } from '../test/open-gallery.ts';
import type { BenchRow } from './layout-bench.ts';

const SIZES = [
  { count: 300, scene: 'hundreds' },
  { count: 1000, scene: 'thousand' },
  { count: 10_000, scene: 'thousands' },
] as const;
const FRAMES = 60;

export async function benchFrames(): Promise<BenchRow[]> {
  const gallery = await openGallery();
  const plain = await plainPage();
  try {
    const rows: BenchRow[] = [];
    for (const { count, scene } of SIZES) {
      const ours = await measure(gallery, { open: (page) => openWhole(page, { gallery, scene }) });
      const theirs = await measure(gallery, {
        open: async (page) => {
          await page.goto(`${plain.address}?nodes=${count}`, { timeout: 120_000 });
          await page
            .locator('.react-flow__node')
            .nth(count - 1)
            .waitFor({ state: 'attached', timeout: 120_000 });
        },
      });
      rows.push(
        {
          metric: `first picture, ${count} assets`,
          ours: ms(ours.first),
          beside: `${ms(theirs.first)} plain React Flow`,
          target: '≤ 1 s',
        },
        {
          metric: `pan, whole graph of ${count}, p50 / p95`,
          ours: frames(ours.pan),
          beside: frames(theirs.pan),
          target: 'p95 ≤ 33 ms',
        },
        {
          metric: `zoom in and out of ${count}, p50 / p95`,
          ours: frames(ours.zoom),
          beside: frames(theirs.zoom),
          target: 'p95 ≤ 33 ms',
        },
      );
    }
    return rows;
  } finally {
    await gallery.close();
    plain.remove();
  }
}

interface Measured {
  /** Until the picture is there, in ms. */
  readonly first: number;
  /** Lengths of frames, in ms. */
  readonly pan: readonly number[];
  readonly zoom: readonly number[];
}

async function measure(
  gallery: Gallery,
  { open }: { readonly open: (page: Page) => Promise<void> },
): Promise<Measured> {
  const page = await gallery.tab({ width: 1200, height: 800 });
  try {
    const start = performance.now();
    await open(page);
    const first = performance.now() - start;
    const fit = page.getByRole('button', { name: 'Fit the picture' });
    if ((await fit.count()) > 0) await fit.click();
    const pan = await turnWheel(page, { ctrl: false });
    const zoom = await turnWheel(page, { ctrl: true });
    return { first, pan, zoom };
  } finally {
    await page.context().close();
  }
}

/** The whole graph, all groups open: what is remembered of a page is put there before it starts. */
async function openWhole(
  page: Page,
  { gallery, scene }: { readonly gallery: Gallery; readonly scene: string },
): Promise<void> {
  const assets =
    SCENES[scene]?.().messages.flatMap((message) => (message.type === 'graph' ? message.delta.upserted : [])) ?? [];
  const collapsed = Object.fromEntries(assets.map(({ group }) => [group, false]));
  const view = { selected: null, centre: null, active: null, hops: 'all', pinned: false, collapsed };
  const saved = JSON.stringify({ version: 1, project: PROJECT, view, viewport: null });
  await page.addInitScript((text) => sessionStorage.setItem('gallery page', text), saved);
  await page.goto(gallery.server.address({ scene }));
  await page.locator('[data-node]').first().waitFor({ timeout: 120_000 });
}

/** One turn a frame. @returns how long each frame took, in ms. */
function turnWheel(page: Page, { ctrl }: { readonly ctrl: boolean }): Promise<number[]> {
  return page.evaluate(
    ({ ctrl, count }) =>
      new Promise<number[]>((done) => {
        const pane = document.querySelector('.react-flow__pane');
        const lengths: number[] = [];
        let last = performance.now();
        const frame = (): void => {
          const now = performance.now();
          lengths.push(now - last);
          last = now;
          if (lengths.length > count) return done(lengths.slice(1));
          const there = lengths.length % 20 < 10 ? 1 : -1;
          const delta = ctrl ? { deltaY: -40 * there } : { deltaX: 60 * there, deltaY: 30 * there };
          pane?.dispatchEvent(
            new WheelEvent('wheel', {
              bubbles: true,
              cancelable: true,
              clientX: 600,
              clientY: 400,
              ctrlKey: ctrl,
              ...delta,
            }),
          );
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { ctrl, count: FRAMES },
  );
}

async function plainPage(): Promise<{ readonly address: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-plain-flow-'));
  await build({
    entryPoints: [fileURLToPath(new URL('plain-flow.tsx', import.meta.url))],
    outfile: join(folder, 'plain.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  writeFileSync(
    join(folder, 'plain.html'),
    '<!doctype html><link rel="stylesheet" href="plain.css"><body style="margin:0"><div id="root"></div><script src="plain.js"></script>',
  );
  return {
    address: pathToFileURL(join(folder, 'plain.html')).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function frames(lengths: readonly number[]): string {
  const sorted = lengths.toSorted((a, b) => a - b);
  const at = (share: number): string => ms(sorted[Math.floor(sorted.length * share)] ?? 0);
  return `${at(0.5)} / ${at(0.95)}`;
}

function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}
