// What editors and disks hand the server at their worst: each answer comes, the rest of the workspace is unharmed, nothing flickers.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeLens, Diagnostic } from 'vscode-languageserver/node';
import { afterEach, describe, expect, test } from 'vitest';
import { findCycles } from '@headwater/graph';
import { MANIFEST, brief, startClient, temporaryFolder, uri } from './test/client.ts';
import type { Client } from './test/client.ts';
import { asking, requestsOf } from './test/every-request.ts';

const SDK = "import { asset } from 'headwater';\n";
const RAW = "import { asset } from 'headwater';\nexport const orders = asset(() => 1);\n";
const GOLD =
  "import { asset } from 'headwater';\nimport { orders } from './raw';\nexport const report = asset({ inputs: { orders } }, ({ orders }) => orders);\n";

const running: { stop(): Promise<void>; remove(): void }[] = [];
afterEach(async () => {
  for (const { stop, remove } of running.splice(0)) {
    await stop();
    remove();
  }
});

/** A server on a project with two files that are as they should be. */
async function shop(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const { root, write, remove } = temporaryFolder({ 'package.json': MANIFEST, 'raw.ts': RAW, 'gold.ts': GOLD });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(root, file), content);
  const client = await startClient({ folders: [root] });
  running.push({ stop: client.stop, remove });
  return { client, root, write, at: (file: string) => join(root, file) };
}

type Shop = Awaited<ReturnType<typeof shop>>;

/** Everything that can be asked, at some places of a document; a request that fails throws. */
async function askAll(client: Client, document: string, lines = 2): Promise<void> {
  const ask = asking(client.connection);
  for (const request of requestsOf(client.can))
    for (let line = 0; line < lines; line++)
      for (const character of [14, 10_000])
        await request(ask, { uri: document, position: { line, character }, word: 'sales' }).catch((error: unknown) => {
          // Refused in words, as a rename of what has no name is.
          if ((error as { readonly code?: number }).code !== -32803) throw error;
        });
}

async function expectUnharmed({ client, at }: Shop): Promise<void> {
  expect(await client.lenses(at('gold.ts'))).toHaveLength(4);
  expect((await client.hover(at('gold.ts'), [2, 14]))?.contents).toMatchObject({ kind: 'markdown' });
  expect(await client.definition(at('gold.ts'), [2, 41])).toMatchObject({ uri: uri(at('raw.ts')) });
  expect(client.log).toEqual([]);
}

describe('a document', () => {
  test.each<[string, string]>([
    ['of NUL bytes', '\0'.repeat(1000)],
    ['with unpaired surrogates', `${SDK}export const x = asset({ key: '\ud800' }, () => 1);`],
    [
      'with every kind of line end',
      `import { asset } from 'headwater';\r\nexport const x = asset(() => 1);\rexport const y = asset(() => 2);\u2028`,
    ],
    ['nested ten thousand deep', `${SDK}export const x = asset(() => ${'['.repeat(10_000)}${']'.repeat(10_000)});`],
    ['of a sum of ten thousand', `${SDK}export const x = asset({ key: 'x' }, () => 0${' + 1'.repeat(10_000)});`],
    ['of a million letters in one line', `${SDK}export const x = asset(() => '${'x'.repeat(1e6)}');`],
    [
      'of 1 MB of rows',
      `${SDK}const table = [\n${"  { id: 1, name: 'row' },\n".repeat(42_000)}];\nexport const x = asset(() => table);`,
    ],
  ])(
    '%s: everything that can be asked is answered',
    async (_, text) => {
      const all = await shop();
      const { client, at } = all;
      await client.open(at('bad.ts'), text);
      await askAll(client, uri(at('bad.ts')), 1);
      await client.change(at('bad.ts'), `${text}\n{`);
      await expectUnharmed(all);
      await client.close(at('bad.ts'));
      await expectUnharmed(all);
    },
    240_000,
  );

  test('untitled: it belongs to no project, and answers with nothing rather than an error', async () => {
    const all = await shop();
    const { client } = all;
    const untitled = 'untitled:Untitled-1';
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: untitled, languageId: 'typescript', version: 1, text: RAW },
    });
    const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: untitled },
    });
    expect(lenses).toEqual([]);
    await askAll(client, untitled);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: untitled, version: 2 },
      contentChanges: [{ text: '{' }],
    });
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: untitled } });
    await expectUnharmed(all);
    expect(client.published.all.filter((each) => each.uri === untitled)).toEqual([]);
  });

  test('of another scheme, or with an address that is none', async () => {
    const all = await shop();
    const { client } = all;
    for (const odd of [
      'git:/projects/shop/raw.ts?ref=HEAD',
      'vscode-notebook-cell:/x.ipynb#a',
      'file:///',
      'file:///%ff.ts',
      'x',
    ]) {
      await client.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: odd, languageId: 'typescript', version: 1, text: RAW },
      });
      await askAll(client, odd, 1);
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: odd, type: 2 }] });
      await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: odd } });
    }
    await expectUnharmed(all);
  });

  test('unsaved in a folder that is not there yet: its assets are in the graph, and go with it', async () => {
    const { client, at } = await shop();
    await client.open(
      at('new/deep/x.ts'),
      "import { asset } from 'headwater';\nimport { orders } from '../../raw';\nexport const x = asset({ inputs: { orders } }, ({ orders }) => orders);\n",
    );
    expect(await client.lenses(at('new/deep/x.ts'))).toHaveLength(4);
    expect(await client.definition(at('new/deep/x.ts'), [2, 36])).toMatchObject({ uri: uri(at('raw.ts')) });
    await client.close(at('new/deep/x.ts'));
    expect(await client.lenses(at('new/deep/x.ts'))).toEqual([]);
  });
});

