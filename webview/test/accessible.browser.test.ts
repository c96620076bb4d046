// Whether everyone can use the page: what axe-core finds, contrast in every theme, room at every size, forced colours and stillness.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { describe, expect, test } from 'vitest';
import { SCENES } from '../gallery/scenes.ts';
import { appears, dress, useGallery } from './gallery-fixture.ts';
import { THEMES, type OpenScene, type Theme } from './open-gallery.ts';
import { readClipped } from './read-clipped.ts';
import { readContrasts } from './read-contrasts.ts';

const { open } = useGallery();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What they differ in from the others is their size, or what their assets are called: nothing that a rule asks for. */
const ALIKE = new Set([
  ...['chain', 'fan', 'funnel', 'thousand', 'thousands', 'hundreds', 'medium', 'chosen-far', 'changes-far'],
  ...['fresh', 'never', 'one', 'cycle', 'self-loop', 'ring', 'two-cycle', 'chosen-external', 'changes-none'],
  ...['filter-and-statuses', 'statuses-nothing', 'reading', 'waiting', 'automation'],
]);

/** Opens a scene, and the details of an asset in it where there is one. */
async function shown(options: Parameters<typeof open>[0]): Promise<OpenScene> {
  const scene = await open(options);
  const { page } = scene;
  await appears(page.locator('[data-node], .notice:not(:has(vscode-progress-ring))').first());
  const asset = page.locator('[data-node^="asset:"]').first();
  if ((await asset.count()) > 0 && (await page.locator('.details').count()) === 0) {
    await asset.focus();
    await page.keyboard.press(' ');
    await appears(page.locator('.details').first());
  }
  return scene;
}

/** Every rule of axe-core's own choice, and the size of what is pressed. */
async function violations({ page }: OpenScene): Promise<string[]> {
  // By the protocol, which the page's policy does not bind.
  await page.evaluate(axe);
  const found = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })`,
  );
  return found.violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${impact ?? ''}): ${html} ${failureSummary ?? ''}`),
  );
}

/** Those that between them have every kind of text are looked at in each theme; the others in two each, in turn. */
const WHOLE = new Set([
  'mixed',
  'changes',
  'kinds',
  'metadata',
  'history',
  'chosen',
  'filtered',
  'edge-card',
  'automation-why',
]);
const themesOf = (name: string, turn: number): readonly Theme[] =>
  WHOLE.has(name) ? THEMES : THEMES.filter((_, index) => index % 4 === turn % 4);

/** On the same page: VS Code changes its theme in place. */
async function faintIn(scene: OpenScene, themes: readonly Theme[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const theme of themes) {
    await dress(scene, theme);
    const faint = await scene.page.evaluate(readContrasts);
    if (faint.length > 0) found[theme] = faint;
  }
  return found;
}

describe('V6: axe-core finds nothing, and every text and icon can be read in each of VS Code’s themes', () => {
  for (const [turn, name] of Object.keys(SCENES)
    .filter((each) => !ALIKE.has(each))
    .entries())
    test(name, async () => {
      const scene = await shown({ scene: name });
      expect(await violations(scene)).toEqual([]);
      expect(await faintIn(scene, themesOf(name, turn))).toEqual({});
    });

  test('the list of keys, over a sidebar', async () => {
    const scene = await shown({ scene: 'mixed', width: 280, height: 700 });
    await scene.page.keyboard.press('?');
    await appears(scene.page.getByRole('dialog', { name: 'Keyboard shortcuts' }));
    expect(await violations(scene)).toEqual([]);
    expect(await faintIn(scene, THEMES)).toEqual({});
  });
});

describe('V6: nothing is clipped or out of reach', () => {
  const SIZES = {
    'a sidebar': { width: 280, height: 700 },
    'a sidebar over an open terminal': { width: 280, height: 300 },
    // WCAG's reflow: a window of 1280 × 1024 at 400 %.
    'a window at 400 %': { width: 320, height: 256 },
    'full screen': { width: 1600, height: 900 },
    'full screen at 200 %': { width: 800, height: 450 },
  };
  for (const name of ['mixed', 'names', 'changes', 'filtered', 'chosen', 'restricted', 'automation-why'])
    test(name, async () => {
      const scene = await shown({ scene: name });
      const { page } = scene;
      const found: Record<string, string[]> = {};
      const look = async (of: string): Promise<void> => {
        await page.evaluate(async () => {
          for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
        });
        const clipped = await page.evaluate(readClipped);
        if (clipped.length > 0) found[of] = clipped;
      };
      for (const [of, size] of Object.entries(SIZES)) {
        await page.setViewportSize(size);
        await look(of);
      }
      await page.setViewportSize(SIZES['a sidebar']);
      await page.evaluate(() => document.documentElement.style.setProperty('--vscode-font-size', '20px'));
      await look('letters of 20 px in a sidebar');
      expect(found).toEqual({});
    });
});

test('V6: every ink can be read on every ground it may come to stand on, pointed at and chosen too, in each theme', async () => {
  const scene = await shown({ scene: 'no-project' });
  await scene.page.evaluate(() => {
    const chosen = 'color-mix(in srgb, var(--focus) 13%, var(--card))';
    const grounds = [
      'var(--bg)',
      'var(--widget)',
      'var(--card)',
      'var(--told)',
      'var(--vscode-sideBar-background)',
      chosen,
    ];
    const inks = [
      'fg',
      'dim',
      'link',
      'fresh',
      'stale',
      'failed',
      'running',
      'drift',
      'added',
      'changed',
      'renamed',
      'removed',
    ];
    const pairs = [
      ...grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)),
      ...[...inks.slice(0, 3)].map((ink) => [ink, 'var(--hover)'] as const),
      ...(['--button', '--button-hover'] as const).map((ground) => ['on-button', `var(${ground})`] as const),
      ['on-alarm', 'var(--alarm)'] as const,
      ['on-selected', 'var(--selected)'] as const,
    ];
    const sheet = document.createElement('section');
    sheet.style.background = 'var(--widget)';
    for (const [ink, ground] of pairs) {
      const probe = sheet.appendChild(document.createElement('p'));
      probe.textContent = `${ink} on ${ground}`;
      probe.style.color = `var(--${ink})`;
      probe.style.background = ground;
    }
    document.body.replaceChildren(sheet);
  });
  expect(await faintIn(scene, THEMES)).toEqual({});
});
