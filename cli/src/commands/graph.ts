// `headwater graph`: the static graph.
import { formatGraphText } from '@headwater/graph';
import type { CommandContext } from '../command-context.ts';
import { selectAssets } from '../select-assets.ts';

export async function graphCommand({ line, target, stdout, stderr }: CommandContext): Promise<number> {
  const { document } = await target.describe();
  const { assets, warnings } = selectAssets(document, line.select);
  for (const warning of warnings) stderr.write(`${warning}\n`);
  const chosen = { ...document, assets };
  stdout.write(line.json ? `${JSON.stringify(chosen)}\n` : formatGraphText(chosen));
  return 0;
}
