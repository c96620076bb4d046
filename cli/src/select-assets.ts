// The assets a `--select` means, where no host is needed to know.
import { formatSelectionError, parseSelection, select, type AssetNode, type GraphDocument } from '@headwater/graph';
import { CommandError } from './command-error.ts';

/** In the place of a document of nothing; the warnings say why. */
export const NOTHING_SELECTED = 'Nothing is selected.\n';

export function selectAssets(
  { assets, jobs, schedules, sensors }: Pick<GraphDocument, 'assets' | 'jobs' | 'schedules' | 'sensors'>,
  text: string | undefined,
): { assets: readonly AssetNode[]; warnings: readonly string[] } {
  if (text === undefined) return { assets, warnings: [] };
  const selection = parseSelection(text);
  if (selection.kind === 'error')
    throw new CommandError({
      code: 'bad-selection',
      message: formatSelectionError(selection),
      column: selection.column,
      exitCode: 2,
    });
  const { keys, warnings } = select(assets, selection, { jobs, schedules, sensors });
  const chosen = new Set(keys);
  return { assets: assets.filter(({ key }) => chosen.has(key)), warnings };
}
