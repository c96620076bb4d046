// `headwater show KEY`: a stored value, and what is known of it.
import { orRefused } from '../command-error.ts';
import { formatFactsText } from '../format-facts.ts';
import { formatValueText } from '../format-value.ts';
import type { CommandContext } from '../command-context.ts';

export async function showCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const client = await target.open();
  try {
    const limit = line.limit === undefined ? {} : { limit: line.limit };
    const env = line.env === undefined ? {} : { env: line.env };
    const document = await orRefused(client.request('show', { key: line.operand ?? '', ...limit, ...env }));
    if (line.json) {
      stdout.write(`${JSON.stringify(document)}\n`);
      return 0;
    }
    const { assets } = await orRefused(client.request('status', {}));
    const last = assets.find(({ key }) => key === document.key)?.lastMaterialization;
    stdout.write(formatValueText(document) + (last === undefined ? '' : formatFactsText(last)));
    return 0;
  } finally {
    await client.close();
  }
}
