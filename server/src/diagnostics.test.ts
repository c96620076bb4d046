// Diagnostics as a client gets them: each code leads to its page, and nothing flickers while a person types.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import { MANIFEST, startClient, temporaryFolder, uri } from './test/client.ts';

const WRONG = `import { asset, job } from 'headwater';

export const orders = asset({ timeout: '5 minutes' }, () => [1]);
const hidden = asset(() => 1);
export const report = asset({ inputs: { orders: ordrs } }, ({ orders }) => 1);
export const total = asset({ checks: ['full'] }, async () => (await orders()).length);
export const nightly = job('nightly', { selection: 'group:raw' });
`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function opened(text: string) {
  const folder = temporaryFolder({ 'package.json': MANIFEST, 'src/assets.ts': text });
  cleanups.push(folder.remove);
  const client = await startClient({ folders: [folder.root] });
  cleanups.push(client.stop);
  const path = join(folder.root, 'src/assets.ts');
  await client.open(path, text);
  await client.published.next(({ diagnostics }) => diagnostics.length > 0);
  await client.lenses(path);
  return { client, path };
}

const inLine = ({ range: { start }, code }: Diagnostic): string => `${start.line}:${start.character} ${String(code)}`;

test('L3 the code of each diagnostic leads to its page, for any client', async () => {
  const { client } = await opened(WRONG);
  const diagnostics = client.published.all.at(-1)?.diagnostics ?? [];
  expect(diagnostics.map(inLine)).toEqual([
    '2:39 bad-duration',
    '3:6 unexported',
    '4:48 unknown-input',
    '5:38 unreturned-check',
    '5:68 undeclared-input',
    '6:58 bad-selection',
  ]);
  for (const { code, codeDescription } of diagnostics)
    expect(readFileSync(fileURLToPath(codeDescription?.href ?? ''), 'utf8')).toContain(`# \`${String(code)}\`: `);
});

describe('L3 while a sentence is typed, piece by piece,', () => {
  const SENTENCE = `export const more = asset({ inputs: { orders }, retry: { delay: '5s' } }, async ({ orders }) => orders.length + \`\${1}\`.length);`;
  /** Words, brackets and all else that a key at a time would give, as whole as a person's eye takes them in. */
  const pieces = SENTENCE.match(/\w+|\s+|[^\w\s]/g) ?? [];

  test.each([
    ['below', WRONG.split('\n').length - 1],
    ['above', 1],
  ])('%s the problems, each stays at its place and is sent once', async (_, at) => {
    const { client, path } = await opened(WRONG);
    const known = (client.published.all.at(-1)?.diagnostics ?? []).map(({ code, message }) => [code, message]);
    const before = WRONG.split('\n');
    const seen = client.published.all.length;
    const gone: string[] = [];
    for (let typed = 1; typed <= pieces.length; typed++) {
      const lines = before.toSpliced(at, 0, pieces.slice(0, typed).join(''));
      await client.change(path, lines.join('\n'));
      // Answered when the analysis is that of the text.
      await client.lenses(path);
      const { diagnostics } = client.published.all.filter(({ uri: each }) => each === uri(path)).at(-1) ?? {
        diagnostics: [],
      };
      const places = new Set(diagnostics.map(inLine));
      const shift = (line: number): number => (line >= at ? line + 1 : line);
      for (const place of [`${shift(3)}:6 unexported`, `${shift(4)}:48 unknown-input`, `${shift(6)}:58 bad-selection`])
        if (!places.has(place)) gone.push(`${place} of ${lines[at]}`);
      const said = diagnostics.map(({ code, message }) => JSON.stringify([code, message]));
      expect([lines[at], known.filter((each) => !said.includes(JSON.stringify(each)))]).toEqual([lines[at], []]);
    }
    expect(gone).toEqual([]);
    const sent = client.published.all.slice(seen);
    expect(sent.every(({ uri: each }) => each === uri(path))).toBe(true);
    const texts = sent.map(({ diagnostics }) => JSON.stringify(diagnostics));
    expect(texts.filter((text, index) => text === texts[index - 1])).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.at(-1)?.diagnostics.map(({ code, message }) => [code, message])).toEqual(known);
  });
});
