// Whatever is typed, help never throws, its edits never overlap, and in a file that parses they leave one that parses.
import { expect, test } from 'vitest';
import { firstSyntaxError, parseSource } from '../syntax-tree.ts';
import { applyEdits, openFixture } from '../test/apply-edits.ts';
import type { Texts } from '../test/apply-edits.ts';

const FILE = '/projects/shop/src/assets.ts';
const SHOP = `//- src/raw.ts
import { asset, multiAsset, output, resource } from 'headwater';
export const orders = asset({ group: 'bronze', tags: { domain: 'sales' }, owners: ['team:data'] }, () => [1]);
export const customers = asset({ group: 'bronze', kinds: ['table'] }, () => [1]);
export const api = multiAsset({ outputs: { users: output(), posts: output() } }, async function* () {});
export const database = resource({ create: () => 1 });
//- src/assets.ts
import { asset, assetCheck, definitions, job } from 'headwater';
import { ordrs, database } from './raw';
import * as raw from './raw';
/** Docs. */
export const getReport = asset(
  { inputs: { ordrs, all: raw.customers, api: raw.api }, deps: [missing], io: 'fiels', checks: ['a'], timeout: '5 minutes' },
  async ({ all }, ctx) => {
    const total = [1, 2].map((x) => x + 1);
    // comment
    return ctx.result(total, { checks: { b: true } });
  },
);
const hidden = asset({ key: 'a/b', resources: { databse } }, async () => await raw.orders());
export default asset(() => 1);
export async function load(orders: number[]) { return orders; }
export const check = assetCheck(hidden, () => true);
export const defs = definitions({ resources: { files: database }, assets: { getReport } });
export const weekly = job('weekly', { selection: 'gruop:bronze and (key:"x" or +tag:domain=s)' });
`;
const PIECES = ['{', '}', "'", '"', ',', '(', ')', '[', ']', ' x ', '\n', '`', '//', '/*', ':', '...'];
const ROUNDS = 40;

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** A few pieces more or less, the end cut off, or Windows line ends. */
function mangled(text: string, random: (below: number) => number): string {
  let result = text;
  for (let edits = random(3); edits > 0; edits -= 1) {
    const at = random(result.length);
    const kind = random(4);
    const piece = kind === 0 ? '' : kind === 1 ? (PIECES[random(PIECES.length)] ?? '') : result.slice(at, at + 20);
    result = kind === 3 ? result.slice(0, at) : result.slice(0, at) + piece + result.slice(at + (kind === 0 ? 8 : 0));
  }
  return random(3) === 0 ? result.replaceAll('\n', '\r\n') : result;
}

test('half-typed and broken texts', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const random = randomFrom(seed);
  const { analyzer, texts } = await openFixture(SHOP);
  let count = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = round === 0 ? (texts.get('src/assets.ts') ?? '') : mangled(texts.get('src/assets.ts') ?? '', random);
    analyzer.setOpenFile(FILE, text);
    const { unparsed } = await analyzer.analyze();
    const help = analyzer.assistance();
    if (help === null) throw new Error('The source was analysed');
    const now: Texts = new Map(texts).set('src/assets.ts', text);
    const lines = text.split(/\r?\n/);
    const line = 1 + random(lines.length);
    const column = 1 + random((lines[line - 1]?.length ?? 0) + 1);
    const where = `SEED=${seed}, round ${round}:\n${text}`;
    expect(() => help.upstreamNames(FILE), where).not.toThrow();
    const everywhere = { startLine: 1, startColumn: 1, endLine: lines.length, endColumn: 1 };
    const around = { startLine: line, startColumn: 1, endLine: line, endColumn: column };
    const offered = help
      .completions({ file: FILE, line, column })
      .items.map(({ edit, more }) => ({ edits: [edit, ...more] }));
    const actions = [everywhere, around].flatMap((range) => help.codeActions({ file: FILE, range }));
    for (const { edits } of offered) expect(() => applyEdits(now, edits), where).not.toThrow();
    for (const { title, edits } of actions) {
      count += 1;
      for (const [file, after] of applyEdits(now, edits))
        if (unparsed.length === 0 && /\.ts$/.test(file))
          expect(firstSyntaxError(parseSource({ path: file, text: after })), `${title}: ${where}`).toBeNull();
    }
  }
  // The first text alone has more than ten problems with an answer.
  expect(count).toBeGreaterThan(10);
});
