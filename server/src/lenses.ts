// The lenses above each asset: run it, run it with what is around it, and its status. They keep their place while statuses change.
import type { CodeLens } from 'vscode-languageserver/node';
import type { AssetNode } from '@headwater/graph';
import { assetsIn, type FileInProject } from './project-state.ts';
import { LENS_COMMANDS } from './protocol.ts';

export function answerLenses(at: FileInProject | null): CodeLens[] {
  if (at === null) return [];
  const { statuses, analysis, root } = at.state;
  const [first] = assetsIn(at);
  const old = first !== undefined && analysis.unparsed.includes(first.file);
  return assetsIn(at).flatMap((node) =>
    lensesOf(node, { project: root, text: statusText(statuses?.get(node.key), { known: statuses !== null, old }) }),
  );
}

/** Always one text, so that nothing moves when the status comes. */
function statusText(text: string | undefined, { known, old }: { known: boolean; old: boolean }): string {
  const status = text ?? (known ? 'never materialized' : '…');
  return old ? `${status} (as last parsed)` : status;
}

function lensesOf(node: AssetNode, { project, text }: { project: string; text: string }): CodeLens[] {
  const line = node.range.startLine - 1;
  const start = { line, character: node.range.startColumn - 1 };
  const range = { start, end: start };
  const lens = (title: string, command: string): CodeLens => ({
    range,
    command: { title, command, arguments: [project, node.key] },
  });
  const status = lens(text, LENS_COMMANDS.status);
  if (node.kind === 'external') return [status];
  return [
    lens('▶ Materialize', LENS_COMMANDS.materialize),
    lens('▶ With upstream', LENS_COMMANDS.upstream),
    lens('▶ With downstream', LENS_COMMANDS.downstream),
    status,
  ];
}
