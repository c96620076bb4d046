// What makes stale and what does not: each kind of change by real edits, said before anything runs, and what a run of the stale ones then does.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProject, statusOf, type TestProject } from './project.ts';

/** One kind of change: `up` and, above it in the graph, `down`, in files of their own. */
interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** File to what becomes of it. */
  readonly edits: Readonly<Record<string, (text: string) => string>>;
  /** Status and causes after the edits, before anything runs. */
  readonly before: Readonly<Record<string, string>>;
  /** The bodies that `materialize --stale` runs. */
  readonly ran: readonly string[];
  /** What is not fresh after it. */
  readonly after?: Readonly<Record<string, string>>;
}

/** A body says that it ran, and gives a value. */
const body = (key: string, value: string): string => `{ ran('${key}'); return ${value}; }`;
const head = `import { asset, externalAsset } from 'headwater';\nimport { ran } from './ran.ts';\n`;
const down = (row: string, options = `inputs: { up: ${row}Up }`): string =>
  `export const ${row}Down = asset({ ${options} }, () => ${body(`${row}Down`, '[{ n: 1 }]')});\n`;
/** A pair of assets, the second made of the first. */
const pair = (row: string, { before = '', value = '[{ n: 1 }]' } = {}): Record<string, string> => ({
  [`src/${row}.ts`]: `${head}${before}export const ${row}Up = asset(() => ${body(`${row}Up`, value)});\n${down(row)}`,
});
const because = (row: string, sentence: string): Record<string, string> => ({
  [`${row}Up`]: `stale: ${sentence}`,
  [`${row}Down`]: `upstream-stale: because ${row}Up: ${sentence}`,
});
const LOCK = (version: string): string =>
  `${JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/slug': { version } } })}\n`;

