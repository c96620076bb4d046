// In a real extension host: what is typed and not saved says at once what it would make stale, and leaves no trace in the store.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type {} from 'mocha';
import type { ExtensionApi } from '../src/extension-api.ts';
import type { FinishedRun } from '../src/run-book.ts';
import { lensesOf, openFile, openProject, pathOf, project, replaceText, save, until, writeFile } from './window.ts';

const PRICE = `export function parsePrice(text: string): number {
  return Number(text);
}
`;
const PRICED = `import { asset } from 'headwater';
import { parsePrice } from './price.ts';

export const prices = asset(() => ['1', '2'].map((text) => ({ price: parsePrice(text) })));
export const highest = asset({ inputs: { prices } }, ({ prices }) => [Math.max(...prices.map(({ price }) => price))]);
`;
const WHY = 'its code changed: `parsePrice` in src/price.ts:1';

/** What the store keeps: each file with a hash of what is in it. Its cache holds only what was read of the source. */
function storeOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => !path.startsWith(join(folder, 'cache')))
      .sort()
      .map((path) => [path, hash(path)]),
  );
}

describe('unsaved edits', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await openProject();
  });

  /** The status lenses of the two assets. */
  const statuses = async (): Promise<string[]> =>
    (await lensesOf('src/priced.ts')).map(({ title }) => title).filter((title) => !title.startsWith('▶'));
  const say = (...words: readonly (string | RegExp)[]): Promise<string[]> =>
    until(async () => {
      const all = await statuses();
      const fits = words.every((each, index) =>
        typeof each === 'string' ? all[index] === each : each.test(all[index] ?? ''),
      );
      return fits && all;
    }, api.onDidChange);

  it('an edit of a helper previews what it would make stale; undo takes it back; saved, it is so', async () => {
    const removePrice = writeFile('src/price.ts', PRICE);
    const removePriced = writeFile('src/priced.ts', PRICED);
    await openFile('src/priced.ts');
    await say(/^never/, /^never/);
    const ended = await vscode.commands.executeCommand<FinishedRun | null>(
      'headwater.materializeWithDownstream',
      project,
      'prices',
    );
    assert.equal(ended?.outcome, 'success');
    await say(/^fresh/, /^fresh/);
    const before = storeOf(pathOf('.headwater'));

    const helper = await openFile('src/price.ts');
    await replaceText(helper, 'Number(text)', 'Number(text) * 2');
    const wouldBe = [
      `would be stale once saved: ${WHY}`,
      `would be upstream stale once saved: because prices: ${WHY}`,
    ] as const;
    await say(...wouldBe);
    assert.ok(helper.document.isDirty);
    // The host knows of nothing: what is recorded is what it was.
    const recorded = () =>
      api
        .status(project)
        .flatMap(({ key, status }) => (key === 'prices' || key === 'highest' ? [`${key} ${status}`] : []));
    assert.deepEqual(recorded(), ['highest fresh', 'prices fresh']);

    await vscode.commands.executeCommand('undo');
    await say(/^fresh/, /^fresh/);
    assert.deepEqual(storeOf(pathOf('.headwater')), before, 'nothing was recorded');

    await replaceText(helper, 'Number(text)', 'Number(text) * 3');
    await say(...wouldBe);
    // From preview to status without a wrong word in between.
    const seen: string[] = [];
    const looked: Promise<void>[] = [];
    const listener = api.onDidChange(() => looked.push(statuses().then(([first]) => void seen.push(first ?? ''))));
    await save(helper.document);
    await say(`stale: ${WHY}`, `upstream stale: because prices: ${WHY}`);
    listener.dispose();
    await Promise.all(looked);
    assert.deepEqual(
      seen.filter((text) => text !== wouldBe[0] && text !== `stale: ${WHY}`),
      [],
    );
    assert.deepEqual(recorded(), ['highest upstream-stale', 'prices stale']);
    await removePriced();
    await removePrice();
  });

  it('an asset that is typed and not saved says so, and goes with its text', async () => {
    const remove = writeFile('src/typing.ts', "import { asset } from 'headwater';\n\n");
    const editor = await openFile('src/typing.ts');
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'export const typing = asset(() => [1]);\n'));
    await until(
      async () => (await lensesOf('src/typing.ts')).some(({ title }) => title === 'not saved yet'),
      api.onDidChange,
    );
    await vscode.commands.executeCommand('undo');
    await until(async () => (await lensesOf('src/typing.ts')).length === 0, api.onDidChange);
    assert.ok(!api.status(project).some(({ key }) => key === 'typing'));
    await remove();
  });
});
