// Makes jobs: selections with a name.
import type { AnyAsset } from './asset-types.ts';
import { DEFINITION, type Described, type JobDescription } from './definition.ts';
import { readDefinitionName } from './definition-name.ts';
import { isRecord } from './described.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import { readNodes } from './upstream-options.ts';

/** A selection with a name. */
export interface Job extends Described<JobDescription> {
  readonly [DEFINITION]: JobDescription;
}

/** What a job selects. */
export interface JobOptions {
  /** The selection grammar, read anew for each run, or the assets themselves. */
  readonly selection: string | readonly AnyAsset[];
}

/**
 * Defines a job: a selection of assets that is run by its name, as in `headwater materialize --select 'job:"nightly"'`. A
 * selection in the grammar takes in assets that are added later.
 *
 * @throws TypeError when the name or the selection is wrong.
 * @example
 * ```ts
 * import { definitions, job } from 'headwater';
 *
 * export const nightly = job('nightly', { selection: 'group:"gold" or tag:"nightly"' });
 * export const project = definitions({ jobs: [nightly] });
 * ```
 */
export function job(name: string, options: JobOptions): Job {
  const given: readonly unknown[] = [name, options];
  const said = given[1];
  const called = readDefinitionName(given[0], { of: 'job', example: 'nightly' });
  const of = `job ${JSON.stringify(called)}`;
  if (!isRecord(said)) throw wrong(of, 'the second argument', { is: 'an object { selection }', got: said });
  refuseUnknown(said, { of, known: ['selection'] });
  return Object.freeze({
    [DEFINITION]: Object.freeze({ type: 'job', name: called, selection: readSelection(said['selection'], of) }),
  });
}

/** The grammar's own errors are found where it is read. */
export function readSelection(selection: unknown, of: string): JobDescription['selection'] {
  if (typeof selection === 'string') {
    if (selection.trim() === '') throw problem(of, "selection is empty; write '*' for every asset.");
    return selection;
  }
  if (!Array.isArray(selection))
    throw wrong(of, 'selection', { is: 'a selection such as \'group:"gold"\', or an array of assets', got: selection });
  if (selection.length === 0) throw problem(of, "selection is empty; name an asset, or write '*' for every one.");
  return readNodes(selection, { of, option: 'selection' });
}
