// Fixes, completion and inlay hints as an LSP client gets them from the real server.
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  ClientCapabilities,
  CodeAction,
  CompletionItem,
  CompletionList,
  Diagnostic,
  InlayHint,
  TextEdit,
} from 'vscode-languageserver/node';
import { STATUS_CHANGED } from './protocol.ts';
import type { LensStatus } from './protocol.ts';
import { MANIFEST, startClient, temporaryFolder, uri } from './test/client.ts';

const RAW = `import { asset } from 'headwater';
const orders = asset({ group: 'bronze', kinds: ['typescript'] }, () => [1]);
`;
const REPORT = `import { asset } from 'headwater';
import { orders } from './raw';

export const report = asset({ inputs: { orders } }, ({ orders }) => orders.length);
`;
const ACTIONS: ClientCapabilities = {
  textDocument: {
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } }, disabledSupport: true },
  },
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function shop(capabilities: ClientCapabilities = ACTIONS) {
  const folder = temporaryFolder({ 'package.json': MANIFEST, 'src/raw.ts': RAW, 'src/report.ts': REPORT });
  cleanups.push(folder.remove);
  const client = await startClient({ folders: [folder.root], capabilities });
  cleanups.push(client.stop);
  const [raw, report] = [join(folder.root, 'src/raw.ts'), join(folder.root, 'src/report.ts')] as const;
  return { client, root: folder.root, raw, report };
}

type Shop = Awaited<ReturnType<typeof shop>>;

function actionsAt(
  { client }: Pick<Shop, 'client'>,
  path: string,
  of: { readonly diagnostics?: readonly Diagnostic[]; readonly line: number; readonly only?: readonly string[] },
): Promise<CodeAction[]> {
  const { line, only, diagnostics = [] } = of;
  return client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: uri(path) },
    range: { start: { line, character: 0 }, end: { line, character: 80 } },
    context: { diagnostics, ...(only && { only }) },
  });
}

/** The text after its edits, as every editor would carry them out. */
function edited(text: string, edits: readonly TextEdit[] = []): string {
  return TextDocument.applyEdits(TextDocument.create('file:///a.ts', 'typescript', 1, text), [...edits]);
}

describe('code actions', () => {
  test('L3: a diagnostic has its fix, which is carried out and done with', async () => {
    const { client, raw, report } = await shop();
    await client.open(raw, RAW);
    await client.open(report, REPORT);
    const { diagnostics } = await client.published.next(
      (each) => each.uri === uri(raw) && each.diagnostics.some(({ code }) => code === 'unexported'),
    );
    const [action, ...others] = await actionsAt({ client }, raw, { line: 1, diagnostics });
    expect(others).toEqual([]);
    expect(action).toMatchObject({
      title: 'Export `orders`',
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'unexported' }],
      edit: { changes: { [uri(raw)]: [{ newText: 'export ' }] } },
    });
    const before = client.published.all.length;
    await client.change(raw, edited(RAW, action?.edit?.changes?.[uri(raw)]));
    await client.published.next((each) => each.uri === uri(raw) && each.diagnostics.length === 0, before);
  });

  test('of another file, with its version, where the client can carry that', async () => {
    const { client, raw, report } = await shop({
      ...ACTIONS,
      workspace: { workspaceEdit: { documentChanges: true } },
    });
    await client.open(report, REPORT);
    const [action] = await actionsAt({ client }, report, { line: 3 });
    expect(action?.title).toBe('Export `orders` in raw.ts');
    expect(action?.edit).toMatchObject({
      documentChanges: [{ textDocument: { uri: uri(raw), version: null }, edits: [{ newText: 'export ' }] }],
    });
  });

  test('all safe ones at once, when the editor asks for that', async () => {
    const { client, raw } = await shop();
    const text = `${RAW}const customers = asset({ deps: [orders] }, () => 1);\n`;
    await client.open(raw, text);
    expect((await actionsAt({ client }, raw, { line: 0 })).map(({ kind }) => kind)).toEqual([]);
    for (const only of ['source', 'source.fixAll', 'source.fixAll.headwater']) {
      const [all] = await actionsAt({ client }, raw, { line: 0, only: [only] });
      expect(all?.kind).toBe('source.fixAll.headwater');
      const fixed = edited(text, all?.edit?.changes?.[uri(raw)]);
      expect(fixed.match(/^export const \w+/gm)).toEqual(['export const orders', 'export const customers']);
    }
  });

  test('L9: what cannot be done says why, to clients that can show it', async () => {
    const text = `export function count(rows: number[]) {\n  return rows.length;\n}\n`;
    const { codeActionLiteralSupport } = ACTIONS.textDocument?.codeAction ?? {};
    const plain: ClientCapabilities = {
      textDocument: { codeAction: codeActionLiteralSupport ? { codeActionLiteralSupport } : {} },
    };
    for (const [capabilities, titles] of [
      [ACTIONS, ['Convert to an asset']],
      [plain, []],
    ] as const) {
      const { client, raw } = await shop(capabilities);
      await client.open(raw, text);
      const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: uri(raw) },
        range: { start: { line: 0, character: 17 }, end: { line: 0, character: 17 } },
        context: { diagnostics: [], only: ['refactor'] },
      });
      expect(actions.map(({ title }) => title)).toEqual(titles);
      expect(actions.every(({ disabled }) => disabled?.reason.includes('`rows`'))).toBe(true);
    }
  });

  test('none for a client that knows commands only', async () => {
    const { client, raw } = await shop({});
    await client.open(raw, RAW);
    expect(await actionsAt({ client }, raw, { line: 1 })).toEqual([]);
  });
});

