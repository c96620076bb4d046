// `headwater logs RUN [STEP]`: what the steps of a run said, of all partitions or of one.
import type { LogsDocument, RunDocument } from '@headwater/runner';
import { ask } from '../ask.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../command-context.ts';

export async function logsCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const { secondOperand: name } = line;
  const run = line.operand ?? '';
  const [partition] = line.partition;
  const { all, recorded } = await ask(target, async (client) => ({
    all: await client.request('logs', { run, ...(partition !== undefined && { partition }) }),
    recorded: name === null && partition === undefined ? null : await client.request('run', { run }),
  }));
  if (recorded && partition !== undefined && all.lines.length === 0) mustHave(recorded, partition);
  const document = name === null || recorded === null ? all : ofStep(all, { name, run: recorded });
  if (line.json) stdout.write(`${JSON.stringify(document)}\n`);
  else if (document.lines.length === 0) stdout.write('Nothing was logged.\n');
  else
    for (const { time, step: of, partition: slice, level, message } of document.lines)
      stdout.write(
        `${time.slice(11, 23)}  ${level.padEnd(5)}  ${of}${slice === undefined ? '' : ` ${slice}`}  ${message}\n`,
      );
  return 0;
}

/** Where nothing was logged of it: what was made in one call for several is logged under their range, which is no step's. */
function mustHave({ run, steps }: RunDocument, partition: string): void {
  const made = [...new Set(steps.flatMap((step) => step.partition ?? []))];
  if (made.includes(partition)) return;
  const those = made.length === 0 ? 'it made none' : `headwater runs ${run.run} lists those it made`;
  throw new CommandError({
    code: 'not-found',
    message: `Run ${run.run} has no partition \`${partition}\`: ${those}.`,
    exitCode: 2,
  });
}

/** By the name of a step, or by the key of an asset: then of the body that makes it, with all its ops. */
function ofStep(
  { version, lines }: LogsDocument,
  { name, run: { run, steps } }: { name: string; run: RunDocument },
): LogsDocument {
  const chosen = new Set(steps.filter(({ step, asset }) => step === name || asset === name).map(({ step }) => step));
  if (chosen.size > 0) return { version, lines: lines.filter(({ step }) => chosen.has(step)) };
  const names = [...new Set(steps.map(({ step }) => step))].join(', ');
  throw new CommandError({
    code: 'not-found',
    message: `Run ${run.run} has no step \`${name}\`; its steps are ${names}.`,
    exitCode: 2,
  });
}
