// What deleting stored data would do, in the words a person is asked with, and what it did.
import { counted, formatBytes, oneLine } from '@headwater/graph';
import type { ForgetDocument, GcDocument } from '@headwater/runner/protocol';

export interface Question {
  readonly message: string;
  readonly detail: string;
  /** What the button says. */
  readonly action: string;
}

/** `3 values, 24 kB`. */
const amount = (values: number, bytes: number): string => `${counted(values, 'value')}, ${formatBytes(bytes)}`;

export function forgetQuestion({ key, values, bytes, left }: ForgetDocument): Question {
  const stored =
    values === 0
      ? 'Nothing of it is stored here any more: it is only taken off the list.'
      : `${amount(values, bytes)}. This cannot be undone.`;
  return {
    message: `Delete the stored data of ${oneLine(key)}?`,
    detail: [stored, ...left.map((where) => `Not deleted: ${oneLine(where, 300)}`), 'Its history is kept.'].join('\n'),
    action: 'Delete',
  };
}

export function forgetDone({ key, values, bytes }: ForgetDocument): string {
  return values === 0 ? `${oneLine(key)} is forgotten.` : `Deleted ${amount(values, bytes)} of ${oneLine(key)}.`;
}

/** Null when there is nothing to delete. */
export function gcQuestion({ values, leftovers, folded }: GcDocument, project: string): Question | null {
  const { materializations, runs } = folded;
  if (values.count + leftovers.count + materializations + runs === 0) return null;
  const lines = [
    ...(values.count > 0 ? [`${amount(values.count, values.bytes)}, that newer ones have taken the place of.`] : []),
    ...(leftovers.count > 0
      ? [`${counted(leftovers.count, 'file')}, ${formatBytes(leftovers.bytes)}, of runs that are told of no more.`]
      : []),
    ...(materializations + runs > 0
      ? [`${counted(materializations, 'materialization')} and ${counted(runs, 'run')} are only counted from then on.`]
      : []),
    'The newest value of every asset stays.',
  ];
  return {
    message: `Free ${formatBytes(values.bytes + leftovers.bytes)} in the store of ${oneLine(project)}?`,
    detail: lines.join('\n'),
    action: 'Free Space',
  };
}

export function gcDone({ values, leftovers }: GcDocument): string {
  return `Freed ${formatBytes(values.bytes + leftovers.bytes)}: ${counted(values.count, 'value')} and ${counted(leftovers.count, 'file')}.`;
}
