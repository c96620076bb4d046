// `headwater show KEY`: a stored value, and what is known of it.
import { ask } from '../ask.ts';
import { formatFactsText } from '../format-facts.ts';
import { formatValueText } from '../format-value.ts';
import type { CommandContext } from '../command-context.ts';

export async function showCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const limit = line.limit === undefined ? {} : { limit: line.limit };
  const env = line.env === undefined ? {} : { env: line.env };
  const { document, status } = await ask(target, async (client) => ({
    document: await client.request('show', { key: line.operand ?? '', ...limit, ...env }),
    status: line.json ? null : await client.request('status', {}),
  }));
  if (status === null) {
    stdout.write(`${JSON.stringify(document)}\n`);
    return 0;
  }
  const last = status.assets.find(({ key }) => key === document.key)?.lastMaterialization;
  stdout.write(formatValueText(document) + (last === undefined ? '' : formatFactsText(last)));
  return 0;
}
