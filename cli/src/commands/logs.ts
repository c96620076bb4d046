// `headwater logs RUN [STEP]`: what the steps of a run said.
import type { LogsDocument, RunDocument } from '@headwater/runner';
import { CommandError, orRefused } from '../command-error.ts';
import type { CommandContext } from '../command-context.ts';

export async function logsCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const client = await target.open();
  try {
    const run = line.operand ?? '';
    const all = await orRefused(client.request('logs', { run }));
    const document =
      line.secondOperand === null
        ? all
        : ofStep(all, { name: line.secondOperand, run: await orRefused(client.request('run', { run })) });
    if (line.json) stdout.write(`${JSON.stringify(document)}\n`);
    else if (document.lines.length === 0) stdout.write('Nothing was logged.\n');
    else
      for (const { time, step: of, level, message } of document.lines)
        stdout.write(`${time.slice(11, 23)}  ${level.padEnd(5)}  ${of}  ${message}\n`);
    return 0;
  } finally {
    await client.close();
  }
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
