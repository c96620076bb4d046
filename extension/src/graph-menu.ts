// The entries of the Lineage page's context menu: each has the page that showed the menu do what it says.
import * as vscode from 'vscode';
import { DEEDS } from '@headwater/webview/protocol';
import type { AskedBy, Lineage } from './lineage-view.ts';

export function registerGraphMenu(lineage: Pick<Lineage, 'do'>): vscode.Disposable {
  return vscode.Disposable.from(
    ...DEEDS.map((deed) =>
      vscode.commands.registerCommand(`headwater.graph.${deed}`, (context: unknown) =>
        lineage.do(deed, askedBy(context)),
      ),
    ),
  );
}

/** VS Code hands over what the page said of the place, and which page it was; a keyboard shortcut hands over what it likes. */
function askedBy(context: unknown): AskedBy {
  const { webview, webviewSection } = (typeof context === 'object' && context !== null ? context : {}) as Fields; // checked next
  return {
    viewType: typeof webview === 'string' ? webview : null,
    about: typeof webviewSection === 'string' ? 'menu' : 'choice',
  };
}

type Fields = Readonly<Record<string, unknown>>;
