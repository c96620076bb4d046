// Why git gives no answer, as a sentence for the person who asked.

/** Thrown inside this folder, and data to everyone outside it. */
export class GitProblem extends Error {}

/** For what git says when it refuses; its own first line where nothing better is known. */
export function refusal(stderr: string, what: string): GitProblem {
  if (stderr.includes('dubious ownership'))
    return new GitProblem(
      'git does not read this repository, because its folder belongs to another user: `git config --global --add safe.directory FOLDER` allows it.',
    );
  const [line = 'it gave no reason'] = stderr.split('\n').filter((each) => each.trim() !== '');
  return new GitProblem(`git could not ${what}: ${line.replace(/^(?:fatal|error): /, '')}`);
}
