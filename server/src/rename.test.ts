// Renaming an asset as an LSP client does: what is asked first, the edits, their grouping, refusals.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  ClientCapabilities,
  Location,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { MANIFEST, startClient, temporaryFolder, uri } from './test/client.ts';

const RAW = `import { asset } from 'headwater';
export const orders = asset(() => [1]);
`;
const KEYED = RAW.replace('asset(', "asset({ key: 'orders' }, ");
const REPORT = `import { asset, job } from 'headwater';
import { orders } from './raw';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders.length);
export const nightly = job('nightly', { selection: 'key:orders+' });
`;
const SPEC = `import { orders } from './raw';
void orders;
`;
const TSCONFIG = JSON.stringify({
  compilerOptions: { module: 'esnext', moduleResolution: 'bundler', noEmit: true, types: [] },
  include: ['src'],
});
const FILES = { 'package.json': MANIFEST, 'src/raw.ts': RAW, 'src/report.ts': REPORT };
const GROUPING: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } } },
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function shop(capabilities: ClientCapabilities = {}, files: Readonly<Record<string, string>> = FILES) {
  const folder = temporaryFolder(files);
  cleanups.push(folder.remove);
  const client = await startClient({ folders: [folder.root], capabilities });
  cleanups.push(client.stop);
  const paths = { raw: join(folder.root, 'src/raw.ts'), report: join(folder.root, 'src/report.ts') };
  const at = (path: string, line: number, character: number) => ({
    textDocument: { uri: uri(path) },
    position: { line, character },
  });
  return {
    client,
    folder,
    ...paths,
    at,
    prepare: (place: object) => client.connection.sendRequest('textDocument/prepareRename', place),
    rename: (place: object, newName: string) =>
      client.connection.sendRequest<WorkspaceEdit | null>('textDocument/rename', { ...place, newName }),
  };
}

function applied(
  at: string,
  edits: readonly TextEdit[],
  text: string = readFileSync(fileURLToPath(at), 'utf8'),
): string {
  return TextDocument.applyEdits(TextDocument.create(at, 'typescript', 1, text), [...edits]);
}

