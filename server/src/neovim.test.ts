// A client that is not VS Code: headless Neovim, set up as docs/other-editors.md says, works on an example with the built server.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { buildServer } from './test/built-server.ts';
import { temporaryFolder } from './test/client.ts';

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

interface Seen {
  readonly failure?: string;
  readonly name: string;
  readonly hover: string;
  readonly definition: Place;
  readonly references: readonly Place[];
  readonly clean: readonly unknown[];
  readonly diagnostics: readonly { readonly line: number; readonly code: string; readonly source: string }[];
  readonly renamed: Readonly<Record<string, string>>;
  readonly stopped: boolean;
}

const EXAMPLE = fileURLToPath(new URL('../../examples/friends', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../docs/other-editors.md', import.meta.url));
const SCRIPT = fileURLToPath(new URL('test/neovim-client.lua', import.meta.url));
const PLACEHOLDER = '/path/to/headwater/dist/server/server-main.mjs';
const NVIM = 'nvim';
const isInstalled = spawnSync(NVIM, ['--version']).status === 0;
const folder = temporaryFolder({});

afterAll(() => folder.remove());

/** The one Lua block of the page, with the paths of this build. */
function initLua(server: string): string {
  const [, lua = ''] = /```lua\n([\s\S]*?)```/.exec(readFileSync(DOCUMENT, 'utf8')) ?? [];
  expect(lua).toContain(PLACEHOLDER);
  return lua.replace("'node'", () => JSON.stringify(process.execPath)).replace(PLACEHOLDER, () => server);
}

function neovim(init: string, steps: object): Promise<string> {
  const state = join(folder.root, 'state');
  const child = spawn(NVIM, ['--headless', '-n', '-i', 'NONE', '-u', init, '-c', `luafile ${SCRIPT}`], {
    env: {
      ...process.env,
      HEADWATER_STEPS: JSON.stringify(steps),
      ...Object.fromEntries(['CONFIG', 'DATA', 'STATE', 'CACHE'].map((each) => [`XDG_${each}_HOME`, state])),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill());
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve) => child.on('close', () => resolve(output)));
}

const lineOf = (text: string, part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1;

test.skipIf(!isInstalled)(
  isInstalled
    ? 'Neovim over stdio: hover, definition, references, diagnostics, rename'
    : 'Neovim over stdio (skipped: `nvim` is not installed)',
  async () => {
    const root = join(folder.root, 'friends');
    cpSync(EXAMPLE, root, { recursive: true, filter: (path) => !/node_modules|\.headwater/.test(path) });
    const init = join(folder.root, 'init.lua');
    folder.write('init.lua', initLua(await buildServer(join(folder.root, 'server'))));
    const out = join(folder.root, 'seen.json');
    const output = await neovim(init, {
      root,
      file: 'src/appearances.ts',
      out,
      hover: { name: 'characterAppearances', text: 'export const characterAppearances' },
      definition: { name: 'episodes', text: '({ episodes, characters }, ctx)' },
      references: { name: 'characterAppearances', text: 'export const characterAppearances' },
      mistake: ['export const twice = asset({ inputs: { stopWords } }, () => 1);'],
      rename: {
        name: 'episodes',
        text: 'inputs: { episodes, characters }',
        to: 'everyEpisode',
        after: 'import { characters, everyEpisode }',
      },
    });
    expect(readdirSync(folder.root), output).toContain('seen.json');
    const seen = JSON.parse(readFileSync(out, 'utf8')) as Seen;
    expect(seen.failure, output).toBeUndefined();
    const text = readFileSync(join(EXAMPLE, 'src/appearances.ts'), 'utf8');
    const shows = readFileSync(join(EXAMPLE, 'src/show.ts'), 'utf8');

    expect(seen.name).toBe('headwater');
    expect(seen.hover).toContain('**characterAppearances**');
    expect(seen.hover).toContain('Upstream: `episodes`, `characters`');
    expect(seen.definition).toEqual({
      file: 'show.ts',
      line: lineOf(shows, 'export const episodes'),
      column: 14,
      text: 'export const episodes = asset(',
    });

    expect(seen.clean).toEqual([]);
    expect(seen.diagnostics).toContainEqual(
      expect.objectContaining({ source: 'headwater', code: 'unknown-input', line: text.split('\n').length }),
    );

    const places = seen.references.map(({ file, line }) => `${file}:${line}`);
    expect(places).toContain(`appearances.ts:${lineOf(text, 'inputs: { characterAppearances }')}`);
    expect(places).toContain(`appearances.ts:${lineOf(text, 'async ({ characterAppearances }, ctx)')}`);

    const { 'src/appearances.ts': here = '', 'src/show.ts': there = '' } = seen.renamed;
    expect(there).toContain('export const everyEpisode = asset(');
    expect(there).not.toMatch(/\bepisodes = asset/);
    expect(here).toContain("import { characters, everyEpisode } from './show.ts';");
    // What the body calls its input is its own business.
    expect(here).toContain('episodes.reduce(');
    expect(seen.stopped).toBe(true);
  },
  240_000,
);
