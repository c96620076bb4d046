// A row of a tree as the editor shows it.
import * as vscode from 'vscode';
import type { TreeRow } from './tree-row.ts';

/** The id keeps a row open and selected while others come and go. */
export function treeItem(id: string, { label, description, icon, colour, open, context, spoken }: TreeRow) {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, open === null ? None : open ? Expanded : Collapsed);
  item.id = id;
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon, colour === null ? undefined : new vscode.ThemeColor(colour));
  item.contextValue = context;
  item.accessibilityInformation = { label: spoken };
  return item;
}