describe('nothing flickers', () => {
  const shown = (client: Client, path: string, since = 0): (readonly Diagnostic[])[] =>
    client.published.all.slice(since).flatMap((each) => (each.uri === uri(path) ? [each.diagnostics] : []));

  test('a diagnostic of another file stays while this one is typed, and lenses keep count and place', async () => {
    const bad =
      "import { asset } from 'headwater';\nexport const x = asset({ inputs: { nobody } }, ({ nobody }) => nobody);\n";
    const { client, at } = await shop({ 'bad.ts': bad });
    await client.open(at('raw.ts'), RAW);
    await client.open(at('bad.ts'), bad);
    const places = async (): Promise<string[]> =>
      (await client.lenses(at('raw.ts'))).map((each) => each.replace('(last good) ', ''));
    const lenses = await places();
    expect(
      shown(client, at('bad.ts'))
        .at(-1)
        ?.map(({ code }) => code),
    ).toEqual(['unknown-input']);
    const since = client.published.all.length;
    const typed = 'export const people = asset({ group: `g` }, async (ctx) => [1, 2]);\n';
    for (let end = 1; end <= typed.lastIndexOf(')'); end++) {
      await client.change(at('raw.ts'), RAW + typed.slice(0, end));
      expect(await places()).toEqual(lenses);
    }
    // Never taken away, never sent again: it was right all the time.
    expect(shown(client, at('bad.ts'), since)).toEqual([]);
    await client.change(at('raw.ts'), RAW + typed);
    expect(await client.lenses(at('raw.ts'))).toHaveLength(8);
  });

  test('what is wrong in a file stays while it does not parse, at the line it has moved to', async () => {
    const bad =
      "import { asset } from 'headwater';\nexport const x = asset({ inputs: { nobody } }, ({ nobody }) => nobody);\n";
    const { client, at } = await shop();
    await client.open(at('bad.ts'), bad);
    await client.lenses(at('bad.ts'));
    const before = shown(client, at('bad.ts')).at(-1) ?? [];
    const since = client.published.all.length;
    for (const above of ['const', 'const y', 'const y = {', 'const y = {\n', 'const y = {\n\n']) {
      await client.change(at('bad.ts'), `${above}\n${bad}`);
      await client.lenses(at('bad.ts'));
    }
    for (const diagnostics of shown(client, at('bad.ts'), since)) {
      const own = diagnostics.filter(({ code }) => code === 'unknown-input');
      expect(own).toHaveLength(before.length);
    }
    const last = shown(client, at('bad.ts')).at(-1) ?? [];
    expect(last.map(brief).filter((each) => each.endsWith('unknown-input'))).toEqual(
      before.map((each) => brief(each).replaceAll('1:', '4:')),
    );
  });

  test('a half-typed tsconfig changes nothing until it can be read', async () => {
    const { client, root, at, write } = await shop({ 'tsconfig.json': '{ "include": ["*.ts"] }' });
    expect(await client.lenses(at('gold.ts'))).toHaveLength(4);
    const graphs = client.graphs.all.length;
    write('tsconfig.json', '{ "include": ["*.t');
    await client.watched(join(root, 'tsconfig.json'), 2);
    expect(await client.lenses(at('gold.ts'))).toHaveLength(4);
    expect(client.graphs.all.slice(graphs).flatMap(({ delta }) => delta.removed)).toEqual([]);
  });
});

