// What a hover says of an asset: key, group, kinds, status, description, neighbours.
import { directUpstream } from '@headwater/graph';
import type { AssetNode } from '@headwater/graph';

/** More names than this say less. */
const MOST_NEIGHBOURS = 8;

export interface HoverQuestion {
  readonly node: AssetNode;
  readonly assets: readonly AssetNode[];
  readonly status: string | null;
}

/** Markdown. */
export function hoverText({ node, assets, status }: HoverQuestion): string {
  const downstream = assets.filter((other) => directUpstream(other).includes(node.key)).map(({ key }) => key);
  const facts = [`group ${code(node.group)}`, ...node.kinds.map(code), ...(status === null ? [] : [status])];
  const paragraphs = [
    `**${node.key}** · ${facts.join(' · ')}`,
    node.description,
    node.dynamic === undefined ? null : `Part of it is known only after a run: ${node.dynamic.reason}.`,
    [neighbours('Upstream', directUpstream(node)), neighbours('Downstream', downstream)].join('  \n'),
  ];
  return paragraphs.filter((paragraph) => paragraph !== null).join('\n\n');
}

function neighbours(label: string, keys: readonly string[]): string {
  if (keys.length === 0) return `${label}: none`;
  const more = keys.length > MOST_NEIGHBOURS ? ` and ${keys.length - MOST_NEIGHBOURS} more` : '';
  return `${label}: ${keys.slice(0, MOST_NEIGHBOURS).map(code).join(', ')}${more}`;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', '')}\``;
}
