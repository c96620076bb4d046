// In a real extension host: an entry of the Lineage page's menu goes to the page, and what the page asks for then is run.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type {} from 'mocha';
import type { ExtensionApi } from '../src/extension-api.ts';
import { openProject, project, until } from './window.ts';

describe('the menu of the Lineage page', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await openProject();
  });

  it('V4: an entry makes the page have what is chosen there materialized with all above it', async () => {
    const timeOf = (key: string) =>
      api.status(project).find((each) => each.key === key)?.lastMaterialization?.time ?? '';
    const keys = ['bronzeOrders', 'bronzeProducts', 'bronzeCustomers', 'silverOrdersEnriched'];
    const before = keys.map(timeOf);
    await vscode.commands.executeCommand('headwater.showAsset', project, 'silverOrdersEnriched');
    await vscode.commands.executeCommand('headwater.openLineage');
    await vscode.commands.executeCommand('headwater.graph.materializeUpstream', { webview: 'headwater.lineagePanel' });
    const isNew = (key: string, index: number) => timeOf(key) > (before[index] ?? '');
    await until(() => keys.every(isNew), api.onDidChange);
    const status = api.status(project).find(({ key }) => key === 'silverOrdersEnriched')?.status;
    assert.equal(status, 'fresh');
  });
});
