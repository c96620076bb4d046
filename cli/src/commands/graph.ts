// `headwater graph`: the static graph.
import { formatGraphText } from '@headwater/graph';
import type { CommandContext } from '../command-context.ts';
import { NOTHING_SELECTED, selectAssets } from '../select-assets.ts';

export async function graphCommand({ line, target, stdout, stderr }: CommandContext): Promise<number> {
  const { document } = await target.describe();
  const { assets, warnings } = selectAssets(document, line.select);
  for (const warning of warnings) stderr.write(`${warning}\n`);
  const chosen = { ...document, assets };
  const empty = assets.length === 0 && line.select !== undefined;
  const text = empty ? NOTHING_SELECTED : formatGraphText(chosen);
  stdout.write(line.json ? `${JSON.stringify(chosen)}\n` : text);
  return 0;
}
