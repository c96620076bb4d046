// In a real extension host: the catalogue view follows the cursor and the commands, keeps its hands off the keyboard, and answers no echo.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type {} from 'mocha';
import type { CatalogueElement } from '../src/catalogue-element.ts';
import type { ExtensionApi } from '../src/extension-api.ts';
import { lineOf, openFile, openProject, project, until } from './window.ts';

describe('the tree beside the graph', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await openProject();
    await vscode.commands.executeCommand('headwater.catalogue.focus');
  });

  const selectedRow = (key: string): Promise<CatalogueElement> =>
    until(() => {
      const [row] = api.catalogueView.selection;
      return row !== undefined && 'key' in row && row.key === key ? row : null;
    }, api.catalogueView.onDidChangeSelection);

  it('V6, V1: the cursor’s asset is selected in the tree, opened where it was closed, and nobody is told that a person did it', async () => {
    const told: string[] = [];
    const listening = api.onDidSelect(({ key }) => told.push(key));
    const editor = await openFile('src/gold.ts');
    const goTo = (text: string): void => {
      const at = new vscode.Position(lineOf('src/gold.ts', text) - 1, 0);
      editor.selection = new vscode.Selection(at, at);
    };
    goTo('goldRevenueByCategory');
    assert.equal((await selectedRow('goldRevenueByCategory')).type, 'asset');
    goTo('goldDailyRevenue');
    await selectedRow('goldDailyRevenue');
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
    await vscode.commands.executeCommand('headwater.showAsset', project, 'bronzeOrders');
    await selectedRow('bronzeOrders');
    await openFile('src/silver.ts');
    await selectedRow('silverOrdersEnriched');
    assert.deepEqual(told, []);
    listening.dispose();
  });

  it('V6: a row leads to what it reads and feeds; its command shows the code in passing, a second time to stay', async () => {
    const rows = async (below?: CatalogueElement): Promise<readonly CatalogueElement[]> =>
      (await api.catalogue.getChildren(below)) ?? [];
    const branches = await rows();
    const inBranches = (await Promise.all(branches.map((branch) => rows(branch)))).flat();
    const silver = inBranches.find((row) => row.type === 'asset' && row.key === 'silverOrdersEnriched');
    assert.ok(silver);
    const links = (await rows(silver)).filter(({ type }) => type === 'link');
    const labels = await Promise.all(links.map(async (link) => String((await api.catalogue.getTreeItem(link)).label)));
    assert.deepEqual(labels, [
      'reads bronzeOrders',
      'reads bronzeProducts',
      'reads bronzeCustomers',
      'feeds goldDailyRevenue',
      'feeds goldRevenueByCategory',
      'feeds goldRevenueBySegment',
      'feeds salesReport',
    ]);
    const item = await api.catalogue.getTreeItem(links[3] ?? silver);
    const run = (): Thenable<unknown> =>
      vscode.commands.executeCommand(item.command?.command ?? '', ...((item.command?.arguments as unknown[]) ?? []));
    const tab = (): vscode.Tab | undefined => vscode.window.tabGroups.activeTabGroup.activeTab;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await run();
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /gold\.ts$/);
    assert.equal(tab()?.isPreview, true);
    await Promise.all([run(), run()]);
    await until(() => tab()?.isPreview === false, vscode.window.tabGroups.onDidChangeTabs);
  });
});