describe('L6: rename', () => {
  test('of the const: code, keys in strings and history, in groups, and the graph goes on with the new key', async () => {
    const { client, folder, raw, report, at, prepare, rename } = await shop(GROUPING, {
      ...FILES,
      'tsconfig.json': TSCONFIG,
      'src/raw.test.ts': SPEC,
    });
    expect(await prepare(at(report, 2, 41))).toEqual({
      range: { start: { line: 2, character: 40 }, end: { line: 2, character: 46 } },
      placeholder: 'orders',
    });
    const edit = await rename(at(report, 2, 41), 'sales');
    expect(edit?.changeAnnotations).toMatchObject({
      code: { label: 'Code' },
      text: { label: 'Keys in strings' },
      history: { label: 'History' },
    });
    const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    const spec = join(folder.root, 'src/raw.test.ts');
    const groups = changes.map(({ textDocument, edits }) => [
      textDocument,
      edits.map((each) => ('annotationId' in each ? each.annotationId : null)),
    ]);
    expect(groups).toEqual([
      [{ uri: uri(raw), version: null }, ['code', 'history']],
      [{ uri: uri(report), version: null }, ['code', 'code', 'text']],
      [{ uri: uri(spec), version: null }, ['code', 'code']],
    ]);
    const changed = changes.map(({ textDocument, edits }) => {
      return [textDocument.uri, applied(textDocument.uri, edits as TextEdit[])] as const;
    });
    expect(Object.fromEntries(changed)).toEqual({
      [uri(raw)]: RAW.replace('orders = asset(', "sales = asset({ renamedFrom: 'orders' }, "),
      [uri(report)]: REPORT.replace('import { orders }', 'import { sales }')
        .replace('inputs: { orders }', 'inputs: { orders: sales }')
        .replace('key:orders', 'key:sales'),
      [uri(spec)]: SPEC.replaceAll('orders', 'sales'),
    });
    for (const [each, text] of changed) folder.write(fileURLToPath(each).slice(folder.root.length + 1), text);
    for (const path of [raw, report]) await client.watched(path, 2);
    const { delta } = await client.graphs.next((message) => message.delta.upserted.some(({ key }) => key === 'sales'));
    expect(delta.removed).toEqual(['orders']);
    expect(delta.upserted.find(({ key }) => key === 'report')?.inputs).toEqual({ orders: 'sales' });
  });

  test('of a key, from a selection in unsaved text, for a client that knows neither versions nor groups', async () => {
    const { client, raw, report, at, prepare, rename } = await shop({}, { ...FILES, 'src/raw.ts': KEYED });
    const text = `// unsaved\n${REPORT}`;
    await client.open(report, text);
    expect(await prepare(at(report, 4, 58))).toMatchObject({ placeholder: 'orders' });
    const edit = await rename(at(report, 4, 58), 'crm/sales');
    expect(edit?.documentChanges).toBeUndefined();
    expect(applied(uri(raw), edit?.changes?.[uri(raw)] ?? [])).toBe(
      KEYED.replace("key: 'orders'", "key: ['crm', 'sales'], renamedFrom: 'orders'"),
    );
    expect(applied(uri(report), edit?.changes?.[uri(report)] ?? [], text)).toBe(
      text.replace('key:orders', 'key:crm/sales'),
    );
  });

  test('across projects: who reads it follows, from wherever it is asked', async () => {
    const lake = KEYED.replace("key: 'orders'", "group: 'raw'");
    const report = `import { asset, job } from 'headwater';
import { orders } from '../../lake/src/orders';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders.length);
export const nightly = job('nightly', { selection: '+key:report or key:"lake:orders"' });
`;
    const { client, folder, at, prepare, rename } = await shop(
      {},
      {
        'lake/package.json': MANIFEST.replace('shop', 'lake'),
        'lake/src/orders.ts': lake,
        'shop/package.json': MANIFEST,
        'shop/src/report.ts': report,
      },
    );
    const [declared, reads] = [join(folder.root, 'lake/src/orders.ts'), join(folder.root, 'shop/src/report.ts')];
    const expected = {
      [uri(declared)]: lake.replace(
        "orders = asset({ group: 'raw' }",
        "sales = asset({ group: 'raw', renamedFrom: 'orders' }",
      ),
      [uri(reads)]: report
        .replace('import { orders }', 'import { sales }')
        .replace('inputs: { orders }', 'inputs: { orders: sales }')
        .replace('lake:orders', 'lake:sales'),
    };
    expect(await prepare(at(reads, 3, 77))).toMatchObject({ placeholder: 'orders' });
    for (const place of [at(declared, 1, 14), at(reads, 1, 10), at(reads, 3, 77)]) {
      const edit = await rename(place, 'sales');
      const changed = Object.entries(edit?.changes ?? {}).map(([each, edits]) => [each, applied(each, edits)]);
      expect(Object.fromEntries(changed)).toEqual(expected);
    }
    const context = { includeDeclaration: true };
    for (const place of [at(declared, 1, 14), at(reads, 2, 71)]) {
      const found = await client.connection.sendRequest<Location[]>('textDocument/references', { ...place, context });
      const lines = found.map((each) => `${each.uri === uri(reads) ? 'shop' : 'lake'}:${each.range.start.line}`);
      expect(lines.sort()).toEqual(['lake:1', 'shop:1', 'shop:2', 'shop:2', 'shop:2', 'shop:3']);
    }
  });

  test('is left to others where no asset is named, and refused with a sentence where it would do harm', async () => {
    const { client, raw, report, at, prepare, rename } = await shop();
    for (const place of [at(report, 2, 56), at(report, 2, 70), at(report, 3, 14), at(report, 0, 3)]) {
      expect(await prepare(place)).toBeNull();
      expect(await rename(place, 'sales')).toBeNull();
    }
    await expect(rename(at(raw, 1, 14), 'report')).rejects.toThrow(
      'The key `report` is already that of the asset at src/report.ts:3. Choose another name.',
    );
    await client.open(report, REPORT.replace('selection:', 'selection'));
    await expect(rename(at(raw, 1, 14), 'sales')).rejects.toThrow(
      '`orders` cannot be renamed: src/report.ts does not parse.',
    );
  });
});
