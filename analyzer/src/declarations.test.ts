// How assets are declared: every form of the static contract, with its key, edges, options and description.
import { describe, expect, test } from 'vitest';
import { check, edges, keys } from './test/fixture.ts';

describe('forms of a declaration', () => {
  test('a file with one exported asset is in the graph, with no other file', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
export const orders = asset(async () => [{ id: 1 }]);
`);
    expect(document.assets).toEqual([
      {
        key: 'orders',
        kind: 'asset',
        step: 'orders',
        inputs: {},
        deps: [],
        group: 'default',
        kinds: [],
        tags: {},
        owners: [],
        description: null,
        file: 'src/assets.ts',
        line: 2,
        column: 14,
        range: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 54 },
        exportName: 'orders',
        io: null,
        checks: [],
        codeVersion: expect.stringMatching(/^c1:[0-9a-f]{32}$/) as string,
        code: ['src/assets.ts#orders'],
      },
    ]);
  });

  test.each([
    ['an alias', `import { asset as node } from 'headwater'; export const a = node(() => 1);`],
    ['a namespace', `import * as hw from 'headwater'; export const a = hw.asset(() => 1);`],
    ['import = require', `import hw = require('headwater'); export const a = hw.asset(() => 1);`],
    [
      'a const of the namespace',
      `import * as hw from 'headwater'; const make = hw.asset; export const a = make(() => 1);`,
    ],
    ['a const alias', `import { asset } from 'headwater'; const make = asset; export const a = make(() => 1);`],
    ['parentheses', `import { asset } from 'headwater'; export const a = (asset((() => 1)));`],
    ['satisfies', `import { asset } from 'headwater'; export const a = asset(() => 1) satisfies object;`],
    ['as', `import { asset } from 'headwater'; export const a = asset(() => 1) as Asset<number>;`],
    ['a type annotation', `import { asset } from 'headwater'; export const a: Asset<number> = asset<number>(() => 1);`],
    ['a later export', `import { asset } from 'headwater'; const a = asset(() => 1); export { a };`],
    ['a renaming export', `import { asset } from 'headwater'; const a = asset(() => 1); export { a as b };`],
    ['a default export by name', `import { asset } from 'headwater'; const a = asset(() => 1); export default a;`],
    [
      'a default export in a list',
      `import { asset } from 'headwater'; const a = asset(() => 1); export { a as default };`,
    ],
    ['an exported alias', `import { asset } from 'headwater'; const a = asset(() => 1); export const b = a;`],
    ['a default export with a key', `import { asset } from 'headwater'; export default asset({ key: 'a' }, () => 1);`],
    [
      'an async function expression',
      `import { asset } from 'headwater'; export const a = asset(async function () {});`,
    ],
    ['a second declarator', `import { asset } from 'headwater'; export const n = 1, a = asset(() => 1);`],
    ['options alone', `import { asset } from 'headwater'; export const a = asset({ group: 'g' }, () => 1);`],
  ])('%s', async (_, text) => {
    const { document } = await check(text, { constNames: { b: 'a', default: 'a' } });
    expect(keys(document)).toEqual(['a']);
    expect(document.assets[0]?.codeVersion).not.toBeNull();
  });

  test.each([
    ['export const a = asset(() => 1);', 'a'],
    ['const a = asset(() => 1); export { a };', 'a'],
    ['const a = asset(() => 1); export { a as b };', 'b'],
    ['const a = asset(() => 1); export default a;', 'default'],
    ['const a = asset(() => 1); export { a as b, a };', 'a'],
    ['const a = asset(() => 1); export const c = a;', 'c'],
    ["export default asset({ key: 'a' }, () => 1);", 'default'],
  ])('the export name of `%s` is %s', async (text, exportName) => {
    const { document } = await check(`import { asset } from 'headwater'; ${text}`, {
      constNames: { b: 'a', c: 'a', default: 'a' },
    });
    expect(document.assets.map((node) => [node.key, node.exportName])).toEqual([['a', exportName]]);
  });

  test.each(['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs'])('a .%s file', async (extension) => {
    const { document } = await check(
      `//- src/a.${extension}\nimport { asset } from 'headwater';\nexport const a = asset(() => 1);`,
    );
    expect(keys(document)).toEqual(['a']);
  });

  test('other calls, other packages and other names are no assets', async () => {
    const { document } = await check(`
import { asset, other } from 'headwater';
import { asset as theirs } from 'elsewhere';
import express from 'express';
export const app = express(() => 1);
export const a = theirs(() => 1);
export const b = other(() => 1);
export function asset2() {}
export const real = asset(() => 1);
`);
    expect(keys(document)).toEqual(['real']);
  });
});

describe('keys', () => {
  test('the const names the key, `key:` wins', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
export const renamed = asset(() => 1);
export const b = asset({ key: 'orders' }, () => 1);
`);
    expect(document.assets.map(({ key, exportName }) => [key, exportName])).toEqual([
      ['orders', 'b'],
      ['renamed', 'renamed'],
    ]);
  });

  test('segments print with slashes', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
export const highs = asset({ key: ['weather', 'highs'] }, () => 1);
export const lows = asset({ key: ['weather', 'lows'] as const }, () => 1);
`);
    expect(keys(document)).toEqual(['weather/highs', 'weather/lows']);
  });

  test('a key may be folded from constants, across files', async () => {
    const { document } = await check(`
//- src/names.ts
export const PREFIX = 'weather' as const;
export const NAMES = { highs: 'highs', low: { est: 'lowest' } } as const;
export enum Area { North = 'north' }
//- src/assets.ts
import { asset } from 'headwater';
import { PREFIX, NAMES, Area } from './names';
const local = \`\${PREFIX}_2\`;
export const a = asset({ key: [PREFIX, NAMES.highs] }, () => 1);
export const b = asset({ key: [PREFIX, NAMES.low['est'] + 's'] }, () => 1);
export const c = asset({ key: local }, () => 1);
export const d = asset({ key: \`\${Area.North}_\${1 + 2}\` }, () => 1);
export const e = asset({ key: NAMES['highs'] }, () => 1);
`);
    expect(keys(document)).toEqual(['highs', 'north_3', 'weather/highs', 'weather/lowests', 'weather_2']);
  });
});

