// Each refactoring is carried out: the text is what was asked for, and the project has the asset without any problem.
import { describe, expect, test } from 'vitest';
import { applyEdits, openFixture } from '../test/apply-edits.ts';
import type { CodeAction } from './code-action.ts';

const FILE = '/projects/shop/src/assets.ts';

interface Done {
  readonly actions: readonly CodeAction[];
  /** Of src/assets.ts. */
  readonly text: string;
  readonly keys: readonly string[];
  readonly problems: readonly string[];
}

/** `«` and `»` enclose what is selected; `$0` is a cursor. The action whose title begins so is carried out. */
async function refactored(fixture: string, title: string): Promise<Done> {
  const selection = fixture.includes('«') ? fixture : fixture.replace('$0', '«»');
  const whole = selection.startsWith('//- ') ? selection : `//- src/assets.ts\n${selection}`;
  const opened = await openFixture(whole.replace('«', '').replace('»', ''));
  const marked = whole.slice(whole.indexOf('//- src/assets.ts\n') + '//- src/assets.ts\n'.length);
  const place = (text: string): { line: number; column: number } => {
    const lines = text.split('\n');
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  };
  const start = place(marked.slice(0, marked.indexOf('«')));
  const end = place(marked.slice(0, marked.indexOf('»')).replace('«', ''));
  const range = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  const actions = opened.assistance.codeActions({ file: FILE, range }).filter(({ kind }) => kind !== 'quickfix');
  const action = actions.find((each) => each.title.startsWith(title));
  const texts = applyEdits(opened.texts, action?.edits ?? []);
  const { document } = (await openFixture(texts)).analysis;
  return {
    actions,
    text: texts.get('src/assets.ts') ?? '',
    keys: document.assets.map(({ key }) => key),
    problems: document.problems.map(({ code, message }) => `${code}: ${message}`),
  };
}

async function whyDisabled(fixture: string, title: string): Promise<string | undefined> {
  const { actions } = await refactored(fixture, title);
  return actions.find((each) => each.title.startsWith(title))?.disabled;
}

describe('L9: convert a function to an asset', () => {
  const TITLE = 'Convert to an asset';

  test('an async function, with its comment and its type', async () => {
    const { text, keys, problems } = await refactored(
      `import { readFile } from 'node:fs/promises';

/** All orders. */
export async function $0orders(): Promise<string> {
  return await readFile('orders.json', 'utf8');
}
`,
      TITLE,
    );
    expect(text).toBe(`import { readFile } from 'node:fs/promises';
import { asset } from 'headwater';

/** All orders. */
export const orders = asset(async (): Promise<string> => {
  return await readFile('orders.json', 'utf8');
});
`);
    expect([keys, problems]).toEqual([['orders'], []]);
  });

  test('an arrow whose parameter is called like an asset of another file', async () => {
    const { text, keys, problems } = await refactored(
      `//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset(() => [1]);
//- src/assets.ts
export const count = ($0orders: number[]) => orders.length;
`,
      TITLE,
    );
    expect(text).toBe(`import { asset } from 'headwater';
import { orders } from './raw.ts';

export const count = asset({ inputs: { orders } }, ({ orders }) => orders.length);
`);
    expect([keys, problems]).toEqual([['count', 'orders'], []]);
  });

  test.each([
    [
      'export function $0count(orders: number[]) { return orders.length; }',
      'Its parameter `orders` is called like no asset',
    ],
    ['export function* $0count() { yield 1; }', 'A generator'],
    ['export function $0count<T>(): T[] { return []; }', 'parameters of type'],
    ['export function $0count() { return 1; }\nconst other = count();', '`count` is used elsewhere'],
  ])('cannot be done: %s', async (text, reason) => {
    expect(await whyDisabled(text, TITLE)).toContain(reason);
  });

  test.each([
    'function $0count() { return 1; }',
    'export default function $0count() { return 1; }',
    'export function count() { return $01; }',
    'export const count = $05;',
  ])('is not offered: %s', async (text) => {
    expect((await refactored(text, TITLE)).actions).toEqual([]);
  });
});

