// V8 in a real extension host, with a real repository: what is typed, undone and committed shows in what changed since the base.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import type {} from 'mocha';
import type { AssetDiff, GraphDiff } from '@headwater/graph';
import type { ExtensionApi } from '../src/extension-api.ts';
import { openFile, openProject, pathOf, project, replaceText, revert, save, until } from './window.ts';

function git(...args: string[]): string {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: project, encoding: 'utf8' });
  assert.equal(status, 0, `git ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout.trim();
}

describe('changes since a commit', () => {
  let api: ExtensionApi;
  before(async () => {
    // VS Code's own git looks into the repository at moments of its own, and a commit cannot have it then.
    await vscode.workspace.getConfiguration('git').update('enabled', false, vscode.ConfigurationTarget.Global);
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message=The shop as it was');
    api = await openProject();
  });

  after(async () => {
    await revert('src/silver.ts');
    await vscode.workspace.getConfiguration('git').update('enabled', undefined, vscode.ConfigurationTarget.Global);
    rmSync(pathOf('.git'), { recursive: true, force: true });
  });

  it('V8: an edit that is not saved is a change with its pieces, its downstream becomes stale; committed, it is the base', async () => {
    const heard: GraphDiff[] = [];
    const news = new vscode.EventEmitter<void>();
    const following = api.followChanges(project, (diff) => {
      heard.push(diff);
      news.fire();
    });
    const reach = (fits: (diff: GraphDiff) => boolean): Promise<GraphDiff> =>
      until(() => {
        const last = heard.at(-1);
        return last !== undefined && fits(last) && last;
      }, news.event);
    const of = ({ assets }: GraphDiff, key: string): AssetDiff | undefined => assets.find((each) => each.key === key);

    // Other tests of this window may have left files open that are on the disk no more.
    const others = new Set((await reach(() => true)).assets.map(({ key }) => key));
    const ours = ({ assets }: GraphDiff): AssetDiff[] => assets.filter(({ key }) => !others.has(key));
    const clean = await reach(() => true);
    for (const key of ['silverOrdersEnriched', 'goldDailyRevenue', 'added']) assert.equal(others.has(key), false, key);
    assert.deepEqual(
      { problem: clean.problem, assets: ours(clean), title: clean.base.title, commit: clean.base.commit },
      { problem: null, assets: [], title: 'The shop as it was', commit: git('rev-parse', 'HEAD') },
    );

    const editor = await openFile('src/silver.ts');
    await replaceText(
      editor,
      'export const silverOrdersEnriched',
      'export const added = asset(() => 1);\n\nexport const silverOrdersEnriched',
    );
    await replaceText(editor, 'order.quantity', '2 * order.quantity');
    const edited = await reach(
      (diff) => of(diff, 'added') !== undefined && of(diff, 'silverOrdersEnriched') !== undefined,
    );
    assert.equal(of(edited, 'added')?.change, 'added');
    const silver = of(edited, 'silverOrdersEnriched');
    assert.deepEqual([silver?.change, silver?.stale], ['changed', true]);
    assert.ok(silver?.pieces.some(({ kind, file }) => kind === 'code' && file === 'src/silver.ts'));
    assert.deepEqual(
      [of(edited, 'goldDailyRevenue')?.change, of(edited, 'goldDailyRevenue')?.because],
      ['downstream', ['silverOrdersEnriched']],
    );
    assert.ok(edited.plan.includes('added'));
    assert.ok(edited.plan.indexOf('silverOrdersEnriched') < edited.plan.indexOf('goldDailyRevenue'));
    assert.ok(edited.plan.includes('goldRevenueBySegment') && !edited.plan.includes('bronzeOrders'));

    assert.ok(editor.document.isDirty, 'nothing of it is saved yet');
    await save(editor.document);
    git('commit', '--quiet', '--all', '--message=Twice as many');
    const committed = await reach(({ base }) => base.title === 'Twice as many');
    assert.deepEqual(ours(committed), []);
    following.dispose();

    git('reset', '--quiet', '--hard', 'HEAD~1');
  });
});
