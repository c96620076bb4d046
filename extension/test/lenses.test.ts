// In a real extension host: lenses and diagnostics of the example, on saved and unsaved text.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type {} from 'mocha';
import type { ExtensionApi } from '../src/extension-api.ts';
import {
  diagnosticsOf,
  lensesOf,
  openFile,
  openProject,
  pathOf,
  replaceText,
  revert,
  until,
  writeFile,
} from './window.ts';

const actions = ['▶ Materialize', '▶ With upstream', '▶ With downstream'];

describe('lenses and diagnostics', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await openProject();
  });

  it('L1: each of the seven assets has its row of lenses, above its statement', async () => {
    const found: string[] = [];
    for (const file of ['src/bronze.ts', 'src/silver.ts', 'src/gold.ts']) {
      await openFile(file);
      const lenses = await until(async () => {
        const all = await lensesOf(file);
        return all.length > 0 && all;
      }, api.onDidChange);
      const lines = readFileSync(pathOf(file), 'utf8').split('\n');
      for (const line of new Set(lenses.map((lens) => lens.line))) {
        const titles = lenses.filter((lens) => lens.line === line).map(({ title }) => title);
        const name = /^export const (\w+) = asset\(/.exec(
          lines.slice(line - 1).find((text) => text.startsWith('export const')) ?? '',
        )?.[1];
        assert.ok(name, `lenses of ${file}:${line} stand above an asset`);
        for (const action of actions)
          assert.ok(titles.includes(action), `${name} offers ${action}: ${titles.join(' | ')}`);
        assert.equal(titles.length, 4, `${name} has its actions and its status: ${titles.join(' | ')}`);
        found.push(name);
      }
    }
    assert.deepEqual(found.sort(), [
      'bronzeCustomers',
      'bronzeOrders',
      'bronzeProducts',
      'goldDailyRevenue',
      'goldRevenueByCategory',
      'goldRevenueBySegment',
      'silverOrdersEnriched',
    ]);
  });

  it('an unknown input is a diagnostic while it stands in the unsaved text, and goes with it', async () => {
    const editor = await openFile('src/gold.ts');
    assert.deepEqual(diagnosticsOf('src/gold.ts'), []);
    await replaceText(editor, 'inputs: { silverOrdersEnriched }', 'inputs: { silverOrdersEnrichd }');
    const [problem] = await until(() => {
      const all = diagnosticsOf('src/gold.ts', 'headwater');
      return all.length > 0 && all;
    }, vscode.languages.onDidChangeDiagnostics);
    assert.match(problem!.message, /silverOrdersEnrichd/);
    assert.equal(editor.document.getText(problem!.range), 'silverOrdersEnrichd');
    assert.ok(editor.document.isDirty);
    await replaceText(editor, 'silverOrdersEnrichd', 'silverOrdersEnriched');
    await until(() => diagnosticsOf('src/gold.ts').length === 0, vscode.languages.onDidChangeDiagnostics);
    await revert('src/gold.ts');
  });

  it('a text that does not parse keeps the lenses of its assets', async () => {
    const remove = writeFile(
      'src/half.ts',
      "import { asset } from 'headwater';\n\nexport const half = asset(() => [{ one: 1 }]);\n",
    );
    const editor = await openFile('src/half.ts');
    await until(async () => (await lensesOf('src/half.ts')).length === 4, api.onDidChange);
    await replaceText(editor, '[{ one: 1 }]);', '[{ one: ');
    await until(
      () => vscode.languages.getDiagnostics(editor.document.uri).length > 0,
      vscode.languages.onDidChangeDiagnostics,
    );
    const lenses = await lensesOf('src/half.ts');
    assert.deepEqual(
      lenses.filter(({ title }) => actions.includes(title)).map(({ title }) => title),
      actions,
    );
    await remove();
  });

  it('every command of the manifest is there', async () => {
    const { contributes } = vscode.extensions.getExtension('headwater.headwater-vscode')!.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
  });
});
