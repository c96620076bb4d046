// `headwater why`: why an asset is made by itself, or why not: its condition, part by part.
import type { EvaluatedCondition, ConditionEvaluation } from '@headwater/graph';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { utcTime } from '../utc-time.ts';

export async function whyCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const key = line.operand ?? '';
  const { document, isNow } = await ask(target, async (client) => {
    if (!line.dryRun) {
      const last = await client.request('why', { key });
      if (last.evaluation !== null) return { document: last, isNow: false };
    }
    // Where nothing was evaluated, as it would come out now.
    return { document: await client.request('why', { key, dryRun: true }), isNow: true };
  });
  if (line.json) stdout.write(`${JSON.stringify(document)}\n`);
  else if (document.evaluation === null)
    throw new CommandError({
      code: 'not-found',
      message: document.message ?? `Nothing is known of \`${key}\`.`,
      exitCode: 1,
    });
  else stdout.write(whyText(document.evaluation, isNow));
  return 0;
}

function whyText({ asset, time, requested, run, tree, problem }: ConditionEvaluation, isNow: boolean): string {
  const verb = isNow
    ? requested
      ? 'would be requested'
      : 'would not be requested'
    : requested
      ? 'was requested'
      : 'was not requested';
  const when = `${utcTime(time)}${isNow ? ', if it were evaluated now' : ''}`;
  const head = `${asset} ${verb} (${when})${run === undefined ? '' : `: run ${run}`}`;
  return `${[head, ...(problem === undefined ? [] : [`  It could not be evaluated: ${problem}`]), ...treeLines(tree, 1)].join('\n')}\n`;
}

function treeLines({ label, value, detail, asset, of }: EvaluatedCondition, depth: number): readonly string[] {
  const whose = asset === undefined || label.includes(asset) ? '' : ` of ${asset}`;
  const own = `${'  '.repeat(depth)}${value ? '✓' : '✕'} ${label}${whose}${detail === undefined ? '' : `: ${detail}`}`;
  return [own, ...of.flatMap((part) => treeLines(part, depth + 1))];
}
