// Asks the project's host what can be asked again, and of the next owner where the one that is asked ends first.
import type { ProjectClient } from '@headwater/runner';
import { orRefused } from './command-error.ts';
import type { Target } from './target.ts';

/** @throws CommandError with the host's sentence. */
export async function ask<T>(target: Target, questions: (client: ProjectClient) => Promise<T>): Promise<T> {
  // With the engine, which `--help` need not wait for.
  const { withProject } = await import('@headwater/runner');
  return orRefused(withProject(target.open, questions));
}
