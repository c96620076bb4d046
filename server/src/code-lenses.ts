// The lenses above each asset: run it, alone or with its neighbours, and its status.
import type { AssetNode } from '@headwater/graph';
import type { CodeLens, Range } from 'vscode-languageserver';
import type { LineShift } from './line-shift.ts';
import { LENS_COMMANDS } from './protocol.ts';
import { statusText } from './status-text.ts';
import type { Statuses } from './status-text.ts';

export interface LensQuestion {
  /** The project's folder. */
  readonly project: string;
  /** The assets of one file. */
  readonly assets: readonly AssetNode[];
  readonly statuses: Statuses;
  /** Set while the file does not parse: the assets are those of the text that last did. */
  readonly lastGood: LineShift | null;
}

/**
 * Always the same number of lenses for an asset, so that the text below never jumps. Outputs of a multi-asset have a row each at
 * their names; those that are named in one line share a row, in which each says its name.
 */
export function codeLenses({ project, assets, statuses, lastGood }: LensQuestion): CodeLens[] {
  const atLine = new Map<number, AssetNode[]>();
  for (const node of assets) atLine.set(lineOf(node), [...(atLine.get(lineOf(node)) ?? []), node]);
  return [...atLine].flatMap(([at, nodes]) => {
    const line = (lastGood ?? ((each: number) => each))(at - 1);
    const range: Range = { start: { line, character: 0 }, end: { line, character: 0 } };
    const sorted = nodes.toSorted((a, b) => a.column - b.column);
    return sorted.flatMap((node) => {
      const status = statusText(node, statuses) ?? '…';
      const lenses = titles(node, {
        status: lastGood === null ? status : `(last good) ${status}`,
        isAlone: nodes.length === 1,
      });
      return lenses.map(([title, command]) => ({ range, command: { title, command, arguments: [project, node.key] } }));
    });
  });
}

/** Of the statement; of its name where a statement declares several. */
function lineOf({ kind, line, range }: AssetNode): number {
  return kind === 'multi' ? line : range.startLine;
}

type Title = readonly [title: string, command: string];

function titles({ key, kind }: AssetNode, of: { readonly status: string; readonly isAlone: boolean }): Title[] {
  const { materialize, upstream, downstream, status } = LENS_COMMANDS;
  // What is made elsewhere is never run from here.
  if (kind === 'external') return [[of.isAlone ? of.status : `${key}: ${of.status}`, status]];
  if (!of.isAlone)
    return [
      [`▶ Materialize ${key}`, materialize],
      [`${key}: ${of.status}`, status],
    ];
  return [
    ['▶ Materialize', materialize],
    ['▶ With upstream', upstream],
    ['▶ With downstream', downstream],
    [of.status, status],
  ];
}
