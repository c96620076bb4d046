// In a real extension host: clicks become runs of real processes, and what they leave is shown.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type {} from 'mocha';
import type { ExtensionApi } from '../src/extension-api.ts';
import type { FinishedRun } from '../src/run-book.ts';
import {
  diagnosticsOf,
  lensesOf,
  lineOf,
  openFile,
  openProject,
  pathOf,
  project,
  replaceText,
  until,
  writeFile,
} from './window.ts';

const run = (command: string, key: string) =>
  vscode.commands.executeCommand<FinishedRun | null>(`headwater.${command}`, project, key);

describe('runs', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await openProject();
  });

  const statusOf = (key: string) => api.status(project).find((status) => status.key === key)?.status;
  const lensSays = (file: string, words: RegExp) =>
    until(async () => (await lensesOf(file)).some(({ title }) => words.test(title)), api.onDidChange);

  it('L1: a click on Materialize runs the asset, and status and lens say fresh', async () => {
    const ended = await run('materializeAsset', 'bronzeOrders');
    assert.equal(ended?.outcome, 'success');
    assert.equal(statusOf('bronzeOrders'), 'fresh');
    assert.equal(statusOf('bronzeProducts'), 'never');
    await openFile('src/bronze.ts');
    await lensSays('src/bronze.ts', /^fresh, .*100 rows/);
    assert.ok(existsSync(pathOf('.headwater')));
  });

  it('with upstream it runs what stands above, with downstream what stands below', async () => {
    const up = await run('materializeWithUpstream', 'goldDailyRevenue');
    assert.equal(up?.outcome, 'success');
    for (const key of ['bronzeOrders', 'bronzeProducts', 'bronzeCustomers', 'silverOrdersEnriched', 'goldDailyRevenue'])
      assert.equal(statusOf(key), 'fresh', key);
    assert.equal(statusOf('goldRevenueByCategory'), 'never');
    const down = await run('materializeWithDownstream', 'silverOrdersEnriched');
    assert.equal(down?.outcome, 'success');
    for (const key of ['goldRevenueByCategory', 'goldRevenueBySegment']) assert.equal(statusOf(key), 'fresh', key);
    // What was never made is stale too; then there is nothing left.
    const rest = await vscode.commands.executeCommand<{ outcome: string } | null>('headwater.materializeStale');
    assert.equal(rest?.outcome, 'success');
    // Of what other tests made and took away again, the stored data is still there.
    const defined = api.status(project).filter(({ status }) => status !== 'orphan');
    assert.deepEqual(new Set(defined.map(({ status }) => status)), new Set(['fresh']));
    assert.equal(await vscode.commands.executeCommand('headwater.materializeStale'), null);
  });

  it('A01: a file with one exported asset has lenses and materializes, with no other file edited', async () => {
    const remove = writeFile(
      'src/alone.ts',
      "import { asset } from 'headwater';\n\nexport const alone = asset(() => [{ answer: 42 }]);\n",
    );
    await openFile('src/alone.ts');
    await until(async () => (await lensesOf('src/alone.ts')).length === 4, api.onDidChange);
    assert.equal((await run('materializeAsset', 'alone'))?.outcome, 'success');
    assert.equal(statusOf('alone'), 'fresh');
    await remove();
  });

  it('what is not saved yet is saved before the run', async () => {
    const remove = writeFile(
      'src/typed.ts',
      "import { asset } from 'headwater';\n\nexport const typed = asset(() => [1]);\n",
    );
    const editor = await openFile('src/typed.ts');
    await until(async () => (await lensesOf('src/typed.ts')).length === 4, api.onDidChange);
    await run('materializeAsset', 'typed');
    await replaceText(editor, '[1]', '[1, 2, 3]');
    assert.equal((await run('materializeAsset', 'typed'))?.outcome, 'success');
    assert.equal(editor.document.isDirty, false);
    await lensSays('src/typed.ts', /^fresh, .*3 rows/);
    await remove();
  });

  it('an asset that throws has a diagnostic at the throwing line until its next run', async () => {
    const text =
      "import { asset } from 'headwater';\n\nconst limit = 3;\n\nexport const thrower = asset(() => {\n  if (limit < 5) throw new Error('the limit is too low');\n  return [limit];\n});\n";
    const remove = writeFile('src/thrower.ts', text);
    const editor = await openFile('src/thrower.ts');
    await until(async () => (await lensesOf('src/thrower.ts')).length === 4, api.onDidChange);
    const ended = await run('materializeAsset', 'thrower');
    assert.equal(ended?.outcome, 'failure');
    assert.equal(statusOf('thrower'), 'failed');
    const [failure, ...others] = diagnosticsOf('src/thrower.ts', 'headwater run');
    assert.ok(failure, 'a diagnostic of the run');
    assert.deepEqual(others, []);
    assert.equal(failure.range.start.line + 1, lineOf('src/thrower.ts', 'throw new Error'));
    assert.match(failure.message, /thrower failed: the limit is too low/);
    await lensSays('src/thrower.ts', /^failed: the limit is too low/);
    await replaceText(editor, 'limit = 3', 'limit = 7');
    assert.equal((await run('materializeAsset', 'thrower'))?.outcome, 'success');
    assert.deepEqual(diagnosticsOf('src/thrower.ts', 'headwater run'), []);
    await remove();
  });

  it('cancel ends a run that would never end', async () => {
    const remove = writeFile(
      'src/endless.ts',
      "import { asset } from 'headwater';\n\nexport const endless = asset(async () => {\n  for (;;) {}\n});\n",
    );
    await openFile('src/endless.ts');
    await until(async () => (await lensesOf('src/endless.ts')).length === 4, api.onDidChange);
    const ended = run('materializeAsset', 'endless');
    await until(() => statusOf('endless') === 'running', api.onDidChange);
    await vscode.commands.executeCommand('headwater.cancelRun');
    assert.equal((await ended)?.outcome, 'cancelled');
    assert.notEqual(statusOf('endless'), 'running');
    await remove();
  });

  it('the page opens in an editor tab', async () => {
    await vscode.commands.executeCommand('headwater.openLineage');
    const tab = await until(
      () =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .find(
            ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('headwater.lineagePanel'),
          ) ?? null,
      vscode.window.tabGroups.onDidChangeTabs,
    );
    assert.equal(tab.label, 'Lineage');
    await vscode.window.tabGroups.close(tab);
  });
});
