// What the type checker adds in the editor: contracts in hovers, and mismatches with their producer among the problems.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TSCONFIG, typedProject } from '../../analyzer/src/test/typed-project.ts';
import { brief, startClient, uri } from './test/client.ts';
import type { Client } from './test/client.ts';

const MAKERS = `import { asset } from 'headwater';
export interface Order { readonly id: string; qty?: number; note: string | null }
export const orders = asset(async (): Promise<Order[]> => []);
`;
const REPORT = `import { asset } from 'headwater';
import { orders } from './makers.ts';
export const report = asset({ inputs: { orders } }, ({ orders }: { orders: { id: number }[] }) => orders.length);
`;
const project = typedProject({
  'package.json': JSON.stringify({ name: 'shop', type: 'module', dependencies: { headwater: '*' } }),
  'tsconfig.json': JSON.stringify(TSCONFIG),
  'src/makers.ts': MAKERS,
  'src/report.ts': REPORT,
});
const [makers, report] = [project.path('src/makers.ts'), project.path('src/report.ts')];
let client: Client;

beforeAll(async () => {
  project.install();
  client = await startClient({ folders: [project.root] });
});
afterAll(async () => {
  await client.stop();
  project.remove();
});

/** The next diagnostics of the report that fit. */
const published = async (fits: (all: string) => boolean, since = 0): Promise<string> => {
  const said = ({ diagnostics }: { readonly diagnostics: Parameters<typeof brief>[0][] }): string =>
    diagnostics.map(brief).join('; ');
  return said(await client.published.next((each) => each.uri === uri(report) && fits(said(each)), since));
};

test('L3: an input of another type is a problem of the consumer, with the place of its producer', async () => {
  await client.open(report, REPORT);
  expect(await published((all) => all.includes('type-mismatch'))).toBe('2:55-2:61 type-mismatch');
  const { diagnostics = [] } = client.published.all.findLast((each) => each.uri === uri(report)) ?? {};
  expect(diagnostics[0]).toMatchObject({
    severity: 2,
    source: 'headwater',
    message: expect.stringContaining(
      '`report` wants its input `orders` as `{ id: number; }[]`, but `orders` makes `Order[]`.',
    ) as string,
    relatedInformation: [
      {
        message: '`orders` is declared here and makes `Order[]`.',
        location: { uri: uri(makers), range: { start: { line: 2, character: 13 } } },
      },
    ],
  });
});

test('L3: it moves with the text, stays while the text does not parse, and goes when it is known to be wrong', async () => {
  const since = client.published.all.length;
  const later = `// One more line.\n${REPORT}`;
  await client.change(report, later);
  expect(await published((all) => all.startsWith('3:'), since)).toBe('3:55-3:61 type-mismatch');
  await client.change(report, `${later}export const half = asset(`);
  expect(await published((all) => all.includes('syntax'), since)).toContain('3:55-3:61 type-mismatch');
  const broken = client.published.all.length;
  await client.change(report, later);
  expect(await published((all) => !all.includes('syntax'), broken)).toBe('3:55-3:61 type-mismatch');
  // Unsaved, in the producer.
  await client.open(makers, MAKERS.replace('id: string', 'id: number'));
  expect(await published((all) => all === '', since)).toBe('');
  const again = client.published.all.length;
  await client.change(makers, MAKERS);
  expect(await published((all) => all !== '', again)).toBe('3:55-3:61 type-mismatch');
  await client.close(report);
  expect(await published((all) => all === '', again)).toBe('');
  // Between the first and the one that took it away it was never missing.
  const shown = client.published.all.slice(since).filter((each) => each.uri === uri(report));
  const gone = shown.findIndex(({ diagnostics }) => diagnostics.length === 0);
  expect(shown.slice(0, gone).every((each) => each.diagnostics.some(({ code }) => code === 'type-mismatch'))).toBe(
    true,
  );
});

test('a hover tells what an asset makes and takes, as soon as the checker knows', async () => {
  await client.open(report, REPORT);
  const hover = async (file: string, place: readonly [number, number]): Promise<string> => {
    for (;;) {
      const found = await client.hover(file, place);
      const { value } = found?.contents as { value: string };
      // A checker that is still busy is not waited for.
      if (value.includes('Makes:')) return value;
    }
  };
  expect(await hover(makers, [2, 14])).toContain(
    '\n\nMakes: `Order[]`  \nColumns: `id: string`, `qty?: number`, `note: string | null`\n\n',
  );
  expect(await hover(report, [2, 14])).toContain('\n\nMakes: `number`  \nTakes: `orders: Order[]`\n\n');
});
