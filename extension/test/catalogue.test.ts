// In a real extension host: the catalogue's rows follow runs and sources, and what is forgotten is gone from the disk.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import * as vscode from 'vscode';
import type {} from 'mocha';
import type { CatalogueElement } from '../src/catalogue-element.ts';
import type { ExtensionApi } from '../src/extension-api.ts';
import type { FinishedRun } from '../src/run-book.ts';
import { lensesOf, openFile, openProject, pathOf, project, replaceText, save, until, writeFile } from './window.ts';

describe('catalogue', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await openProject();
    await vscode.commands.executeCommand('headwater.catalogue.focus');
  });
  after(() => vscode.commands.executeCommand('headwater.catalogueByGroup'));

  interface Row {
    readonly words: string;
    readonly spoken: string;
    readonly element: CatalogueElement;
    readonly item: vscode.TreeItem;
  }

  /** Every row with everything open: `bronze`, `bronze/customers`. */
  async function rows(below?: CatalogueElement, path = ''): Promise<ReadonlyMap<string, Row>> {
    const found = new Map<string, Row>();
    for (const element of (await api.catalogue.getChildren(below)) ?? []) {
      const item = await api.catalogue.getTreeItem(element);
      const name = `${path}${String(item.label)}`;
      const { description, accessibilityInformation } = item;
      found.set(name, { words: String(description), spoken: accessibilityInformation?.label ?? '', element, item });
      for (const each of await rows(element, `${name}/`)) found.set(...each);
    }
    return found;
  }

  const rowSays = (name: string, words: RegExp): Promise<Row> =>
    until(
      async () => {
        const row = (await rows()).get(name);
        return row !== undefined && words.test(row.words) ? row : null;
      },
      api.onDidChange,
      api.catalogue.onDidChangeTreeData ?? api.onDidChange,
    );
  const gone = (name: string): Promise<true> =>
    until(async () => !(await rows()).has(name), api.onDidChange, api.catalogue.onDidChangeTreeData ?? api.onDidChange);

  const filesOf = (key: string): string[] =>
    readdirSync(pathOf('.headwater/values'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.includes(key),
    );

  /** Answers the next modal question with one of its buttons, or none; gives what was asked. */
  function answering(action: string | undefined): { readonly asked: string[]; restore(): void } {
    const { window } = vscode;
    const original = window.showWarningMessage;
    const asked: string[] = [];
    // The window of a test has nobody who clicks.
    const answer = async (message: string, { detail }: vscode.MessageOptions): Promise<string | undefined> => {
      asked.push(message, detail ?? '');
      return action;
    };
    Object.assign(window, { showWarningMessage: answer });
    return { asked, restore: () => void Object.assign(window, { showWarningMessage: original }) };
  }

  it('R8, F17: a row is materialized, its definition goes, and its stored data only after a yes', async () => {
    const text =
      "import { asset } from 'headwater';\n\nexport const keepsake = asset({ group: 'archive' }, () => [{ a: 1 }, { a: 2 }]);\n";
    const remove = writeFile('src/keepsake.ts', text);
    const editor = await openFile('src/keepsake.ts');
    await until(async () => (await lensesOf('src/keepsake.ts')).length === 4, api.onDidChange);
    const never = await rowSays('archive/keepsake', /^(unknown|never materialized)$/);
    assert.match(never.spoken, /^keepsake, (unknown|never materialized), group archive$/);
    const ended = await vscode.commands.executeCommand<FinishedRun | null>('headwater.materializeAsset', never.element);
    assert.equal(ended?.outcome, 'success');
    const fresh = await rowSays('archive/keepsake', /^fresh, .*, 2 rows$/);
    assert.equal(fresh.element, never.element);
    assert.equal(fresh.item.contextValue, 'asset');
    await vscode.commands.executeCommand('headwater.catalogueByStatus');
    await rowSays('Fresh/keepsake', /^archive · .*, 2 rows$/);
    await vscode.commands.executeCommand('headwater.catalogueByGroup');

    await replaceText(editor, '{ a: 2 }', '{ a: 3 }');
    await save(editor.document);
    const stale = await rowSays('archive/keepsake', /^stale: /);
    const cause = [...(await rows())].find(([name]) => name.startsWith('archive/keepsake/'))?.[1];
    assert.match(cause?.words ?? '', /^src\/keepsake\.ts:3$/);
    assert.equal(stale.item.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);

    await replaceText(editor, editor.document.getText().split('\n')[2] ?? '', 'export const nothing = 1;');
    await save(editor.document);
    const orphan = await rowSays('Orphaned/keepsake', /^[\d.]+ (kB|bytes) · was src\/keepsake\.ts:3$/);
    assert.equal(orphan.item.contextValue, 'orphan');
    assert.ok(filesOf('keepsake').length > 0, 'its value is on the disk');

    const no = answering(undefined);
    assert.equal(await vscode.commands.executeCommand('headwater.forgetAsset', orphan.element), false);
    no.restore();
    assert.match(
      no.asked.join('\n'),
      /^Delete the stored data of keepsake\?\n1 value, .*\. This cannot be undone\.\nIts history is kept\.$/s,
    );
    assert.ok(filesOf('keepsake').length > 0, 'a no deletes nothing');

    const yes = answering('Delete');
    assert.equal(await vscode.commands.executeCommand('headwater.forgetAsset', orphan.element), true);
    yes.restore();
    await gone('Orphaned/keepsake');
    assert.deepEqual(filesOf('keepsake'), []);
    assert.ok(!api.status(project).some(({ key }) => key === 'keepsake'));
    await remove();
  });
});
