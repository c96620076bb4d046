// A row of the automation tree as the editor shows it.
import * as vscode from 'vscode';
import type { AutomationElement } from './automation-element.ts';

export function automationItem(element: AutomationElement): vscode.TreeItem {
  const { label, description, icon, colour, open, context, spoken } = element.row;
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, open === null ? None : open ? Expanded : Collapsed);
  item.id = element.id;
  item.description = description;
  item.tooltip = spoken;
  item.iconPath = new vscode.ThemeIcon(icon, colour === null ? undefined : new vscode.ThemeColor(colour));
  item.contextValue = context;
  item.accessibilityInformation = { label: spoken };
  if (element.type === 'switch')
    item.command = { command: 'headwater.toggleAutomation', title: 'Switch Automation', arguments: [element.project] };
  return item;
}
