// Links one file's declarations to those of other files: nodes of the graph, the places of their edges, and problems.
import type { AssetKey, AssetNode, Problem, ProblemCode, Severity, SourceRange } from '@headwater/graph';
import type { AssetDeclaration, PlacedValue, Unreadable } from './file-record.ts';
import { nounFor } from './noun-name.ts';
import { assetsOf, foldValue } from './resolve-value.ts';
import { keyOf, upstreamKey, written } from './upstream.ts';
import type { AssetQuestion, DraftProblem, LinkQuestion, Report } from './upstream.ts';

export interface LinkedAsset {
  readonly node: AssetNode;
  /** Of its name. */
  readonly place: SourceRange;
  /** Where each direct upstream is named. */
  readonly edges: ReadonlyMap<AssetKey, SourceRange>;
  /** The const that other files would import; null for a default export without one. */
  readonly name: string | null;
}

export interface LinkedFile {
  readonly file: string;
  readonly assets: readonly LinkedAsset[];
  readonly problems: readonly DraftProblem[];
}

const SEVERITY: Readonly<Record<ProblemCode, Severity>> = {
  'duplicate-key': 'error',
  'unknown-input': 'error',
  'unknown-import': 'error',
  'not-an-asset': 'error',
  unexported: 'warning',
  keyless: 'error',
  'bad-key': 'error',
  cycle: 'error',
  dynamic: 'info',
  syntax: 'warning',
  'unused-input': 'warning',
  'noun-name': 'hint',
  'bad-tsconfig': 'warning',
};

export function linkFile(question: LinkQuestion): LinkedFile {
  const { world, path, file } = question;
  const problems: DraftProblem[] = [];
  const report: Report = (code, place, message, extra = {}) => {
    problems.push({ ...problemAt({ code, file, place, message }), ...extra });
  };
  const assets = assetsOf(world, path).flatMap((declaration) => linkAsset({ ...question, report }, declaration) ?? []);
  for (const { kind, reason, place } of world.record(path)?.strays ?? []) {
    if (kind === 'unnamed')
      report(
        'unexported',
        place,
        'This asset has no name, so nothing can materialize it. Write `export const name = asset(…)`.',
      );
    else
      report(
        'dynamic',
        place,
        `This asset is not in the graph before a run: ${reason}. Write it as a top-level \`export const name = asset(…)\` to see it while you type.`,
      );
  }
  return { file, assets, problems };
}

export function problemAt(of: {
  readonly code: ProblemCode;
  readonly file: string;
  readonly place: SourceRange;
  readonly message: string;
}): Problem {
  const { code, file, place, message } = of;
  const { startLine: line, startColumn: column, endLine, endColumn } = place;
  return { code, severity: SEVERITY[code], message, file, line, column, endLine, endColumn };
}

function linkAsset(question: AssetQuestion, declaration: AssetDeclaration): LinkedAsset | null {
  const { file, report } = question;
  const { name, exportName, place } = declaration;
  if (exportName === null) {
    report(
      'unexported',
      place,
      `\`${name}\` is not exported, so nothing can materialize it. Write \`export const ${name} = asset(…)\`.`,
    );
    return null;
  }
  const key = readKey(question, declaration);
  const unreadable: Unreadable[] = [...declaration.unreadable];
  const edges = new Map<AssetKey, SourceRange>();
  const upstream = (named: PlacedValue, label: string): AssetKey | null => {
    const found = upstreamKey(question, named, label);
    if (found === null) return null;
    if (typeof found !== 'string') {
      unreadable.push({ reason: found.reason, place: named.place });
      return null;
    }
    if (!edges.has(found)) edges.set(found, named.place);
    return found;
  };
  const inputs = declaration.inputs.flatMap((input) => {
    const found = upstream(input, `input \`${input.name}\``);
    return found === null ? [] : [[input.name, found] as const];
  });
  const deps = declaration.deps
    .map((dep) => upstream(dep, `dep \`${written(dep.value)}\``))
    .filter((each) => each !== null);
  const {
    group = 'default',
    kinds = [],
    description = declaration.comment,
  } = readOptions(question, { declaration, unreadable });
  for (const { reason, place: at } of unreadable)
    report(
      'dynamic',
      at,
      `Part of ${name === null ? 'this asset' : `\`${name}\``} is known only after a run: ${reason}. Write it out in place to see it while you type.`,
    );
  advise(question, declaration);
  if (key === null) return null;
  const [first] = unreadable;
  const node: AssetNode = {
    key,
    kind: 'asset',
    step: key,
    inputs: Object.fromEntries(inputs),
    deps: [...new Set(deps)],
    group,
    kinds,
    tags: {},
    owners: [],
    description,
    file,
    line: place.startLine,
    column: place.startColumn,
    range: declaration.range,
    exportName,
    io: null,
    checks: [],
    codeVersion: declaration.codeVersion,
    ...(first === undefined ? {} : { dynamic: { reason: first.reason, file, line: first.place.startLine } }),
  };
  return { node, place, edges, name };
}

/** Null after reporting why there is none. */
function readKey({ world, path, report }: AssetQuestion, declaration: AssetDeclaration): AssetKey | null {
  const found = keyOf(world, path, declaration);
  switch (found.kind) {
    case 'key':
      return found.key;
    case 'bad':
      report('bad-key', found.place, `${found.reason}. Good keys are \`'orders'\` and \`['weather', 'highs']\`.`);
      return null;
    case 'none':
      report(
        'keyless',
        declaration.place,
        "A default export has no name to take its key from. Give it one: `asset({ key: 'name', … }, …)`.",
      );
      return null;
    case 'computed':
      report(
        'dynamic',
        found.place,
        'This asset is not in the graph before a run: its key is computed. Write the key as a literal to see it while you type.',
      );
      return null;
  }
}

interface ReadOptions {
  readonly group?: string;
  readonly kinds?: readonly string[];
  readonly description?: string;
}

function readOptions(
  { world, path }: AssetQuestion,
  of: { readonly declaration: AssetDeclaration; readonly unreadable: Unreadable[] },
): ReadOptions {
  const read: Record<string, unknown> = {};
  for (const [name, fits] of Object.entries({ group: isText, kinds: isTexts, description: isText })) {
    const option = of.declaration.options[name as 'group' | 'kinds' | 'description'];
    if (option === undefined) continue;
    const value = foldValue(world, path, option.value);
    if (fits(value)) read[name] = value;
    else of.unreadable.push({ reason: `its \`${name}\` is computed`, place: option.place });
  }
  return read;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

/** Unused inputs, names that are verbs. */
function advise({ report }: AssetQuestion, { name, place, options, inputs, taken }: AssetDeclaration): void {
  for (const input of taken === null ? [] : inputs.filter((each) => !taken.has(each.name)))
    report(
      'unused-input',
      input.place,
      `Input \`${input.name}\` is loaded, but the body does not take it. Take it, remove it, or list it in \`deps\` if only the order matters.`,
    );
  const noun = name === null || options.key !== undefined ? null : nounFor(name);
  if (noun !== null)
    report(
      'noun-name',
      place,
      `\`${name}\` names an action, but an asset is what exists afterwards: \`${noun}\` would say that.`,
    );
}
