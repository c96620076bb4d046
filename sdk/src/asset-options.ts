// Checks the options of an asset when it is defined, and freezes what they say into its description.
import { DEFINITION, type AssetDescription, type Described } from './definition.ts';
import { describeValue } from './describe-value.ts';

type Facts = Omit<AssetDescription, 'run' | 'type'>;

const OPTIONS = ['inputs', 'deps', 'group', 'kinds', 'description', 'key'] as const;

/** Throws a TypeError whose sentence names the option, what it got, and what to write instead. */
export function readOptions(given: unknown): Facts {
  if (!isRecord(given))
    throw problem(`the first of two arguments holds the options, an object; got ${describeValue(given)}.`);
  for (const name of Object.keys(given)) if (!OPTIONS.some((each) => each === name)) throw unknownOption(name);
  return Object.freeze({
    key: readKey(given['key']),
    description: readText(given['description'], 'description'),
    group: readName(given['group'], 'group'),
    kinds: readKinds(given['kinds']),
    inputs: readInputs(given['inputs']),
    deps: readDeps(given['deps']),
  });
}

function problem(sentence: string): TypeError {
  return new TypeError(`asset: ${sentence}`);
}

function unknownOption(name: string): TypeError {
  const near = OPTIONS.find((each) => isNear(each, name.toLowerCase()));
  const advice =
    near === undefined ? `The options are ${OPTIONS.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
  return problem(`there is no option ${JSON.stringify(name)}. ${advice}`);
}

/** One slip apart: a letter more, less, other or swapped with its neighbour; or one is the beginning of the other. */
function isNear(option: string, written: string): boolean {
  if (written.length >= 3 && (option.startsWith(written) || written.startsWith(option))) return true;
  let start = 0;
  while (start < option.length && option[start] === written[start]) start++;
  let end = 0;
  const shorter = Math.min(option.length, written.length);
  while (end < shorter - start && option.at(-1 - end) === written.at(-1 - end)) end++;
  const left = option.slice(start, option.length - end);
  const right = written.slice(start, written.length - end);
  const swapped = left.length === 2 && left[0] === right[1] && left[1] === right[0];
  return swapped || (left.length <= 1 && right.length <= 1);
}

function readKey(key: unknown): readonly string[] | null {
  if (key === undefined) return null;
  const segments: readonly unknown[] = Array.isArray(key) ? key : [key];
  if (segments.length === 0) throw problem('key is an empty array; give it at least one segment, or leave it out.');
  return Object.freeze(segments.map((segment) => readSegment(segment, key)));
}

function readSegment(segment: unknown, key: unknown): string {
  const inKey = Array.isArray(key) ? ` in key ${JSON.stringify(key)}` : '';
  if (typeof segment !== 'string')
    throw problem(`key is a string or an array of strings; got ${describeValue(segment)}${inKey}.`);
  if (segment === '') throw problem(`key has an empty segment${inKey}; name it, or leave key out.`);
  if (segment.includes('/')) {
    const several = segment.split('/').filter((each) => each !== '');
    throw problem(
      `key segment ${JSON.stringify(segment)} has a slash; write several segments as an array: ${JSON.stringify(several)}.`,
    );
  }
  if (segment === '.' || segment === '..')
    throw problem(`key segment "${segment}" would leave its folder; give it a name.`);
  // Lone surrogates too: they have no form in a file's name.
  if (/[\p{Cc}\p{Cs}]/u.test(segment))
    throw problem(`key segment ${JSON.stringify(segment)} has a control character; use printable ones.`);
  return segment;
}

function readText(text: unknown, option: string): string | null {
  if (text === undefined) return null;
  if (typeof text !== 'string') throw problem(`${option} is a string; got ${describeValue(text)}.`);
  return text;
}

function readName(name: unknown, option: string): string | null {
  const text = readText(name, option);
  if (text?.trim() === '') throw problem(`${option} is empty; name it, or leave it out.`);
  return text;
}

function readKinds(kinds: unknown): readonly string[] {
  if (kinds === undefined) return Object.freeze([]);
  if (!Array.isArray(kinds))
    throw problem(`kinds is an array of strings, such as ['typescript']; got ${describeValue(kinds)}.`);
  return Object.freeze(
    kinds.map((kind: unknown) => {
      if (typeof kind !== 'string' || kind.trim() === '') {
        throw problem(`kinds is an array of words, such as ['typescript']; one of them is ${describeValue(kind)}.`);
      }
      return kind;
    }),
  );
}

function readInputs(inputs: unknown): Readonly<Record<string, Described>> {
  if (inputs === undefined) return Object.freeze({});
  if (!isRecord(inputs))
    throw problem(`inputs is an object of assets, such as { orders }; got ${describeValue(inputs)}.`);
  const read = Object.entries(inputs).map(
    ([name, value]) => [name, readAsset(value, `input ${JSON.stringify(name)}`)] as const,
  );
  return Object.freeze(Object.fromEntries(read));
}

function readDeps(deps: unknown): readonly Described[] {
  if (deps === undefined) return Object.freeze([]);
  if (!Array.isArray(deps)) throw problem(`deps is an array of assets, such as [orders]; got ${describeValue(deps)}.`);
  return Object.freeze([...new Set(deps.map((value: unknown, index) => readAsset(value, `deps[${index}]`)))]);
}

function readAsset(value: unknown, what: string): Described {
  if (isDescribed(value)) return value;
  const advice =
    value === undefined
      ? 'Is it exported under that name? Two files that import each other’s assets also give undefined: move one of the assets.'
      : 'Hand in the asset itself, as asset(…) returned it.';
  throw problem(`${what} is not an asset but ${describeValue(value)}. ${advice}`);
}

function isDescribed(value: unknown): value is Described {
  return typeof value === 'function' && DEFINITION in value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
