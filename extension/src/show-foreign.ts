// Shows an asset that another project declares in that project, or its code where the window has not got the project.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AssetKey } from '@headwater/graph';
import type { Model } from './model.ts';
import { openAsset } from './open-asset.ts';
import type { ProjectSession } from './project-session.ts';

export async function showForeign(of: {
  readonly model: Model;
  /** The project that reads it. */
  readonly session: ProjectSession;
  /** What it is called there. */
  readonly key: AssetKey;
  readonly beside?: boolean;
}): Promise<void> {
  const { model, session, key, beside = false } = of;
  const foreign = session.graph.assets.get(key)?.foreign;
  if (!foreign) return;
  const there = model.session(join(session.project, foreign.root));
  if (there) return model.setFocus({ session: there, key: foreign.key, reveal: true });
  const open = 'Open Code';
  const said = `${foreign.project} is no project of this window: open its folder to see its graph.`;
  if ((await vscode.window.showInformationMessage(said, open)) === open) await openAsset({ session, key, beside });
}