const ROWS: readonly Row[] = [
  {
    name: 'the body',
    files: pair('body'),
    edits: { 'src/body.ts': (text) => text.replace('n: 1', 'n: 2') },
    before: because('body', 'its code changed'),
    ran: ['bodyUp', 'bodyDown'],
  },
  {
    name: 'a function in another file',
    files: {
      ...pair('helper', {
        before: `import { twice } from './twice.ts';\n`,
        value: '[{ n: twice(2) }]',
      }),
      'src/twice.ts': '// Arithmetic.\nexport function twice(n: number): number {\n  return n * 2;\n}\n',
    },
    edits: { 'src/twice.ts': (text) => text.replace('n * 2', 'n + n + 1') },
    before: because('helper', 'its code changed: `twice` in src/twice.ts:2'),
    ran: ['helperUp', 'helperDown'],
  },
  {
    name: 'a constant',
    files: pair('constant', { before: 'const LIMIT = 3;\n', value: '[{ n: LIMIT }]' }),
    edits: { 'src/constant.ts': (text) => text.replace('LIMIT = 3', 'LIMIT = 4') },
    before: because('constant', 'its code changed: `LIMIT` in src/constant.ts:3'),
    ran: ['constantUp', 'constantDown'],
  },
  {
    name: 'a comment',
    files: pair('comment'),
    edits: { 'src/comment.ts': (text) => text.replace('{ ran', '{ // why\n  /* how */ ran') },
    before: {},
    ran: [],
  },
  {
    name: 'a reformat',
    files: pair('reformat'),
    edits: { 'src/reformat.ts': (text) => text.replaceAll('{ ', '{\n\n    ').replaceAll("'", '"') },
    before: {},
    ran: [],
  },
  {
    name: 'types alone',
    files: pair('types', { before: 'interface Row { n: number }\n', value: '[{ n: 1 } as Row]' }),
    edits: {
      'src/types.ts': (text) =>
        text.replace('{ n: number }', '{ readonly n: number | null }').replace('() =>', '(): Row[] =>'),
    },
    before: {},
    ran: [],
  },
  {
    name: 'a package of another version',
    files: {
      ...pair('package', { before: `import { slug } from 'slug';\n`, value: `[{ n: slug('A') }]` }),
      'package-lock.json': LOCK('1.0.0'),
      'node_modules/slug/package.json':
        '{ "name": "slug", "version": "1.0.0", "type": "module", "exports": "./index.js" }\n',
      'node_modules/slug/index.js': 'export const slug = (text) => text.toLowerCase();\n',
    },
    edits: { 'package-lock.json': () => LOCK('2.0.0') },
    before: because('package', 'its code changed: `slug` is 2.0.0, was 1.0.0'),
    // It gives what it gave: nothing below runs.
    ran: ['packageUp'],
  },
  {
    name: 'an upstream whose content stays the same',
    files: pair('same'),
    edits: { 'src/same.ts': (text) => text.replace('n: 1', 'n: 3 - 2') },
    before: because('same', 'its code changed'),
    ran: ['sameUp'],
  },
  {
    name: 'an upstream of new content, made already',
    files: pair('fresh', {
      before: `import { readFileSync } from 'node:fs';\n`,
      value: `[{ n: readFileSync('fresh.txt', 'utf8') }]`,
    }),
    edits: { 'fresh.txt': () => 'two' },
    before: { freshDown: 'stale: freshUp has new data (run RUN)' },
    ran: ['freshDown'],
  },
  {
    name: 'an upstream that stores nothing, made already',
    files: {
      'src/void.ts': `${head}export const voidUp = asset(() => { ran('voidUp'); });\n${down('void', 'deps: [voidUp]')}`,
    },
    edits: {},
    before: { voidDown: 'stale: voidUp has new data (run RUN)' },
    ran: ['voidDown'],
  },
  {
    name: 'a dependency added',
    files: pair('added'),
    edits: {
      'src/added.ts': (text) =>
        text
          .replace('up: addedUp }', 'up: addedUp }, deps: [bodyless]')
          .replace('import { ran', `import { bodyless } from './bodyless.ts';\nimport { ran`),
    },
    before: { addedDown: 'stale: bodyless is a new dependency' },
    ran: ['addedDown'],
  },
  {
    name: 'a dependency removed',
    files: {
      'src/bodyless.ts': `${head}export const bodyless = asset(() => ${body('bodyless', '[1]')});\n`,
      'src/removed.ts': `${head}import { bodyless } from './bodyless.ts';\nexport const removedUp = asset({ deps: [bodyless] }, () => ${body('removedUp', '[{ n: 1 }]')});\n${down('removed')}`,
    },
    edits: { 'src/removed.ts': (text) => text.replace('{ deps: [bodyless] }, ', '') },
    before: because('removed', 'bodyless is no longer a dependency'),
    ran: ['removedUp'],
  },
  {
    name: 'two inputs that change places',
    files: {
      'src/places.ts': `${head}export const one = asset(() => ${body('one', '[1]')});
export const two = asset(() => ${body('two', '[2]')});
export const placesDown = asset({ inputs: { left: one, right: two } }, ({ left }) => ${body('placesDown', 'left')});
`,
    },
    edits: { 'src/places.ts': (text) => text.replace('left: one, right: two', 'left: two, right: one') },
    before: {
      placesDown:
        'stale: two is the input `left` now, and was the input `right`; one is the input `right` now, and was the input `left`',
    },
    ran: ['placesDown'],
  },
  {
    name: 'a key renamed, without a word of the old one',
    files: pair('key'),
    edits: { 'src/key.ts': (text) => text.replaceAll('keyUp', 'keyTop') },
    before: {
      keyTop: 'never',
      keyUp: 'orphan',
      keyDown:
        'stale: keyTop is a new dependency; keyUp is no longer a dependency; because keyTop: it was never materialized',
    },
    ran: ['keyTop', 'keyDown'],
    after: { keyUp: 'orphan' },
  },
  {
    name: 'a key renamed, with the old one named',
    files: pair('name'),
    edits: {
      // The body says its old name still: what it does has not changed.
      'src/name.ts': (text) =>
        text.replaceAll(/(?<!')nameUp/g, 'nameTop').replace('asset(()', "asset({ renamedFrom: 'nameUp' }, ()"),
    },
    before: {},
    ran: [],
  },
  {
    name: 'a file that a body reads at run time: nobody sees it',
    files: pair('file', {
      before: `import { readFileSync } from 'node:fs';\n`,
      value: `[{ n: readFileSync('file.txt', 'utf8') }]`,
    }),
    edits: { 'file.txt': () => 'two' },
    before: {},
    ran: [],
  },
  {
    name: 'a file that an external asset observes: seen when the stale ones are run',
    files: {
      'src/observed.ts': `${head}import { readFileSync } from 'node:fs';
export const observedFile = externalAsset({ key: 'observedFile', observe: () => readFileSync('observed.txt', 'utf8') });
export const observedUp = asset({ deps: [observedFile] }, () => ${body('observedUp', `[{ n: readFileSync('observed.txt', 'utf8') }]`)});
${down('observed')}`,
    },
    edits: { 'observed.txt': () => 'two' },
    before: {},
    ran: ['observedUp', 'observedDown'],
  },
];

let project: TestProject;
beforeAll(async () => {
  project = makeProject({
    'src/ran.ts': `import { appendFileSync } from 'node:fs';\nexport const ran = (key: string): void => appendFileSync('ran.txt', key + '\\n');\n`,
    'fresh.txt': 'one',
    'file.txt': 'one',
    'observed.txt': 'one',
    ...Object.assign({}, ...ROWS.map(({ files }) => files)),
  });
  const first = await project.headwater('materialize');
  expect(first.stderr + first.stdout).toMatch(/0 failed|materialized/);
  expect(await told()).toEqual({});
  for (const { edits } of ROWS) for (const [file, change] of Object.entries(edits)) project.edit(file, change);
  // Made again by hand, and nothing below them.
  const again = await project.headwater('materialize', '--select', 'key:"freshUp" or key:"voidUp"');
  expect(again.code).toBe(0);
  project.write('ran.txt', '');
});
afterAll(() => {
  project.remove();
});

/** Key to status and causes, of what is not fresh. */
async function told(): Promise<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(await statusOf(project)).flatMap(([key, { status, causes }]) => {
      const why = causes.map(({ message }) => message.replace(/\(run \w+\)/, '(run RUN)')).join('; ');
      return status === 'fresh' || status === 'external' ? [] : [[key, why === '' ? status : `${status}: ${why}`]];
    }),
  );
}

const all = (of: (row: Row) => Readonly<Record<string, string>> | undefined): Record<string, string> =>
  Object.assign({}, ...ROWS.map(of)) as Record<string, string>;

test(`F14 what an edit makes stale, and why, is known before anything runs: ${ROWS.map(({ name }) => name).join('; ')}`, async () => {
  expect(await told()).toEqual(all(({ before }) => before));
  expect(project.read('ran.txt')).toBe('');
});

test('F12 a run of the stale ones runs those, and of what is below them those whose inputs came out otherwise', async () => {
  const run = await project.headwater('materialize', '--stale', '--json');
  expect(run.code).toBe(0);
  expect(project.read('ran.txt').trim().split('\n').sort()).toEqual(ROWS.flatMap(({ ran }) => ran).sort());
  expect(await told()).toEqual(all(({ after }) => after));
});

test('F12 a second run of the stale ones runs nothing', async () => {
  project.write('ran.txt', '');
  expect((await project.headwater('materialize', '--stale')).code).toBe(0);
  expect(project.read('ran.txt')).toBe('');
});
