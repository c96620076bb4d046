// What an edit makes stale, and what is said of it: constants, functions of other files, packages; comments and moves change nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endings, eventsOf, makeProject, statusOf, type TestProject } from './project.ts';

let project: TestProject;

const LOCK = (version: string): string =>
  `${JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/slug': { version } } })}\n`;

beforeAll(() => {
  project = makeProject({
    'package-lock.json': LOCK('1.0.0'),
    'node_modules/slug/package.json':
      '{ "name": "slug", "version": "1.0.0", "type": "module", "exports": "./index.js" }\n',
    'node_modules/slug/index.js': 'export const slug = (text) => text.toLowerCase();\n',
    'src/price.ts': `const DIGITS = 2;

const round = (n: number): number => Number(n.toFixed(DIGITS));

/** Reads a price. */
export function parsePrice(text: string): number {
  return round(Number(text));
}
`,
    'src/assets.ts': `import { appendFileSync } from 'node:fs';
import { asset } from 'headwater';
import { slug } from 'slug';
import { parsePrice } from './price.ts';

const COUNTRY = 'de';

export const extract = asset(() => {
  appendFileSync('calls.txt', 'x');
  return ['1.234', '5.678'];
});

export const prices = asset({ inputs: { extract } }, ({ extract }) => extract.map((text) => ({ price: parsePrice(text) })));

export const country = asset(() => [{ country: slug(COUNTRY) }]);

export const report = asset({ inputs: { prices, country } }, ({ prices, country }) => [{ n: prices.length + country.length }]);
`,
  });
});
afterAll(() => {
  project.remove();
});

async function statuses(): Promise<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(await statusOf(project)).map(([key, { status, causes }]) => [
      key,
      [status, ...causes.map(({ message }) => message)].join(' | '),
    ]),
  );
}

const FRESH = { extract: 'fresh', prices: 'fresh', country: 'fresh', report: 'fresh' };

test('after a run all is fresh, and the graph says what each body reads', async () => {
  expect((await project.headwater('materialize')).code).toBe(0);
  expect(await statuses()).toEqual(FRESH);
  const graph = JSON.parse((await project.headwater('graph', '--json')).stdout) as {
    assets: { key: string; code: string[] }[];
  };
  expect(Object.fromEntries(graph.assets.map(({ key, code }) => [key, code]))).toEqual({
    country: ['src/assets.ts#country', 'src/assets.ts#COUNTRY', 'npm:slug'],
    extract: ['src/assets.ts#extract'],
    prices: ['src/assets.ts#prices', 'src/price.ts#parsePrice', 'src/price.ts#round', 'src/price.ts#DIGITS'],
    report: ['src/assets.ts#report'],
  });
});

test('A22: a constant that a body reads makes stale exactly the assets that read it, and then what is below', async () => {
  project.edit('src/price.ts', (text) => text.replace('DIGITS = 2', 'DIGITS = 1'));
  const because = 'its code changed: `DIGITS` in src/price.ts:1';
  expect(await statuses()).toEqual({
    ...FRESH,
    prices: `stale | ${because}`,
    report: `upstream-stale | because prices: ${because}`,
  });
  expect((await statusOf(project))['prices']?.causes).toMatchObject([{ kind: 'code', file: 'src/price.ts', line: 1 }]);
  const plan = await project.headwater('materialize', '--stale', '--dry-run', '--json');
  expect(JSON.parse(plan.stdout)).toMatchObject({
    run: [{ asset: 'prices', why: expect.stringContaining('DIGITS') as string }, { asset: 'report' }],
  });
  project.edit('src/price.ts', (text) => text.replace('DIGITS = 1', 'DIGITS = 2'));
  expect(await statuses()).toEqual(FRESH);
});

test('comments, types, layout, code beside it and a move to another file make nothing stale', async () => {
  project.edit(
    'src/price.ts',
    (text) =>
      `// Prices.\nexport const UNUSED = 1;\n${text.replace('(n: number): number =>', '(n: any) /* rounds */ =>')}`,
  );
  expect(await statuses()).toEqual(FRESH);
  const text = readFileSync(join(project.root, 'src/price.ts'), 'utf8');
  project.write('src/lib/money.ts', text);
  project.write('src/price.ts', `export { parsePrice } from './lib/money.ts';\n`);
  expect(await statuses()).toEqual(FRESH);
});

test('a function deep below is named with its place', async () => {
  project.edit('src/lib/money.ts', (text) => text.replace('n.toFixed', '(+n).toFixed'));
  expect((await statuses())['prices']).toBe('stale | its code changed: `round` in src/lib/money.ts:5');
  const shown = await project.headwater('status');
  expect(shown.stdout).toContain('stale: its code changed: `round` in src/lib/money.ts:5');
});

test('a package is named with both versions', async () => {
  project.write('package-lock.json', LOCK('2.0.0'));
  expect((await statuses())['country']).toBe('stale | its code changed: `slug` is 2.0.0, was 1.0.0');
});

test('A14: what is stale runs alone; the extract is not called again', async () => {
  const run = await project.headwater('materialize', '--stale', '--json');
  expect(run.code).toBe(0);
  expect(endings(run)).toEqual({ country: 'materialized', prices: 'materialized', report: 'step-skipped' });
  expect(readFileSync(join(project.root, 'calls.txt'), 'utf8')).toBe('x');
  expect(await statuses()).toEqual(FRESH);
  expect(eventsOf(run).at(-1)).toMatchObject({ status: 'success' });
});
