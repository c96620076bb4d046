// Says what a large run would run, before it does; small ones are not worth a question.
import { counted, STATUS_NAMES, type AssetKey, type StatusName } from '@headwater/graph';
import { STATUS_LABELS } from './state/status-looks.ts';

export interface LargeRun {
  readonly question: string;
  readonly detail: string;
}

export interface LargeRunOptions {
  readonly plan: { readonly run: readonly { readonly asset: AssetKey }[]; readonly skip: readonly unknown[] };
  readonly statusOf: (key: AssetKey) => StatusName | undefined;
  /** So many are run without a word; with 0 any number is. */
  readonly above: number;
}

/** Names that tell a person whether it is what they meant. */
const NAMED = 6;

export function largeRun({ plan: { run, skip }, statusOf, above }: LargeRunOptions): LargeRun | null {
  if (above === 0 || run.length <= above) return null;
  const counts = Map.groupBy(run, ({ asset }) => statusOf(asset) ?? 'unknown');
  const byStatus = STATUS_NAMES.flatMap((status) => {
    const count = counts.get(status)?.length ?? 0;
    return count === 0 ? [] : [`${counted(count, 'is', 'are')} ${STATUS_LABELS[status]}`];
  });
  const names = run.slice(0, NAMED).map(({ asset }) => asset);
  const more = run.length - names.length;
  return {
    question: `Materialize ${counted(run.length, 'asset')}?`,
    detail: [
      `Of these ${byStatus.join(', ')}.`,
      `In this order: ${names.join(', ')}${more > 0 ? ` and ${counted(more, 'more', 'more')}` : ''}.`,
      ...(skip.length > 0 ? [`${counted(skip.length, 'asset')} left out, being fresh or made elsewhere.`] : []),
    ].join('\n\n'),
  };
}