describe('the disk', () => {
  test('two versions of headwater, one of them not installed: the source is read all the same', async () => {
    const all = await shop();
    const { at, client, root } = all;
    for (const [folder, version] of [
      ['', '0.1.0'],
      ['inner/', '9.0.0'],
    ] as const) {
      mkdirSync(join(root, `${folder}node_modules/headwater`), { recursive: true });
      writeFileSync(
        join(root, `${folder}node_modules/headwater/package.json`),
        JSON.stringify({ name: 'headwater', version }),
      );
    }
    writeFileSync(
      join(root, 'inner/package.json'),
      JSON.stringify({ name: 'inner', dependencies: { headwater: '9' } }),
    );
    writeFileSync(join(root, 'inner/x.ts'), RAW);
    await client.watched(join(root, 'inner/package.json'), 1);
    await client.open(at('inner/x.ts'), RAW);
    await client.projects.next(({ projects }) => projects.length === 2);
    expect(await client.lenses(at('inner/x.ts'))).toHaveLength(4);
    await expectUnharmed(all);
  });

  test('links in a circle, a folder by the name of a file, a file that is no text, one in UTF-16', async () => {
    const wide = Buffer.from(`\ufeff${RAW.replace('orders', 'wide')}`, 'utf16le');
    const all = await shop({
      'wide.ts': wide,
      'binary.ts': Uint8Array.from({ length: 9000 }, (_, n) => (n * 7919) % 256),
    });
    const { at, client, root } = all;
    symlinkSync(root, at('up'), 'junction');
    mkdirSync(at('x.ts'));
    writeFileSync(at('x.ts/y.ts'), RAW.replace('orders', 'inside'));
    await client.watched(at('x.ts'), 1);
    await client.watched(at('x.ts/y.ts'), 1);
    expect(await client.lenses(at('x.ts/y.ts'))).toHaveLength(4);
    expect(await client.lenses(at('wide.ts'))).toHaveLength(4);
    for (const file of ['x.ts', 'binary.ts', 'up/raw.ts', 'nowhere.ts']) await askAll(client, uri(at(file)), 1);
    await expectUnharmed(all);
  });

  test('a document whose file, folder and project go away under it', async () => {
    const { client, root, at } = await shop();
    await client.open(at('gold.ts'), readFileSync(at('gold.ts'), 'utf8'));
    expect(await client.lenses(at('gold.ts'))).toHaveLength(4);
    rmSync(root, { recursive: true });
    for (const file of ['gold.ts', 'raw.ts', 'package.json']) await client.watched(at(file), 3);
    await askAll(client, uri(at('gold.ts')));
    expect(await client.lenses(at('gold.ts'))).toEqual([]);
    expect(client.log).toEqual([]);
  });
});

/** As `webview/gallery/odd-scenes.ts` shows them. */
describe('the graph that a page is given', () => {
  test('V2: cycles are edges in it; what nothing declares and a key taken twice are errors beside it; names are as they are written', async () => {
    const names = [
      'إيرادات_يومية',
      'הכנסות',
      '👩‍👩‍👧‍👦',
      '</span><script>',
      'zero\u200Bwidth',
      'x'.repeat(200),
      '\u202Eturned',
    ];
    const { client } = await shop({
      'ring.ts': `${SDK}export const a = asset({ inputs: { c } }, ({ c }) => c);\nexport const b = asset({ inputs: { a } }, ({ a }) => a);\nexport const c = asset({ inputs: { b } }, ({ b }) => b);\n`,
      'self.ts': `${SDK}export const own = asset({ deps: [own] }, () => 1);\n`,
      'unknown.ts': `${SDK}export const lost = asset({ inputs: { nowhere } }, ({ nowhere }) => nowhere);\n`,
      'twice.ts': `${SDK}export const first = asset({ key: 'twice', group: 'one' }, () => 1);\nexport const second = asset({ key: 'twice', group: 'two' }, () => 2);\n`,
      'names.ts': `${SDK}${names.map((name, n) => `export const n${n} = asset({ key: ${JSON.stringify(name.split('/'))}, group: ${JSON.stringify(name)} }, () => 1);\n`).join('')}`,
    });
    const { delta, problems } = await client.graphs.next(() => true);
    const nodes = new Map(delta.upserted.map((node) => [node.key, node]));
    expect(findCycles(nodes.values())).toEqual([['a', 'b', 'c'], ['own']]);
    expect(nodes.get('lost')).toMatchObject({ inputs: {}, deps: [] });
    // The first in the order of the files is the node; the other one is told.
    expect(delta.upserted.filter(({ key }) => key === 'twice')).toMatchObject([{ group: 'one', line: 2 }]);
    for (const name of names) expect(nodes.get(name)).toMatchObject({ key: name, group: name });
    // Two cycles, one unknown input, and the key twice where it stands.
    expect(problems.errors).toBe(5);
  });
});
