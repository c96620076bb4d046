// Moving around in a project as an LSP client does: definition, references, highlights, symbols, lineage as calls.
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  ClientCapabilities,
  DocumentHighlight,
  DocumentSymbol,
  Location,
  LocationLink,
  Range,
  WorkspaceSymbol,
} from 'vscode-languageserver/node';
import { MANIFEST, startClient, temporaryFolder, uri } from './test/client.ts';

const RAW = `import { asset } from 'headwater';
export const orders = asset({ group: 'bronze' }, () => [1]);
export const customers = asset({ key: ['crm', 'customers'] }, () => ['ann']);
`;
const REPORT = `import { asset, assetCheck, job, multiAsset, output } from 'headwater';
import { customers, orders } from './raw';

export const report = asset({ inputs: { orders, people: customers } }, ({ orders, people }) => orders.length + people.length);
export const notEmpty = assetCheck(report, () => ({ passed: true }));
export const { users } = multiAsset({ outputs: { users: output() }, deps: [report] }, async function* (ctx) {});
export const nightly = job('nightly', { selection: 'key:orders or key:"crm/customers"+' });
`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function shop(capabilities: ClientCapabilities = {}) {
  const folder = temporaryFolder({ 'package.json': MANIFEST, 'src/raw.ts': RAW, 'src/report.ts': REPORT });
  cleanups.push(folder.remove);
  const client = await startClient({ folders: [folder.root], capabilities });
  cleanups.push(client.stop);
  const paths = { raw: join(folder.root, 'src/raw.ts'), report: join(folder.root, 'src/report.ts') };
  const texts = new Map([
    [uri(paths.raw), RAW],
    [uri(paths.report), REPORT],
  ]);
  /** `file:line:text` */
  const shown = ({ uri: at, range }: Location): string => {
    const line = texts.get(at)?.split('\n')[range.start.line] ?? '';
    const name = at === uri(paths.raw) ? 'raw' : 'report';
    return `${name}:${range.start.line}:${line.slice(range.start.character, range.end.character)}`;
  };
  /** What stands at the n-th time this text occurs in a file. */
  const at = (path: string, text: string, nth = 0) => {
    const lines = (texts.get(uri(path)) ?? '').split('\n');
    const all = lines.flatMap((line, index) =>
      [...line.matchAll(new RegExp(text, 'g'))].map((match) => ({ line: index, character: match.index + 1 })),
    );
    return { textDocument: { uri: uri(path) }, position: all[nth] ?? { line: 0, character: 0 } };
  };
  return { client, folder, ...paths, texts, shown, at };
}

describe('L5: definition', () => {
  test('also from a key in a selection', async () => {
    const { client, raw, report, at } = await shop();
    await client.open(report, REPORT);
    const ask = (text: string, nth = 0) =>
      client.connection.sendRequest<Location | null>('textDocument/definition', at(report, text, nth));
    expect(await ask('orders or')).toMatchObject({ uri: uri(raw), range: { start: { line: 1, character: 13 } } });
    expect(await ask('crm/customers')).toMatchObject({ uri: uri(raw), range: { start: { line: 2, character: 13 } } });
    expect(await ask('nightly')).toBeNull();
  });

  test('with the ranges of TypeScript for a client that knows links', async () => {
    const { client, raw, report, at } = await shop({ textDocument: { definition: { linkSupport: true } } });
    const links = await client.connection.sendRequest<LocationLink[]>(
      'textDocument/definition',
      at(report, 'orders', 3),
    );
    const [, line = ''] = RAW.split('\n');
    expect(links).toEqual([
      {
        targetUri: uri(raw),
        targetRange: { start: { line: 1, character: 0 }, end: { line: 1, character: line.length } },
        targetSelectionRange: { start: { line: 1, character: 13 }, end: { line: 1, character: 19 } },
        originSelectionRange: { start: { line: 3, character: 95 }, end: { line: 3, character: 101 } },
      },
    ]);
  });
});

