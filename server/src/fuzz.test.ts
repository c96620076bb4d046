// Random editors: documents open, change and close, files come and go, everything is asked everywhere; at rest the server is as a new one.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { ResponseError } from 'vscode-languageserver/node';
import type { ClientCapabilities, Position } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { expect, test } from 'vitest';
import { MANIFEST, startClient, temporaryFolder, uri } from './test/client.ts';
import type { Client } from './test/client.ts';
import { requestsOf } from './test/every-request.ts';
import type { Ask } from './test/every-request.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** `FUZZ=n` runs n times as much. */
const times = Number(process.env['FUZZ'] ?? 1);

/** An editor that can everything. */
const capabilities: ClientCapabilities = {
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      resolveSupport: { properties: ['edit'] },
    },
    completion: { completionItem: { snippetSupport: true } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    rename: { prepareSupport: true, honorsChangeAnnotations: true },
    publishDiagnostics: { relatedInformation: true },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

const RAW =
  "import { asset } from 'headwater';\nexport const orders = asset(() => 1);\nexport const people = asset(() => [1]);\n";
const GOLD =
  "import { asset, assetCheck, job } from 'headwater';\nimport { orders, people } from './raw';\n\n/** Rows. */\nexport const report = asset(\n  { inputs: { orders, people }, group: 'gold', checks: ['full'] },\n  ({ orders }, ctx) => ctx.result(orders, { checks: { full: true } }),\n);\nexport const big = assetCheck(report, { blocking: true }, (report) => report > 1);\nexport const nightly = job('nightly', { selection: 'key:\"report\" or group:gold' });\n";
const TEXTS = [RAW, RAW, GOLD, GOLD, `export * from './raw';\n`, '', 'export const x = 1;\n'];
const CONFIGS = ['{}', '{ "include": ["src"] }', '{ "include": [', '{ "files": ["raw.ts"] }'];
const WORDS = ['orders', 'sales', '', '1x', 'report', 'a/b', "'"];
const PIECES = [
  '',
  'asset(',
  '{',
  '}',
  "'",
  '`',
  '\n',
  'orders',
  'inputs: { orders }, ',
  '/*',
  '😀',
  '\r\n',
  '\0',
  '\ud800',
];
const DOCUMENTS = ['raw.ts', 'gold.ts', 'src/index.ts', 'untitled:Untitled-1', 'elsewhere.txt'];

const position: fc.Arbitrary<Position> = fc.record({
  line: fc.oneof({ weight: 9, arbitrary: fc.nat(12) }, fc.constantFrom(1000, 2 ** 31 - 1)),
  character: fc.oneof({ weight: 9, arbitrary: fc.nat(60) }, fc.constantFrom(1000, 2 ** 31 - 1)),
});
const document = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('raw.ts', 'gold.ts') },
  fc.constantFrom(...DOCUMENTS),
);
const onDisk = (files: readonly string[], texts: readonly string[]) =>
  fc.record({
    do: fc.constant('disk' as const),
    file: fc.constantFrom(...files),
    text: fc.option(fc.constantFrom(...texts), { freq: 4 }),
  });
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), document, text: fc.constantFrom(...TEXTS) }) },
  fc.record({ do: fc.constant('close' as const), document }),
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      document,
      from: position,
      length: fc.nat(12),
      text: fc.constantFrom(...PIECES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.oneof(
      { weight: 5, arbitrary: onDisk(['raw.ts', 'gold.ts', 'src/index.ts'], TEXTS) },
      { weight: 2, arbitrary: onDisk(['tsconfig.json', 'src/tsconfig.json'], CONFIGS) },
      onDisk(['package.json'], [MANIFEST, '{ "name": "other", "dependencies": { "headwater": "*" } }', '{ "name":']),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      document,
      /** Anywhere, or on the n-th name. */
      at: fc.oneof(position, fc.nat(100)),
      word: fc.constantFrom(...WORDS),
      waits: fc.boolean(),
    }),
  },
  fc.record({
    do: fc.constant('move' as const),
    from: fc.constantFrom('raw.ts', 'gold.ts'),
    to: fc.constantFrom('src/index.ts', 'src/raw.ts', 'gold.ts'),
  }),
  fc.record({ do: fc.constant('rest' as const) }),
);

/** Cancelled, out of date, or refused in words; anything else is a bug. */
const ALLOWED: ReadonlySet<number> = new Set([-32800, -32801, -32802, -32803]);

function careful(client: Client, failures: unknown[]): Ask {
  return async (method, params) => {
    try {
      return await client.connection.sendRequest(method, params);
    } catch (error) {
      const isRefusal = error instanceof ResponseError && ALLOWED.has(error.code) && error.message !== '';
      if (!isRefusal) failures.push({ method, params, error: String(error) });
      return null;
    }
  };
}

type Diagnostics = ReadonlyMap<string, unknown>;

/** What the client shows now. */
function shown(client: Client): Diagnostics {
  const last = new Map<string, unknown>();
  for (const { uri, diagnostics } of client.published.all)
    if (diagnostics.length === 0) last.delete(uri);
    else last.set(uri, diagnostics);
  return new Map([...last].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Some diagnostics take their time: waits for more, as long as more comes. */
async function settled(client: Client, file: string, until: () => boolean): Promise<void> {
  await client.lenses(file);
  const deadline = AbortSignal.timeout(10_000);
  const late = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve()));
  while (!until() && !deadline.aborted)
    await Promise.race([client.published.next(() => true, client.published.all.length), late]);
}

