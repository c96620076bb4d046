// The picture as a file: valid wherever it is opened, cut as on the page, as large as a canvas can be, and asked for from the page.
import { expect, test } from 'vitest';
import type { ExportFormat, FromPage } from '../src/protocol.ts';
import { appears, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn, open } = useGallery();
const PROJECT = '/projects/shop';
type Exported = Extract<FromPage, { type: 'export' }>;

async function exported(scene: OpenScene, format: ExportFormat): Promise<Exported> {
  const count = (): Promise<number> =>
    scene.page.evaluate(() => window.gallery.asked.filter(({ type }) => type === 'export').length);
  const before = await count();
  await scene.say({ type: 'export', project: PROJECT, format });
  await scene.page.waitForFunction(
    (had) => window.gallery.asked.filter(({ type }) => type === 'export').length > had,
    before,
  );
  return (await scene.asked()).findLast((message): message is Exported => message.type === 'export')!;
}

/** Read as any other program would: its texts, or what is wrong with it. */
const parsed = ({ page }: OpenScene, svg: string) =>
  page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      wrong: document.querySelector('parsererror')?.textContent ?? null,
      texts: [...document.querySelectorAll('text')].map(({ textContent }) => textContent),
      titles: [...document.querySelectorAll('g > title')].map(({ textContent }) => textContent ?? ''),
      fills: new Set([...document.querySelectorAll('[fill]')].map((each) => each.getAttribute('fill'))).size,
    };
  }, svg);

test('V5: an SVG of any names is valid, whole, and cut as on the page', async () => {
  const scene = await drawn({ scene: 'names' });
  const { data } = await exported(scene, 'svg');
  const { wrong, texts, titles } = await parsed(scene, data ?? '');
  expect(wrong).toBeNull();
  expect(titles.filter((title) => title.includes('group '))).toHaveLength(4);
  expect(titles.some((title) => title.startsWith('<b>&"quoted"</b>, never materialized'))).toBe(true);
  const onPage = await scene.page
    .locator('.asset .node-name bdi')
    .evaluateAll((names) =>
      names.map((name) => ({ text: name.textContent ?? '', isCut: name.scrollWidth > name.clientWidth })),
    );
  expect(onPage).toHaveLength(4);
  expect(onPage.some(({ isCut }) => isCut)).toBe(true);
  for (const { text, isCut } of onPage) {
    const there = texts.find((each) => each !== '…' && text.startsWith((each ?? '').replace(/…$/, '')) && each !== '');
    expect({ text, isCut: there?.endsWith('…') }).toEqual({ text, isCut });
  }
});

test('V5: the colours are those of the theme; a PNG has twice the pixels of the picture, under the policy of the page', async () => {
  for (const theme of ['dark', 'light'] as const) {
    const scene = await drawn({ scene: 'mixed', theme });
    const { data } = await exported(scene, 'svg');
    const svg = data ?? '';
    expect((await parsed(scene, svg)).wrong).toBeNull();
    expect((await parsed(scene, svg)).fills).toBeGreaterThan(10);
    expect(svg).not.toContain('var(');
    const [, width = '', height = '', ground] =
      /<svg [^>]*width="(\d+)" height="(\d+)".*?<rect [^>]*fill="([^"]+)"/s.exec(svg) ?? [];
    expect(ground).toBe(theme === 'dark' ? '#1e1e1e' : '#ffffff');
    const png = await exported(scene, 'png');
    expect(png.note).toBeNull();
    const size = await scene.page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const corner = [...(context?.getImageData(1, 1, 1, 1).data ?? [])].slice(0, 3);
      const hex = corner.map((each) => each.toString(16).padStart(2, '0')).join('');
      return { width: image.naturalWidth, height: image.naturalHeight, ground: `#${hex}` };
    }, `data:image/png;base64,${png.data}`);
    expect(size).toEqual({ width: 2 * Number(width), height: 2 * Number(height), ground });
  }
});

test('V5: the page asks the editor as which file; a picture that is too large for a canvas says so', async () => {
  const scene = await drawn({ scene: 'hundreds' });
  await scene.page.getByRole('button', { name: 'Export the picture' }).click();
  expect((await scene.asked()).at(-1)).toEqual({ type: 'ask-export' });
  const { data, note } = await exported(scene, 'png');
  expect(note).toMatch(/^Its 16384 × \d+ pixels are as many as fit/);
  expect(data?.startsWith('iVBORw0KGgo')).toBe(true);
});

test('V5: where there is nothing to draw, a sentence is the answer', async () => {
  const scene = await open({ scene: 'empty' });
  await appears(scene.page.getByText('No assets yet'));
  expect(await exported(scene, 'svg')).toEqual({
    type: 'export',
    project: PROJECT,
    format: 'svg',
    data: null,
    note: 'There is nothing to export yet: no assets.',
  });
});
