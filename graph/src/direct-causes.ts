// What differs between what a materialization was made of and now: its code, its data, its dependencies.
import { codeChange } from './code-change.ts';
import { inputNames, isSameInput } from './input-names.ts';
import type { AssetKey, AssetNode, CodeId, CodeParts } from './model.ts';
import { shortRun } from './short-run.ts';
import type { Cause, InputVersion } from './status-model.ts';

/** Its provenance, as far as causes are found by it. */
export interface MadeOf {
  readonly codeVersion: string | null;
  readonly code?: Readonly<Record<CodeId, string>>;
  readonly inputs: Readonly<Record<AssetKey, Pick<InputVersion, 'names'>>>;
}

interface Comparison {
  readonly node: AssetNode;
  readonly upstream: readonly AssetKey[];
  readonly code: CodeParts;
  readonly made: MadeOf;
  /** The run that made an input's data other than what was read; null: it is the same, or nothing is stored of it now. */
  readonly changedBy: (upstream: AssetKey) => string | null;
}

/** CODE, DATA, DEPENDENCIES. */
export function directCauses({ node, upstream, code, made, changedBy }: Comparison): Cause[] {
  const causes: Cause[] = [];
  let kept = 0;
  if (codeDiffers(node.codeVersion, made.codeVersion))
    causes.push({ kind: 'code', ...codeChange({ node, then: made.code, now: code }) });
  for (const key of upstream) {
    const provenance = Object.hasOwn(made.inputs, key) ? made.inputs[key] : undefined;
    if (provenance === undefined) {
      causes.push({ kind: 'deps', asset: key, message: `${key} is a new dependency`, ...placeOf(node) });
      continue;
    }
    kept++;
    if (!isSameInput(node, { upstream: key, then: provenance })) {
      const message = `${key} is ${inputWords(inputNames(node, key))} now, and was ${inputWords(provenance.names ?? [])}`;
      causes.push({ kind: 'deps', asset: key, message, ...placeOf(node) });
    }
    const run = changedBy(key);
    if (run !== null) causes.push({ kind: 'data', asset: key, message: `${key} has new data (run ${shortRun(run)})` });
  }
  const before = Object.keys(made.inputs);
  // A set only where something is gone: most assets of most graphs come through here unchanged.
  if (before.length === kept) return causes;
  const now = new Set(upstream);
  for (const key of before) {
    if (!now.has(key))
      causes.push({ kind: 'deps', asset: key, message: `${key} is no longer a dependency`, ...placeOf(node) });
  }
  return causes;
}

const inputWords = (names: readonly string[]): string =>
  names.length === 0 ? 'no input' : `the input ${names.map((name) => `\`${name}\``).join(' and ')}`;

function codeDiffers(now: string | null, then: string | null): boolean {
  return now !== null && then !== null && now !== then && algorithm(now) === algorithm(then);
}

/** Versions of two algorithms say nothing about each other: the asset stays fresh, with a note. */
export function incomparable(node: AssetNode, { codeVersion }: Pick<MadeOf, 'codeVersion'>): Cause[] {
  if (node.codeVersion === null || codeVersion === null || algorithm(node.codeVersion) === algorithm(codeVersion))
    return [];
  return [
    {
      kind: 'unknown',
      message: 'whether its code changed is not known: it was materialized by a version that reads code differently',
    },
  ];
}

/** `c1:…` is of the algorithm `c1`. */
function algorithm(codeVersion: string): string {
  const end = codeVersion.indexOf(':');
  return end < 0 ? '' : codeVersion.slice(0, end);
}

export function placeOf(node: AssetNode): Pick<Cause, 'file' | 'line' | 'column'> {
  return { file: node.file, line: node.line, column: node.column };
}
