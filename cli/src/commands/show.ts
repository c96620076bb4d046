// `headwater show KEY`: a stored value, and what is known of it.
import { ask } from '../ask.ts';
import { formatFactsText } from '../format-facts.ts';
import { formatValueText } from '../format-value.ts';
import type { CommandContext } from '../command-context.ts';

export async function showCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const limit = line.limit === undefined ? {} : { limit: line.limit };
  const [partition] = line.partition;
  const of = partition === undefined ? {} : { partition };
  const env = line.env === undefined ? {} : { env: line.env };
  const { document, status } = await ask(target, async (client) => ({
    document: await client.request('show', { key: line.operand ?? '', ...of, ...limit, ...env }),
    status: line.json ? null : await client.request('status', {}),
  }));
  if (status === null) {
    stdout.write(`${JSON.stringify(document)}\n`);
    return 0;
  }
  const newest = status.assets.find(({ key }) => key === document.key)?.lastMaterialization;
  // What is known of another partition is not known of this one.
  const last = newest?.partition === document.partition ? newest : undefined;
  stdout.write(formatValueText(document) + (last === undefined ? '' : formatFactsText(last)));
  return 0;
}
