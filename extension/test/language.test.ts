// In a real extension host, beside TypeScript's own providers: hover, lineage as call hierarchy, rename, completion, symbols.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type {} from 'mocha';
import type { ExtensionApi } from '../src/extension-api.ts';
import { lensesOf, openFile, openProject, pathOf, until, writeFile } from './window.ts';

const uriOf = (file: string): vscode.Uri => vscode.Uri.file(pathOf(file));

/** Where a text stands in an editor, one letter in. */
function placeOf(editor: vscode.TextEditor, text: string): vscode.Position {
  const at = editor.document.getText().indexOf(text);
  assert.ok(at >= 0, `${editor.document.uri.fsPath} has no "${text}"`);
  return editor.document.positionAt(at + 1);
}

/** `file: old → new` of each edit, sorted. */
function editsOf(edit: vscode.WorkspaceEdit, texts: ReadonlyMap<string, vscode.TextDocument>): string[] {
  return edit
    .entries()
    .flatMap(([uri, edits]) =>
      edits.map(({ range, newText }) => {
        const old = texts.get(uri.fsPath)?.getText(range) ?? '';
        return `${vscode.workspace.asRelativePath(uri)}: ${old} → ${newText.trim()}`;
      }),
    )
    .sort();
}

describe('language features', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await openProject();
  });

  it('L4: a hover says what an asset is and makes', async () => {
    const editor = await openFile('src/silver.ts');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      placeOf(editor, 'bronzeOrders, bronzeProducts, bronzeCustomers }'),
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((each) => (typeof each === 'string' ? each : each.value)),
    );
    assert.ok(
      texts.some((text) => text.includes('**bronzeOrders** · group `bronze`')),
      texts.join('\n---\n'),
    );
  });

  it('L5: lineage is a call hierarchy, up and down', async () => {
    const editor = await openFile('src/silver.ts');
    const [item] = await vscode.commands.executeCommand<vscode.CallHierarchyItem[]>(
      'vscode.prepareCallHierarchy',
      editor.document.uri,
      placeOf(editor, 'silverOrdersEnriched'),
    );
    assert.equal(item?.name, 'silverOrdersEnriched');
    const outgoing = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
      'vscode.provideOutgoingCalls',
      item,
    );
    assert.deepEqual(outgoing.map(({ to }) => to.name).sort(), ['bronzeCustomers', 'bronzeOrders', 'bronzeProducts']);
    const incoming = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
      'vscode.provideIncomingCalls',
      item,
    );
    assert.ok(incoming.some(({ from }) => from.name === 'goldDailyRevenue'));
  });

  it('L6: a rename of an asset is Headwater’s, with its history; of a parameter it is TypeScript’s', async () => {
    const text =
      "import { asset, job } from 'headwater';\n\nexport const parcels = asset(() => [{ id: 1 }]);\nexport const late = asset({ inputs: { parcels } }, ({ parcels }) => parcels);\nexport const nightly = job('nightly', { selection: '+\"parcels\"' });\n";
    const remove = writeFile('src/parcels.ts', text);
    const editor = await openFile('src/parcels.ts');
    await until(async () => (await lensesOf('src/parcels.ts')).length === 8, api.onDidChange);
    const rename = (place: vscode.Position, name: string): Thenable<vscode.WorkspaceEdit> =>
      vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', uriOf('src/parcels.ts'), place, name);
    const texts = new Map([[editor.document.uri.fsPath, editor.document]]);
    const ours = editsOf(await rename(placeOf(editor, 'parcels'), 'packages'), texts);
    assert.ok(
      ours.some((each) => each.includes('renamedFrom')),
      ours.join('\n'),
    );
    assert.ok(ours.some((each) => each.endsWith('parcels → packages')));
    const theirs = editsOf(await rename(placeOf(editor, 'id: 1'), 'number'), texts);
    assert.ok(theirs.length > 0 && theirs.every((each) => !each.includes('renamedFrom')), theirs.join('\n'));
    await remove();
  });

  it('L7: an asset that is not imported yet is completed with its import', async () => {
    const remove = writeFile(
      'src/next.ts',
      "import { asset } from 'headwater';\n\nexport const next = asset({ deps: [ ] }, () => undefined);\n",
    );
    const editor = await openFile('src/next.ts');
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      placeOf(editor, ' ] }'),
    );
    const found = items.find(({ label }) => (typeof label === 'string' ? label : label.label) === 'goldDailyRevenue');
    assert.ok(found?.additionalTextEdits?.some(({ newText }) => newText.includes("from './gold")));
    await remove();
  });

  it('L5: an asset is found by its key in the whole workspace', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'goldRevBySeg',
    );
    assert.ok(symbols.some(({ name }) => name === 'goldRevenueBySegment'));
  });
});