describe('inlay hints', () => {
  const statuses: readonly LensStatus[] = [
    { key: 'orders', text: 'stale: its code changed', stored: '2 h ago · 1,204 rows', isStale: true },
    { key: 'customers', text: 'fresh, just now', stored: 'just now · 3 rows' },
    { key: 'never', text: 'never materialized' },
  ];
  const TEXT = `import { asset } from 'headwater';
export const orders = asset(() => 1);
export const customers = asset(() => 1);
export const never = asset(() => 1);
export const report = asset({ inputs: { orders, all: customers }, deps: [never] }, ({ orders, all }) => [orders, all]);
`;

  function hintsOf({ client }: Pick<Shop, 'client'>, path: string): Promise<InlayHint[]> {
    return client.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri: uri(path) },
      range: { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } },
    });
  }

  async function shown(capabilities: ClientCapabilities) {
    const at = await shop(capabilities);
    await at.client.open(at.raw, TEXT);
    expect(await hintsOf(at, at.raw)).toEqual([]);
    await at.client.connection.sendNotification(STATUS_CHANGED, { project: at.root, statuses });
    return at;
  }

  test('L8: age and size of the stored value behind each input, marked when stale', async () => {
    const at = await shown({ workspace: { inlayHint: { refreshSupport: true } } });
    await at.client.refreshes.next((each) => each === 'inlayHint');
    const hints = await hintsOf(at, at.raw);
    expect(hints.map(({ position, label }) => [position.line, position.character, label])).toEqual([
      [4, 46, '2 h ago · 1,204 rows · stale'],
      [4, 62, 'just now · 3 rows'],
    ]);
    expect(hints[0]).toMatchObject({ paddingLeft: true, tooltip: 'orders: stale: its code changed' });
  });

  test('L8: none while the setting is off, and again when it is on', async () => {
    const answers = [false, true];
    const at = await shop({
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        inlayHint: { refreshSupport: true },
      },
    });
    const asked: unknown[] = [];
    at.client.connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => {
      asked.push(...items);
      return [answers.shift()];
    });
    await at.client.open(at.raw, TEXT);
    await at.client.connection.sendNotification(STATUS_CHANGED, { project: at.root, statuses });
    await at.client.refreshes.next((each) => each === 'inlayHint');
    expect(await hintsOf(at, at.raw)).toEqual([]);
    await at.client.registered.next((method) => method === 'workspace/didChangeConfiguration');
    const before = at.client.refreshes.all.length;
    await at.client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await at.client.refreshes.next((each) => each === 'inlayHint', before);
    expect(await hintsOf(at, at.raw)).toHaveLength(2);
    expect(asked[0]).toEqual({ scopeUri: uri(at.raw), section: 'headwater.inlayHints' });
  });
});

describe('completion', () => {
  test('L7: an asset of another file, while typing, with its import and what is said of it', async () => {
    const { client, raw, report } = await shop();
    await client.open(raw, RAW.replace('const orders', '/** What was sold. */\nexport const orders'));
    const text = `import { asset } from 'headwater';\nexport const report = asset({ inputs: { or\n`;
    await client.open(report, text);
    const { items, isIncomplete } = await client.connection.sendRequest<CompletionList>('textDocument/completion', {
      textDocument: { uri: uri(report) },
      position: { line: 1, character: 41 },
    });
    expect(isIncomplete).toBe(false);
    const [orders, ...others] = items;
    expect(others).toEqual([]);
    expect(orders).toMatchObject({ label: 'orders', labelDetails: { description: './raw.ts · bronze' } });
    const edits = [...(orders?.additionalTextEdits ?? []), orders?.textEdit as TextEdit];
    expect(edited(text, edits)).toBe(
      `import { asset } from 'headwater';\nimport { orders } from './raw.ts';\nexport const report = asset({ inputs: { orders\n`,
    );
    expect(orders?.documentation).toBeUndefined();
    const told = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', orders);
    expect(told).toMatchObject({
      detail: 'src/raw.ts',
      documentation: { value: expect.stringContaining('What was sold.') },
    });
  });

  test('L7: the words of a selection; nothing where TypeScript answers', async () => {
    const { client, raw } = await shop();
    const text = `import { asset, job } from 'headwater';
export const orders = asset({ group: 'bronze' }, () => 1);
export const nightly = job('nightly', { selection: 'group:' });
`;
    await client.open(raw, text);
    const at = async (line: number, character: number): Promise<CompletionItem[]> => {
      const list = await client.connection.sendRequest<CompletionList>('textDocument/completion', {
        textDocument: { uri: uri(raw) },
        position: { line, character },
      });
      return list.items;
    };
    const [bronze] = await at(2, 58);
    expect(edited(text, [bronze?.textEdit as TextEdit])).toContain("selection: 'group:bronze' }");
    expect(await at(1, 55)).toEqual([]);
    expect(await at(0, 5)).toEqual([]);
  });
});
