// `headwater logs RUN [STEP]`: what the steps of a run said.
import { orRefused } from '../command-error.ts';
import type { CommandContext } from '../command-context.ts';

export async function logsCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const client = await target.open();
  try {
    const step = line.secondOperand === null ? {} : { step: line.secondOperand };
    const document = await orRefused(client.request('logs', { run: line.operand ?? '', ...step }));
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
