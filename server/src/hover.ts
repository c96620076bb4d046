// Hover on an asset's name: its description, key, group, status, and what is around it.
import type { Hover, TextDocumentPositionParams } from 'vscode-languageserver/node';
import { directUpstream, type AssetNode } from '@headwater/graph';
import { lspRange, namedAsset } from './named-asset.ts';
import type { FileInProject, ProjectState } from './project-state.ts';

export function answerHover(at: FileInProject | null, params: TextDocumentPositionParams): Hover | null {
  const found = at && namedAsset(at, params);
  if (!at || !found) return null;
  return { range: lspRange(found.range), contents: { kind: 'markdown', value: hoverText(found.node, at.state) } };
}

function hoverText(node: AssetNode, { analysis, statuses }: ProjectState): string {
  const downstream = analysis.document.assets
    .filter((each) => directUpstream(each).includes(node.key))
    .map(({ key }) => key);
  const kinds = node.kinds.length > 0 ? ` · ${node.kinds.join(', ')}` : '';
  const lines = [
    `**${escaped(node.key)}** · group ${escaped(node.group)}${escaped(kinds)}`,
    statuses === null ? null : escaped(statuses.get(node.key) ?? 'never materialized'),
    named('Upstream', directUpstream(node)),
    named('Downstream', downstream),
  ];
  const facts = lines.filter((line) => line !== null).join('  \n');
  return node.description === null ? facts : `${facts}\n\n---\n\n${node.description}`;
}

const named = (title: string, keys: readonly string[]): string | null =>
  keys.length === 0 ? null : `${title}: ${keys.map((key) => `\`${key}\``).join(', ')}`;

const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#|]/g, (each) => `\\${each}`);
