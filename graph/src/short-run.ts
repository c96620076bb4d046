// A run's name in a sentence: the end of its id, which the commands take as well.

/** `4f2a9c` of `20261121174500123-4f2a9c`. */
export function shortRun(run: string): string {
  return run.slice(run.lastIndexOf('-') + 1);
}
