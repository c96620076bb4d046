// A row of the automation tree as the editor shows it.
import type * as vscode from 'vscode';
import type { AutomationElement } from './automation-element.ts';
import { treeItem } from './tree-item.ts';

export function automationItem(element: AutomationElement): vscode.TreeItem {
  const item = treeItem(element.id, element.row);
  item.tooltip = element.row.spoken;
  if (element.type === 'switch')
    item.command = { command: 'headwater.toggleAutomation', title: 'Switch Automation', arguments: [element.project] };
  return item;
}
