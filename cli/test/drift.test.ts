// Drift: what is stored is not what the source declares, or is not there any more; said before anything runs, and mended by a run of the stale.
import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, failureOf, makeProject, statusOf, type TestProject } from './project.ts';

const ASSETS = `import { appendFileSync, existsSync } from 'node:fs';
import { asset, definitions, store, type IoManager } from 'headwater';

const ran = (key: string): void => appendFileSync('ran.txt', key + '\\n');
const rows = existsSync('wide.txt') ? [{ id: 1, maxTmpf2: 71.5 }] : [{ id: 1 }];

export const readings = asset({ columns: { id: 'integer' } }, () => { ran('readings'); return rows; });
export const highs = asset({ inputs: { readings } }, ({ readings }) => { ran('highs'); return readings.length; });
export const inFiles = asset({ io: 'files', columns: { id: 'integer' } }, () => { ran('inFiles'); return rows; });
export const byHand = asset({ io: 'hand', columns: { id: 'integer' } }, () => { ran('byHand'); return rows; });
export const gone = asset(() => { ran('gone'); return [{ id: 1 }]; });
export const cut = asset(() => { ran('cut'); return [{ id: 2 }]; });
export const belowCut = asset({ inputs: { cut } }, ({ cut }) => { ran('belowCut'); return cut.length; });
export const edited = asset(() => { ran('edited'); return 1; });
export const removed = asset(() => { ran('removed'); return 1; });
export const wrong = asset({ io: 'wrong' }, () => 1);
export const calm = asset({ columns: { note: 'json' } }, () => { ran('calm'); return [{ note: null }]; });

const wrongly = { handleOutput: () => ({ columns: ['id'] }) } as unknown as IoManager;
const hand: IoManager = {
  handleOutput: () => ({ path: 'nowhere', columns: { id: 'NUMERIC', ID: 'NUMERIC' } }),
};
export const project = definitions({
  assets: { readings, highs, inFiles, byHand, gone, cut, belowCut, edited, removed, wrong, calm },
  resources: { files: store.file({ dir: 'files', format: 'csv' }), hand, wrong: wrongly },
});
`;

let project: TestProject;
const pathOf: Record<string, string> = {};
beforeAll(async () => {
  project = makeProject({ 'src/assets.ts': ASSETS });
  const first = await project.headwater('materialize', '--json', '--select', 'not key:"wrong"');
  expect([first.code, first.code === 0 ? '' : first.stdout + first.stderr]).toEqual([0, '']);
  for (const event of eventsOf(first)) if (event.type === 'materialized') pathOf[event.asset] = event.path ?? '';
});
afterAll(() => {
  project.remove();
});

const stored = (asset: string): string => join(project.root, '.headwater', pathOf[asset] ?? '');
const told = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(await statusOf(project)).map(([key, { status, causes }]) => [
      key,
      [status, ...causes.map(({ kind, message }) => `${kind}: ${message}`)].join('; '),
    ]),
  );

test('F16 F18 columns that are declared now, and values that are gone, are said before any run, with counts', async () => {
  project.edit('src/assets.ts', (text) =>
    text
      .replace("{ columns: { id: 'integer' } }", "{ columns: { id: 'integer', maxTmpf2: 'real' } }")
      .replace("io: 'files', columns: { id: 'integer' }", "io: 'files', columns: { id: 'text' }"),
  );
  project.edit('src/assets.ts', (text) =>
    text
      .replace(/export const removed.*\n/, '')
      .replace('edited, removed,', 'edited,')
      .replace("ran('edited'); return 1", "ran('edited'); return 2"),
  );
  rmSync(stored('gone'));
  truncateSync(stored('cut'), 3);
  expect(await told()).toEqual({
    readings: 'drift; drift: the stored table has no column maxTmpf2',
    highs: 'upstream-stale; upstream: because readings: the stored table has no column maxTmpf2',
    inFiles: 'drift; drift: id is stored as integer, declared as text',
    // A word that is no kind is not compared; a name is.
    byHand: 'drift; drift: the stored table has a column ID that is not declared',
    gone: `drift; drift: its stored value is gone (${pathOf['gone']})`,
    cut: expect.stringMatching(
      /^drift; drift: its stored value is damaged: 3 bytes instead of [\d,]+ \(values\/cut\//,
    ) as string,
    belowCut: expect.stringMatching(/^upstream-stale; upstream: because cut: its stored value is damaged/) as string,
    edited: 'stale; code: its code changed',
    wrong: 'never',
    removed: expect.stringMatching(/^orphan/) as string,
    calm: 'fresh',
  });
  const { stdout } = await project.headwater('status');
  expect(stdout).toContain('≠ readings  drift: the stored table has no column maxTmpf2\n');
  expect(stdout).toContain('11 assets: 1 fresh, 1 stale, 2 upstream-stale, 1 never, 5 drift, 1 orphan\n');
});

test('whoever reads a value that is gone or cut says the same, and what to do', async () => {
  const run = await project.headwater('materialize', '--select', 'key:"belowCut" or key:"wrong"', '--json');
  expect(failureOf(run, 'belowCut').message).toMatch(
    /The stored value of `cut` is damaged: 3 bytes instead of [\d,]+ \(values\/cut\/.*\): materialize it again/,
  );
  // What an IO manager of the project says of its table is looked at, too.
  expect(failureOf(run, 'wrong').message).toBe(
    "IO manager `wrong` could not store `wrong`: the `columns` it returns are an object of texts, such as { id: 'integer' }",
  );
});

test('F16 a run of the stale makes them again, though no code and no data has changed', async () => {
  project.edit('src/assets.ts', (text) => text.replace("{ id: 'text' }", "{ id: 'integer' }"));
  project.write('wide.txt', '');
  project.write('ran.txt', '');
  const run = await project.headwater(
    'materialize',
    '--stale',
    '--json',
    '--select',
    'not (key:"byHand" or key:"edited" or key:"wrong")',
  );
  expect(run.stderr).toBe('');
  expect(eventsOf(run).find((event) => event.type === 'materialized' && event.asset === 'readings')).toMatchObject({
    columns: [
      { name: 'id', type: 'integer' },
      { name: 'maxTmpf2', type: 'real' },
    ],
  });
  expect(project.read('ran.txt').trim().split('\n').sort()).toEqual(['belowCut', 'cut', 'gone', 'highs', 'readings']);
  const { byHand, edited, wrong, removed, ...others } = await told();
  expect(new Set(Object.values(others))).toEqual(new Set(['fresh']));
  expect([byHand, edited, wrong, removed].map((each) => each?.split(';')[0])).toEqual([
    'drift',
    'stale',
    'failed',
    'orphan',
  ]);
});
