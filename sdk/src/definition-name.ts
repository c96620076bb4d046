// Checks the name of a job, a schedule or a sensor.
import { wrong } from './option-problem.ts';

/** It stands between quotes in a selection, and on one line. */
export function readDefinitionName(
  name: unknown,
  { of, example }: { readonly of: string; readonly example: string },
): string {
  if (typeof name === 'string' && name.trim() !== '' && !/["\\\p{Cc}\p{Cs}]/u.test(name)) return name;
  throw wrong(of, 'the name', { is: `a text without quotes, such as '${example}'`, got: name });
}
