// Words for options that are wrong: whose they are, and the name that was probably meant.
import { describeValue } from './describe-value.ts';

/** Begins with what has the options: `asset`, `multiAsset: output "users"`. */
export function problem(of: string, sentence: string): TypeError {
  return new TypeError(`${of}: ${sentence}`);
}

/** `kinds is an array of strings, such as ['table']; got a string ("x").` */
export function wrong(
  of: string,
  option: string,
  { is, got }: { readonly is: string; readonly got: unknown },
): TypeError {
  return problem(of, `${option} is ${is}; got ${describeValue(got)}.`);
}

/** @throws TypeError when there is a name that is not known. */
export function refuseUnknown(
  given: Readonly<Record<string, unknown>>,
  { of, known, what = 'option' }: { readonly of: string; readonly known: readonly string[]; readonly what?: string },
): void {
  const name = Object.keys(given).find((each) => !known.includes(each));
  if (name === undefined) return;
  const near = nearest(name, known);
  const advice =
    near === undefined
      ? known.length === 1
        ? `The only ${what} is ${known[0] ?? ''}.`
        : `The ${what}s are ${known.join(', ')}.`
      : `Did you mean ${JSON.stringify(near)}?`;
  throw problem(of, `there is no ${what} ${JSON.stringify(name)}. ${advice}`);
}

/** The one that was probably meant. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  return known.find((each) => isNear(each.toLowerCase(), written.toLowerCase()));
}

/** One slip apart: a letter more, less, other or swapped with its neighbour; or they begin alike. */
function isNear(option: string, written: string): boolean {
  if (written.length >= 3 && (option.startsWith(written) || written.startsWith(option))) return true;
  let start = 0;
  while (start < option.length && option[start] === written[start]) start++;
  if (start >= 5 && start >= 0.75 * written.length) return true;
  let end = 0;
  const shorter = Math.min(option.length, written.length);
  while (end < shorter - start && option.at(-1 - end) === written.at(-1 - end)) end++;
  const left = option.slice(start, option.length - end);
  const right = written.slice(start, written.length - end);
  const swapped = left.length === 2 && left[0] === right[1] && left[1] === right[0];
  return swapped || (left.length <= 1 && right.length <= 1);
}