describe('inputs and deps', () => {
  test('shorthand, renamed and namespace inputs make edges', async () => {
    const { document } = await check(`
//- src/bronze.ts
import { asset } from 'headwater';
export const orders = asset(() => []);
export const customers = asset(() => []);
//- src/silver.ts
import { asset } from 'headwater';
import { customers as people } from './bronze';
import * as bronze from './bronze';
const products = asset(() => []);
export { products };
export const enriched = asset({ inputs: { products, people, raw: bronze.orders } }, ({ products, people, raw }) => 1);
`);
    expect(document.assets.find(({ key }) => key === 'enriched')?.inputs).toEqual({
      products: 'products',
      people: 'customers',
      raw: 'orders',
    });
  });

  test('deps are order-only edges, without repeats', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
export const episodes = asset(() => 1);
export const cast = asset(() => 1);
export const report = asset({ deps: [episodes, cast, episodes] }, () => 1);
`);
    expect(edges(document)).toEqual(['cast ⇢ report', 'episodes ⇢ report']);
  });

  test('each input and each dep has its own place', async () => {
    const { document } = await check(`
import { asset, loadAs, types } from 'headwater';
export const a = asset(() => 1);
export const b = asset({ key: ['lake', 'b'] }, () => 1);
export const report = asset(
  {
    inputs: {
      a,
      again: a,
      rows: loadAs(b, types.rows),
    },
    deps: [
      b,
      b,
    ],
  },
  (inputs) => inputs,
);
`);
    const at = (line: number, column: number) => ({ line, column });
    const report = document.assets.find(({ key }) => key === 'report');
    expect(report?.places).toEqual({
      inputs: { a: at(7, 7), again: at(8, 14), rows: at(9, 13) },
      deps: { 'lake/b': at(12, 7) },
    });
    expect(document.assets.map(({ places }) => places !== undefined)).toEqual([false, false, true]);
  });

  test('the edge has the key of the upstream, not its name', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
export const a = asset({ key: ['x', 'y'] }, () => 1);
export const b = asset({ inputs: { a }, deps: [a] }, ({ a }) => a);
`);
    expect(edges(document)).toEqual(['x/y → b', 'x/y ⇢ b']);
  });

  test('inputs through satisfies, parentheses, quotes, brackets and a record of assets', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
export const a = asset(() => 1);
export const b = asset(() => 1);
const group = { a, inner: { b } };
export const c = asset(({ inputs: ({ 'a': (group.a), b: group['inner'].b } as const) }) satisfies object, ({ a, b }) => 1);
`);
    expect(edges(document)).toEqual(['a → c', 'b → c']);
  });

  test('inputs stay in source order', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
export const z = asset(() => 1);
export const a = asset(() => 1);
export const m = asset({ inputs: { z, a } }, ({ z, a }) => 1);
`);
    expect(Object.keys(document.assets.find(({ key }) => key === 'm')?.inputs ?? {})).toEqual(['z', 'a']);
  });
});

describe('options', () => {
  test('group and kinds, as literals and as constants', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
const SILVER = 'silver' as const;
const KINDS = ['typescript', 'sql'] as const;
export const a = asset({ group: SILVER, kinds: KINDS }, () => 1);
export const b = asset({ 'group': \`gold\`, kinds: ['python'] }, () => 1);
`);
    expect(document.assets.map(({ group, kinds }) => [group, kinds])).toEqual([
      ['silver', ['typescript', 'sql']],
      ['gold', ['python']],
    ]);
  });
});

describe('descriptions', () => {
  test('the nearest doc comment, Markdown kept, up to the first tag', async () => {
    const { document } = await check(`
/** The file. */
import { asset } from 'headwater';

/** Not this one. */
/**
 * Who appears, see [the show](https://example.com/a_b).
 *
 * - *cast*
 *   - guests
 *
 * \`\`\`ts
 * @decorated
 * \`\`\`
 * @example nothing
 * more
 */
// a line between
export const appearancesReport = asset(() => 1);
`);
    expect(document.assets[0]?.description).toBe(
      'Who appears, see [the show](https://example.com/a_b).\n\n- *cast*\n  - guests\n\n```ts\n@decorated\n```',
    );
  });

  test('`description:` wins, a plain comment is none, and a statement may have two declarators', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
/** Comment. */
export const a = asset({ description: 'Option.' }, () => 1);
/* Not documentation. */
export const b = asset(() => 1);
/** Both. */
export const c = asset(() => 1),
  /** Own. */
  d = asset(() => 1);
/** @internal */
export const e = asset(() => 1);
`);
    expect(document.assets.map(({ description }) => description)).toEqual(['Option.', null, 'Both.', 'Own.', null]);
  });

  test('a default export and a one-line comment', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
/** Daily revenue. */
export default asset({ key: 'revenue' }, () => 1);
`);
    expect(document.assets[0]?.description).toBe('Daily revenue.');
  });
});