describe('L5: references', () => {
  const references = async (
    { client, shown }: Pick<Awaited<ReturnType<typeof shop>>, 'client' | 'shown'>,
    at: object,
    includeDeclaration: boolean,
  ): Promise<string[]> => {
    const context = { includeDeclaration };
    const found = await client.connection.sendRequest<Location[] | null>('textDocument/references', { ...at, context });
    return (found ?? []).map(shown).sort();
  };

  test('in code and in strings, with and without the declaration', async () => {
    const shopped = await shop();
    const inCode = ['report:1:orders', 'report:3:orders', 'report:3:orders', 'report:3:orders', 'report:6:orders'];
    expect(await references(shopped, shopped.at(shopped.raw, 'orders'), true)).toEqual(['raw:1:orders', ...inCode]);
    expect(await references(shopped, shopped.at(shopped.report, 'orders or'), false)).toEqual(inCode);
    // A key literal goes with the declaration.
    const at = shopped.at(shopped.report, 'crm/customers');
    const uses = ['report:1:customers', 'report:3:customers', 'report:3:people', 'report:3:people', 'report:3:people'];
    expect(await references(shopped, at, false)).toEqual([...uses, 'report:6:"crm/customers"']);
    expect(await references(shopped, at, true)).toEqual([
      "raw:2:['crm', 'customers']",
      'raw:2:customers',
      ...uses,
      'report:6:"crm/customers"',
    ]);
  });

  test('of what is no asset: no answer, so that others may have one', async () => {
    const { client, report, at } = await shop();
    const context = { includeDeclaration: true };
    const asked = { ...at(report, 'nightly'), context };
    expect(await client.connection.sendRequest('textDocument/references', asked)).toBeNull();
  });
});

test('a question that is given up is answered with the cancellation error, not with nothing', async () => {
  const { client, report, at } = await shop();
  const source = new CancellationTokenSource();
  const params = { ...at(report, 'orders'), context: { includeDeclaration: true } };
  const answer = client.connection.sendRequest('textDocument/references', params, source.token);
  source.cancel();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
});

test('L5: highlights of the file, the declaration as written', async () => {
  const { client, raw, report, at, shown } = await shop();
  const ask = (where: object) =>
    client.connection.sendRequest<DocumentHighlight[] | null>('textDocument/documentHighlight', where);
  const inReport = await ask(at(report, 'orders', 1));
  expect(inReport?.map(({ range, kind }) => `${shown({ uri: uri(report), range })} ${kind ?? ''}`)).toEqual([
    'report:1:orders 2',
    'report:3:orders 2',
    'report:3:orders 2',
    'report:3:orders 2',
    'report:6:orders 2',
  ]);
  expect((await ask(at(raw, 'orders')))?.map(({ kind }) => kind)).toEqual([3]);
  expect(await ask(at(report, 'nightly'))).toBeNull();
});

describe('L5: symbols', () => {
  test('of a document, also while it does not parse', async () => {
    const { client, report } = await shop();
    const ask = () =>
      client.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
        textDocument: { uri: uri(report) },
      });
    const names = (symbols: readonly DocumentSymbol[]): unknown[] =>
      symbols.map(({ name, detail, selectionRange, children = [] }) => [
        name,
        detail,
        selectionRange.start.line,
        ...(children.length > 0 ? [names(children)] : []),
      ]);
    expect(names(await ask())).toEqual([
      ['report', 'default', 3],
      ['notEmpty', 'report', 4],
      ['{ users }', undefined, 5, [['users', undefined, 5]]],
      ['nightly', 'key:orders or key:"crm/customers"+', 6],
    ]);
    await client.open(report, REPORT);
    await ask();
    await client.change(report, 'const broken = (;\n\n', { line: 2, from: 0, to: 0 });
    expect((await ask()).map(({ name, range }) => `${name} ${range.start.line}`)).toEqual([
      'report 5',
      'notEmpty 6',
      '{ users } 7',
      'nightly 8',
    ]);
  });

  test('of the workspace: assets and jobs, the best first', async () => {
    const { client, raw } = await shop();
    const ask = async (query: string) => {
      const found = await client.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query });
      return found.map(({ name }) => name);
    };
    expect(await ask('ORD')).toEqual(['orders']);
    expect(await ask('cust')).toEqual(['crm/customers']);
    expect(await ask('r')).toEqual(['report', 'users', 'orders', 'crm/customers']);
    expect(await ask('')).toHaveLength(5);
    expect(await ask('zzz')).toEqual([]);
    await client.open(raw, `\n${RAW}`);
    const [symbol] = await client.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query: 'orders' });
    expect(symbol?.location).toEqual({
      uri: uri(raw),
      range: { start: { line: 2, character: 13 }, end: { line: 2, character: 13 } },
    });
  });
});

