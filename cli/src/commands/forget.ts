// `headwater forget KEY`: deletes what is stored of a key that no definition makes any more, or says what that is.
import { counted, formatBytes } from '@headwater/graph';
import type { ForgetDocument } from '@headwater/runner';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';

export async function forgetCommand({ line, target, stdout, stderr }: CommandContext): Promise<number> {
  const { operand, dryRun } = line;
  const document = await ask(target, (client) => client.request('forget', { key: operand ?? '', dryRun }));
  stdout.write(line.json ? `${JSON.stringify(document)}\n` : forgetText(document, dryRun));
  if (!line.json) for (const sentence of document.left) stderr.write(`${sentence}\n`);
  return 0;
}

function forgetText({ key, values, bytes }: ForgetDocument, dryRun: boolean): string {
  const what = `${counted(values, 'value')} of ${key} (${formatBytes(bytes)})`;
  return dryRun ? `would delete ${what}; its history stays\n` : `deleted ${what}; its history stays\n`;
}
