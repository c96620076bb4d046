// `headwater diff`: the graph as it is now against a commit of git.
import { diffGraphs, formatDiffText } from '@headwater/graph';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';

export async function diffCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const after = await target.describe();
  const before = await target.baseGraph(line.operand ?? undefined);
  if ('problem' in before) throw new CommandError({ code: 'no-base', message: before.problem, exitCode: 2 });
  const diff = diffGraphs({
    base: before.base,
    before: before.document,
    after: after.document,
    codeBefore: before.code,
    codeAfter: after.code ?? {},
  });
  stdout.write(line.json ? `${JSON.stringify({ version: 1, ...diff })}\n` : formatDiffText(diff));
  return 0;
}