function editor(client: Client, root: string, texts: Map<string, TextDocument>) {
  const uriOf = (name: string): string => (name.includes(':') ? name : uri(join(root, name)));
  const send = (method: string, params: object): Promise<void> =>
    client.connection.sendNotification(`textDocument/${method}`, params);
  return {
    uriOf,
    async open(name: string, text: string): Promise<void> {
      if (texts.has(name)) return;
      texts.set(name, TextDocument.create(uriOf(name), 'typescript', 1, text));
      await send('didOpen', { textDocument: { uri: uriOf(name), languageId: 'typescript', version: 1, text } });
    },
    async close(name: string): Promise<void> {
      if (texts.delete(name)) await send('didClose', { textDocument: { uri: uriOf(name) } });
    },
    async change(
      name: string,
      { text, range }: { readonly text: string; readonly range?: { start: Position; end: Position } },
    ) {
      const before = texts.get(name);
      if (before === undefined) return;
      const change = range === undefined ? { text } : { range, text };
      const version = before.version + 1;
      texts.set(name, TextDocument.update(before, [change], version));
      await send('didChange', { textDocument: { uri: uriOf(name), version }, contentChanges: [change] });
    },
  };
}

/** In a document that is not open, the names of the text that most files have. */
function nameAt(document: TextDocument | undefined, n: number): Position {
  const text = document ?? TextDocument.create('', '', 0, GOLD);
  const names = [...text.getText().matchAll(/\b(orders|people|report|big|gold)\b/g)];
  return text.positionAt(names[n % names.length]?.index ?? 0);
}

interface Move {
  readonly client: Client;
  readonly ask: Ask;
  readonly root: string;
  readonly here: ReturnType<typeof editor>;
  readonly texts: ReadonlyMap<string, TextDocument>;
}

/** As an editor moves a file: asked before, told after, its document under the new name. */
async function move({ client, ask, root, here, texts }: Move, from: string, to: string): Promise<void> {
  if (from === to || !existsSync(join(root, from)) || texts.has(to)) return;
  const files = [{ oldUri: here.uriOf(from), newUri: here.uriOf(to) }];
  await ask('workspace/willRenameFiles', { files });
  mkdirSync(dirname(join(root, to)), { recursive: true });
  renameSync(join(root, from), join(root, to));
  const text = texts.get(from)?.getText();
  await here.close(from);
  if (text !== undefined) await here.open(to, text);
  await client.connection.sendNotification('workspace/didRenameFiles', { files });
  await client.watched(join(root, from), 3);
  await client.watched(join(root, to), 1);
}

test('the server answers everything, and what it shows at rest is what a new one shows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 24 }), async (steps) => {
      const { root, remove } = temporaryFolder({ 'package.json': MANIFEST, 'raw.ts': RAW, 'gold.ts': GOLD });
      const client = await startClient({ folders: [root], capabilities });
      const texts = new Map<string, TextDocument>();
      const failures: unknown[] = [];
      const waiting: Promise<unknown>[] = [];
      const ask = careful(client, failures);
      const requests = requestsOf(client.can);
      const here = editor(client, root, texts);
      try {
        for (const each of steps) {
          if (each.do === 'open') await here.open(each.document, each.text);
          else if (each.do === 'close') await here.close(each.document);
          else if (each.do === 'move') await move({ client, ask, root, here, texts }, each.from, each.to);
          else if (each.do === 'rest') await client.lenses(join(root, 'raw.ts'));
          else if (each.do === 'change') {
            const end = { line: each.from.line, character: each.from.character + each.length };
            await here.change(each.document, { text: each.text, range: { start: each.from, end } });
          } else if (each.do === 'disk') {
            const path = join(root, each.file);
            if (each.text === null) rmSync(path, { force: true });
            else {
              mkdirSync(dirname(path), { recursive: true });
              writeFileSync(path, each.text);
            }
            await client.watched(path, each.text === null ? 3 : 2);
          } else {
            const position = typeof each.at === 'number' ? nameAt(texts.get(each.document), each.at) : each.at;
            const place = { uri: here.uriOf(each.document), position, word: each.word };
            const answers = requests.map((request) => request(ask, place));
            if (each.waits) await Promise.all(answers);
            else waiting.push(...answers);
          }
        }
        await Promise.all(waiting);
        expect(failures).toEqual([]);
        expect(client.log).toEqual([]);

        // What does not parse shows what it was, and that depends on the way.
        for (const name of [...texts.keys()]) await here.change(name, { text: name === 'raw.ts' ? RAW : GOLD });
        for (const name of ['raw.ts', 'gold.ts', 'src/index.ts']) await here.open(name, GOLD);
        const anew = await startClient({ folders: [root], capabilities });
        try {
          const there = editor(anew, root, new Map());
          for (const [name, text] of texts) await there.open(name, text.getText());
          const isSame = (): boolean => JSON.stringify([...shown(client)]) === JSON.stringify([...shown(anew)]);
          await settled(anew, join(root, 'raw.ts'), () => true);
          await settled(client, join(root, 'raw.ts'), isSame);
          await settled(anew, join(root, 'raw.ts'), isSame);
          expect(shown(client)).toEqual(shown(anew));
          expect(await client.lenses(join(root, 'gold.ts'))).toEqual(await anew.lenses(join(root, 'gold.ts')));
        } finally {
          await anew.stop();
        }
      } finally {
        await client.stop();
        remove();
      }
    }),
    { seed, numRuns: 12 * times },
  );
}, 300_000);
