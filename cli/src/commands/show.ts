// `headwater show KEY`: a stored value.
import { orRefused } from '../command-error.ts';
import { formatValueText } from '../format-value.ts';
import type { CommandContext } from '../command-context.ts';

export async function showCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const client = await target.open();
  try {
    const limit = line.limit === undefined ? {} : { limit: line.limit };
    const document = await orRefused(client.request('show', { key: line.operand ?? '', ...limit }));
    stdout.write(line.json ? `${JSON.stringify(document)}\n` : formatValueText(document));
    return 0;
  } finally {
    await client.close();
  }
}