describe('L5: lineage as a call hierarchy', () => {
  test('goes on into other projects, both ways', async () => {
    const folder = temporaryFolder({
      'lake/package.json': MANIFEST.replace('shop', 'lake'),
      'lake/src/raw.ts': `import { asset } from 'headwater';
export const files = asset(() => [1]);
export const orders = asset({ inputs: { files } }, ({ files }) => files);
`,
      'shop/package.json': MANIFEST,
      'shop/src/report.ts': `import { asset } from 'headwater';
import { orders } from '../../lake/src/raw';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders.length);
`,
    });
    cleanups.push(folder.remove);
    const client = await startClient({ folders: [folder.root] });
    cleanups.push(client.stop);
    const [lake, report] = [join(folder.root, 'lake/src/raw.ts'), join(folder.root, 'shop/src/report.ts')];
    const { connection } = client;
    const prepare = async (path: string, line: number, character: number): Promise<CallHierarchyItem | undefined> => {
      const where = { textDocument: { uri: uri(path) }, position: { line, character } };
      const items = await connection.sendRequest<CallHierarchyItem[] | null>(
        'textDocument/prepareCallHierarchy',
        where,
      );
      return items?.[0];
    };
    const item = await prepare(lake, 2, 14);
    const incoming = await connection.sendRequest<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item });
    expect(incoming.map(({ from, fromRanges }) => [from.name, from.uri, fromRanges[0]?.start])).toEqual([
      ['report', uri(report), { line: 2, character: 40 }],
    ]);
    const reader = await prepare(report, 2, 14);
    const [above] = await connection.sendRequest<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', {
      item: reader,
    });
    expect([above?.to.name, above?.to.uri]).toEqual(['lake:orders', uri(lake)]);
    const further = await connection.sendRequest<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', {
      item: above?.to,
    });
    expect(further.map(({ to, fromRanges }) => [to.name, fromRanges[0]?.start])).toEqual([
      ['files', { line: 2, character: 40 }],
    ]);
  });

  test('outgoing is upstream, incoming is downstream, with the places that name it', async () => {
    const { client, raw, report, at, shown } = await shop();
    const prepare = (where: object) =>
      client.connection.sendRequest<CallHierarchyItem[] | null>('textDocument/prepareCallHierarchy', where);
    const inReport = (ranges: readonly Range[]): string[] => ranges.map((range) => shown({ uri: uri(report), range }));
    const [item] = (await prepare(at(report, 'report = '))) ?? [];
    expect(item).toMatchObject({ name: 'report', uri: uri(report), detail: 'default' });
    const outgoing = await client.connection.sendRequest<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', {
      item,
    });
    expect(outgoing.map(({ to, fromRanges }) => [to.name, to.uri === uri(raw), inReport(fromRanges)])).toEqual([
      ['orders', true, ['report:3:orders']],
      ['crm/customers', true, ['report:3:people', 'report:3:customers']],
    ]);
    const incoming = await client.connection.sendRequest<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', {
      item,
    });
    expect(incoming.map(({ from, fromRanges }) => [from.name, inReport(fromRanges)])).toEqual([
      ['users', ['report:5:report']],
    ]);
    // From a key in a string, and again from an item.
    const [orders] = (await prepare(at(report, 'orders or'))) ?? [];
    expect(orders?.name).toBe('orders');
    expect(await prepare(at(report, 'nightly'))).toBeNull();
  });
});
