// Why a step of a bundle that does not build failed: with the place of the first problem.
import type { BuildProblem } from '../build/user-bundle.ts';
import type { StepError } from '../run-event.ts';

/** What does not build cannot run: each step fails with the place. */
export function notBuilt(problems: readonly BuildProblem[]): StepError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const { file, line, column } = first ?? {};
  return {
    message: `does not build: ${first?.message ?? 'esbuild gave no reason'}${more}`,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}
