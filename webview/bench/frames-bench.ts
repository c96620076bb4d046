// Measures the picture in a real Chromium: until it is there, its frames while it is moved and zoomed, beside plain React Flow, and until a run's events colour it.
import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AssetKey, AssetNode } from '@headwater/graph';
import type { Page } from 'playwright-core';
import { PROJECT, status } from '../gallery/scene-parts.ts';
import { SCENES } from '../gallery/scenes.ts';
import { galleryAddress, startGallery } from '../test/gallery-server.ts';
import { openGallery, type Gallery } from '../test/open-gallery.ts';
import type { BenchRow } from './layout-bench.ts';

const SIZES = [
  { count: 120, scene: 'medium' },
  { count: 300, scene: 'hundreds' },
  { count: 1000, scene: 'thousand' },
  { count: 10_000, scene: 'thousands' },
] as const;
const FRAMES = 60;
/** Of a run: how many assets each of its messages is about, and how many messages there are. */
const EVENTS = { assets: 100, messages: 12 };

export async function benchFrames(): Promise<BenchRow[]> {
  const server = await startGallery();
  const gallery = await openGallery(server.origin);
  const plain = await plainPage();
  try {
    const rows: BenchRow[] = [];
    for (const { count, scene } of SIZES) {
      const ours = await measure(gallery, {
        open: (page) => openWhole(page, { origin: server.origin, scene }),
        keys: assetsOf(scene).map(({ key }) => key),
      });
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
        {
          metric: `from a run's event to its colour, ${count}, p50 / p95`,
          ours: frames(ours.colour),
          beside: '–',
          target: '≤ 200 ms',
        },
      );
    }
    return rows;
  } finally {
    await gallery.close();
    await server.close();
    plain.remove();
  }
}

interface Measured {
  /** Until the picture is there, in ms. */
  readonly first: number;
  /** Lengths of frames, in ms. */
  readonly pan: readonly number[];
  readonly zoom: readonly number[];
  /** From a message with statuses to the picture that shows them, in ms. */
  readonly colour: readonly number[];
}

async function measure(
  gallery: Gallery,
  { open, keys = [] }: { readonly open: (page: Page) => Promise<void>; readonly keys?: readonly AssetKey[] },
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
    if ((await fit.count()) > 0) await fit.click();
    const colour = keys.length > 0 ? await colourings(page, keys) : [];
    return { first, pan, zoom, colour };
  } finally {
    await page.context().close();
  }
}

function assetsOf(scene: string): readonly AssetNode[] {
  return (
    SCENES[scene]?.().messages.flatMap((message) => (message.type === 'graph' ? message.delta.upserted : [])) ?? []
  );
}

/** The whole graph, all groups open: what is remembered of a page is put there before it starts. */
async function openWhole(
  page: Page,
  { origin, scene }: { readonly origin: string; readonly scene: string },
): Promise<void> {
  const collapsed = Object.fromEntries(assetsOf(scene).map(({ group }) => [group, false]));
  const view = { selected: null, centre: null, active: null, hops: 'all', pinned: false, collapsed };
  const saved = JSON.stringify({ version: 1, project: PROJECT, view, viewport: null });
  await page.addInitScript((text) => sessionStorage.setItem('gallery page', text), saved);
  await page.goto(galleryAddress(origin, { scene }));
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

/** Assets that start and fail in turn. @returns how long each message took to be seen, in ms. */
function colourings(page: Page, keys: readonly AssetKey[]): Promise<number[]> {
  const messages = Array.from({ length: EVENTS.messages }, (_, nth) => ({
    type: 'status',
    project: PROJECT,
    full: false,
    statuses: keys.slice(0, EVENTS.assets).map((key) => status(key, nth % 2 === 0 ? 'running' : 'failed')),
  }));
  return page.evaluate(async (messages) => {
    const SIDE = 512;
    const small = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true });
    /** What is painted from far away, or what the nodes say. */
    const seen = (): string => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.far-picture');
      if (!canvas || !small)
        return Array.from(document.querySelectorAll('[data-status]'), (each) =>
          each.getAttribute('data-status'),
        ).join();
      small.imageSmoothingQuality = 'high';
      small.clearRect(0, 0, SIDE, SIDE);
      small.drawImage(canvas, 0, 0, SIDE, SIDE);
      return String(small.getImageData(0, 0, SIDE, SIDE).data.reduce((sum, each) => sum + each, 0));
    };
    const lengths: number[] = [];
    for (const message of messages) {
      const before = seen();
      const start = performance.now();
      window.gallery.say(message);
      for (let waits = 0; waits === 0 || seen() === before; waits++) {
        if (waits > 600) throw new Error('The picture does not show the news.');
        await new Promise((done) => requestAnimationFrame(done));
      }
      lengths.push(performance.now() - start);
    }
    return lengths;
  }, messages);
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
