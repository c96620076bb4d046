// In a real extension host: what runs by itself is switched by a command and follows by itself, and partitions are made from the editor.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type {} from 'mocha';
import type { AutomationElement } from '../src/automation-element.ts';
import type { ExtensionApi } from '../src/extension-api.ts';
import type { FinishedRun } from '../src/run-book.ts';
import { lensesOf, openFile, openProject, project, until, writeFile } from './window.ts';

const FILE = 'src/by-itself.ts';
const PARTITIONS = Array.from({ length: 60 }, (_, index) => `part${index}`);
const TEXT = `import { asset, automation, partitions } from 'headwater';

export const watched = asset(() => [Math.random()]);

export const copied = asset({ inputs: { watched }, automation: automation.eager() }, ({ watched }) => watched);

export const measured = asset({ inputs: { copied }, automation: automation.eager() }, ({ copied }) => copied.length);

const parts = partitions.static(${JSON.stringify(PARTITIONS)});

export const sliced = asset({ partitions: parts }, async (ctx) => {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return [ctx.partitionKey];
});
`;

describe('automation', () => {
  let api: ExtensionApi;
  let remove: () => Promise<void>;
  before(async () => {
    api = await openProject();
    remove = writeFile(FILE, TEXT);
    await openFile(FILE);
    await until(async () => (await lensesOf(FILE)).length === 16, api.onDidChange);
    await vscode.commands.executeCommand('headwater.automation.focus');
  });
  after(async () => {
    if (api.automation(project)?.on === true) await vscode.commands.executeCommand('headwater.toggleAutomation');
    await remove();
  });

  const statusOf = (key: string) => api.status(project).find((status) => status.key === key);
  const materialize = (key: string, partitions?: readonly string[]) =>
    vscode.commands.executeCommand<FinishedRun | null>('headwater.materializeAsset', project, key, partitions);

  interface Row {
    readonly element: AutomationElement;
    readonly item: vscode.TreeItem;
    readonly words: string;
  }

  async function rows(below?: AutomationElement): Promise<Row[]> {
    const { automationTree } = api;
    const found: Row[] = [];
    for (const element of (await automationTree.getChildren(below)) ?? []) {
      const item = await automationTree.getTreeItem(element);
      found.push({ element, item, words: `${String(item.label)}: ${String(item.description)}` });
    }
    return found;
  }
  const rowBelow = async (branch: string, words: RegExp): Promise<Row | null> => {
    const found = (await rows()).find(({ item }) => item.label === branch);
    return (found && (await rows(found.element)).find((row) => words.test(row.words))) ?? null;
  };

  it('R6: switched on by a command, what is eager follows by itself, and its tree says why', async () => {
    await until(() => api.automation(project)?.assets.some(({ key }) => key === 'measured') === true, api.onDidChange);
    assert.equal(api.automation(project)?.on, false);
    assert.equal((await rows())[0]?.words, 'Automation is off: nothing runs by itself');

    await vscode.commands.executeCommand('headwater.toggleAutomation');
    await until(() => api.automation(project)?.on === true, api.onDidChange);
    assert.match((await rows())[0]?.words ?? '', /^Automation is on: /);
    assert.equal((await materialize('watched'))?.outcome, 'success');
    await until(() => statusOf('measured')?.status === 'fresh', api.onDidChange);
    assert.equal(statusOf('copied')?.status, 'fresh');
    assert.equal(statusOf('copied')?.lastMaterialization?.run, statusOf('measured')?.lastMaterialization?.run);

    const row = await until(() => rowBelow('Assets', /^measured: ./), api.onDidChange);
    const [condition] = await rows(row.element);
    assert.match(condition?.words ?? '', /(yes|no)/);
    assert.ok(condition && (await rows(condition.element)).length > 0, 'a condition opens into what it is made of');
    const again = await rowBelow('Assets', /^measured: /);
    assert.equal(again?.item.id, row.item.id);

    await vscode.commands.executeCommand('headwater.toggleAutomation');
    await until(() => api.automation(project)?.on === false, api.onDidChange);
    assert.equal((await rows())[0]?.item.contextValue, 'automation-off');
  });

  it('R7: one partition is made by itself, all of them as a backfill that is seen and cancelled', async () => {
    assert.equal((await materialize('sliced', ['part7']))?.outcome, 'success');
    const counts = () => statusOf('sliced')?.partitions;
    assert.deepEqual([counts()?.fresh, counts()?.total], [1, PARTITIONS.length]);

    const restore = choosing(/All that are missing/);
    // More than one partition is no run of this window: nothing is answered, and the backfill goes on.
    assert.equal(await materialize('sliced'), null);
    restore();
    const running = await until(() => rowBelow('Backfills', /^.*sliced.*: running: \d+ of 59 made/), api.onDidChange);
    assert.equal(running.item.contextValue, 'backfill-running');
    await until(() => (counts()?.fresh ?? 0) > 1, api.onDidChange);
    await vscode.commands.executeCommand('headwater.cancelBackfill', running.element);
    const ended = await until(() => rowBelow('Backfills', /^.*sliced.*: cancelled: /), api.onDidChange);
    assert.equal(ended.item.id, running.item.id);
    assert.ok((counts()?.missing ?? 0) > 0, 'not all of them were made');
  });
});

/** Picks in the next list: the window of a test has nobody who clicks. */
function choosing(label: RegExp): () => void {
  const { window } = vscode;
  const original = window.createQuickPick;
  const create = () => {
    let accept = (): void => undefined;
    const pick = {
      items: [] as readonly vscode.QuickPickItem[],
      selectedItems: [] as readonly vscode.QuickPickItem[],
      onDidChangeValue: () => undefined,
      onDidHide: () => undefined,
      onDidAccept: (heard: () => void) => void (accept = heard),
      show() {
        pick.selectedItems = pick.items.filter((item) => label.test(item.label));
        accept();
      },
      dispose: () => undefined,
    };
    return pick;
  };
  Object.assign(window, { createQuickPick: create });
  return () => void Object.assign(window, { createQuickPick: original });
}
