// Checks what a schedule or a sensor runs: a job or a selection.
import type { TargetDescription } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isKind, nameOfKind } from './described.ts';
import type { AnyAsset } from './asset-types.ts';
import { readSelection, type Job } from './job.ts';
import { problem } from './option-problem.ts';

/** What a schedule or a sensor runs unless its function asks for something else: a job or a selection. */
export type Target =
  | {
      /** The job it runs. */
      readonly job: Job;
      readonly selection?: never;
    }
  | {
      /** What it runs: the selection grammar, read anew for each run, or the assets themselves. */
      readonly selection: string | readonly AnyAsset[];
      readonly job?: never;
    };

export function readTarget(given: Readonly<Record<string, unknown>>, of: string): TargetDescription {
  const { job, selection } = given;
  if (job !== undefined && selection !== undefined)
    throw problem(of, 'it has both a job and a selection; leave one of them out.');
  if (job === undefined && selection === undefined)
    throw problem(of, 'it has nothing to run; add a job, or a selection such as \'group:"gold"\'.');
  if (job === undefined) return readSelection(selection, of);
  if (isKind(job, 'job')) return job;
  throw problem(
    of,
    `job is not a job but ${nameOfKind(job) ?? describeValue(job)}. Hand in what job(name, { selection }) returned.`,
  );
}