describe('L9: add a check', () => {
  test('below the asset, with its import', async () => {
    const { text, problems } = await refactored(
      `import { asset } from 'headwater';
export const $0orders = asset(() => [1]);
export const next = asset(() => 1);
`,
      'Add a check for `orders`',
    );
    expect(text).toBe(`import { asset, assetCheck } from 'headwater';
export const orders = asset(() => [1]);

export const ordersCheck = assetCheck(orders, (value) => value != null);
export const next = asset(() => 1);
`);
    expect(problems).toEqual([]);
  });

  test('not inside the body, and not for what is no asset', async () => {
    const head = `import { asset, resource } from 'headwater';\n`;
    expect((await refactored(`${head}export const orders = asset(() => $01);`, '')).actions).toEqual([]);
    expect((await refactored(`${head}export const $0db = resource({ create: () => 1 });`, '')).actions).toEqual([]);
  });
});

describe('L9: extract an asset', () => {
  const TITLE = 'Extract to an asset';
  const fixture = (
    body: string,
    head = 'asset({ inputs: { orders, customers } }, async ({ orders, customers }, ctx)',
  ): string =>
    `import { asset } from 'headwater';
const FACTOR = 2;
export const orders = asset(() => [1]);
export const customers = asset(() => [1]);

/** What we sell. */
export const report = ${head} => {
${body}
});
`;

  test('one const becomes an expression; an input that nothing else reads goes along', async () => {
    const { text, keys, problems } = await refactored(
      fixture(`  ctx.log.info('starting');
«  const total = orders.reduce((sum, each) => sum + each * FACTOR, 0);
»  return { total, customers };`),
      TITLE,
    );
    expect(text).toBe(`import { asset } from 'headwater';
const FACTOR = 2;
export const orders = asset(() => [1]);
export const customers = asset(() => [1]);

export const total = asset({ inputs: { orders } }, ({ orders }) => orders.reduce((sum, each) => sum + each * FACTOR, 0));

/** What we sell. */
export const report = asset({ inputs: { customers, total } }, async ({ customers, total }, ctx) => {
  ctx.log.info('starting');
  return { total, customers };
});
`);
    expect([keys, problems]).toEqual([['customers', 'orders', 'report', 'total'], []]);
  });

  test('several statements keep their lines, await and the inputs that both read', async () => {
    const { text, problems } = await refactored(
      fixture(`  «const found: number[] = [];
  for (const each of orders) {
    found.push(await Promise.resolve(each));
  }»
  return [...found, ...orders, ...customers];`),
      TITLE,
    );
    expect(text).toContain(`export const found = asset({ inputs: { orders } }, async ({ orders }) => {
  const found: number[] = [];
  for (const each of orders) {
    found.push(await Promise.resolve(each));
  }
  return found;
});

/** What we sell. */
export const report = asset({ inputs: { orders, customers, found } }, async ({ orders, customers, found }, ctx) => {
  return [...found, ...orders, ...customers];
});
`);
    expect(problems).toEqual([]);
  });

  test('from a body without inputs', async () => {
    const { text, problems } = await refactored(
      fixture(
        `  «const one = { a: FACTOR };»
  return [one, ctx.run];`,
        'asset((ctx)',
      ),
      TITLE,
    );
    expect(text).toContain('export const one = asset(() => ({ a: FACTOR }));');
    expect(text).toContain('export const report = asset({ inputs: { one } }, ({ one }, ctx) => {');
    expect(problems).toEqual([]);
  });

  test.each([
    ['«const a = ctx.run;»\n  return a;', 'It uses `ctx`'],
    ['const a = 1;\n  «const b = a + 1;»\n  return b;', 'It reads `a`, which the body computes before it'],
    ['«const a = 1;»\n  return 2;', 'computes nothing'],
    ['«const a = 1;\n  const b = 2;»\n  return a + b;', 'It computes `a` and `b`'],
    ['«if (orders) return 1;\n  const a = 1;»\n  return a;', 'It has `return`'],
    ['«const FACTOR = 1;»\n  return FACTOR;', 'There is a `FACTOR` already'],
  ])('cannot be done: %s', async (body, reason) => {
    expect(await whyDisabled(fixture(`  ${body}`), TITLE)).toContain(reason);
  });

  test('cannot be done where inputs are taken whole', async () => {
    const head = 'asset({ inputs: { orders } }, (inputs)';
    expect(await whyDisabled(fixture('  «const a = inputs.orders;»\n  return a;', head), TITLE)).toContain(
      'takes its inputs',
    );
  });

  test.each([
    '  const a = «1»;\n  return a;',
    '  const a = 1;\n$0  return a;',
    '  if (FACTOR) {\n    «const a = 1;»\n  }\n  return 1;',
  ])('is not offered for less than whole statements of the body: %s', async (body) => {
    const { actions } = await refactored(fixture(body), TITLE);
    expect(actions.filter(({ kind }) => kind === 'refactor.extract')).toEqual([]);
  });
});
