// Tells what a body does that its options do not say: assets it reads without naming them, checks it never returns.
import { nearestName } from '@headwater/graph';
import type { AssetKey, SourceRange } from '@headwater/graph';
import { nounOf } from './factories.ts';
import type { Body, StaticValue } from './file-record.ts';
import type { DeclaredCheck } from './node-facts.ts';
import { outputsOf } from './outputs.ts';
import { resolvePlace, resolveValue } from './resolve-value.ts';
import type { Declared, Target } from './resolve-value.ts';
import { declaredHere, exportNameOf, isNode, keyOf, placeOf, written } from './upstream.ts';
import type { DeclaredNode, LinkQuestion } from './upstream.ts';

/** `named` holds the upstreams its options name. The body would get the definition, never the stored value. */
export function reportUndeclaredInputs(
  question: LinkQuestion,
  of: {
    readonly declared: Declared;
    readonly body: Body | null;
    readonly named: ReadonlyMap<AssetKey, SourceRange>;
  },
): void {
  const { declared, body, named } = of;
  const seen = new Set<string>();
  for (const { path, read, place } of placedReads(question, declared, body)) {
    const used = usedAsset({ world: question.world, path }, read);
    if (used === null || used.target.declaration === declared.declaration) continue;
    const name = written(used.value);
    const [first] = used.nodes;
    const keys = used.nodes.map((node) => keyOf(question.world, node));
    const isUnsure = keys.some((found) => found.kind !== 'key' || named.has(found.key));
    if (first === undefined || isUnsure || seen.has(name) || used.nodes.every((node) => exportNameOf(node) === null))
      continue;
    seen.add(name);
    const related = [declaredHere(question, first.file, placeOf(first))];
    question.report('undeclared-input', startOf(place, { read, name }), sentence(declared, used), { related });
  }
}

interface PlacedRead {
  /** The file it is to be understood in. */
  readonly path: string;
  readonly read: StaticValue;
  readonly place: SourceRange;
}

/** Of a function of another file that is named as the body, what it reads itself: told where it is named. */
function placedReads({ world, path }: LinkQuestion, { declaration }: Declared, body: Body | null): PlacedRead[] {
  if (body === null) return [];
  const [only, ...others] = body.reads;
  const place = declaration.args.at(-1)?.place;
  const isNamed = others.length === 0 && place !== undefined && samePlace(body.readAt[0], place);
  const at = only === undefined || !isNamed ? null : resolvePlace(world, path, only).at;
  if (isNamed && at !== null)
    return (world.record(at.file)?.code.get(at.name)?.reads ?? []).map((read) => ({ path: at.file, read, place }));
  return body.reads.flatMap((read, index) => {
    const written = body.readAt[index];
    return written === undefined ? [] : [{ path, read, place: written }];
  });
}

function samePlace(a: SourceRange | undefined, b: SourceRange): boolean {
  return (
    a?.startLine === b.startLine &&
    a.startColumn === b.startColumn &&
    a.endLine === b.endLine &&
    a.endColumn === b.endColumn
  );
}

interface UsedAsset {
  /** As it is written: `orders`, `api.users`. */
  readonly value: StaticValue;
  readonly target: Extract<Target, { kind: 'declared' | 'output' }>;
  /** Of a whole multi-asset all of its outputs. */
  readonly nodes: readonly DeclaredNode[];
}

/** The asset that a name, or the beginning of a chain of property reads, stands for. */
function usedAsset(question: Pick<LinkQuestion, 'world' | 'path'>, read: StaticValue): UsedAsset | null {
  const target = resolveValue(question.world, question.path, read);
  if (target.kind === 'output') return { value: read, target, nodes: [target] };
  if (target.kind === 'declared') {
    if (isNode(target)) return { value: read, target, nodes: [{ ...target, output: null }] };
    if (target.factory !== 'multiAsset') return null;
    const nodes = outputsOf(target.declaration).outputs.map((output) => ({ ...target, output }));
    return { value: read, target, nodes };
  }
  return read.kind === 'member' && target.kind === 'other' ? usedAsset(question, read.of) : null;
}

function sentence({ declaration }: Declared, { value, target, nodes }: UsedAsset): string {
  const body = declaration.name === null ? 'This body' : `The body of \`${declaration.name}\``;
  const name = written(value);
  const noun = target.kind === 'output' ? 'output' : nounOf(target.factory);
  const of = target.kind === 'declared' && target.factory === 'multiAsset' ? nodes[0]?.output?.name : undefined;
  const input = of === undefined ? name : `${name}.${of}`;
  const local = input.slice(input.lastIndexOf('.') + 1);
  const entry = local === input ? local : `${local}: ${input}`;
  return `${body} uses the ${noun} \`${name}\` itself instead of its value: the graph has no edge to it, and nothing stored is read. Name it in the options, \`inputs: { ${entry} }\`, and take it from the body's first parameter.`;
}

/** The part of a chain that names the asset, where it is written letter for letter on one line. */
function startOf(
  place: SourceRange,
  { read, name }: { readonly read: StaticValue; readonly name: string },
): SourceRange {
  const isVerbatim = place.startLine === place.endLine && place.endColumn - place.startColumn === written(read).length;
  return isVerbatim ? { ...place, endColumn: place.startColumn + name.length } : place;
}

/** Only where every result of the body can be read: then a run can only fail. */
export function reportUnreturnedChecks(
  { report }: LinkQuestion,
  of: {
    readonly name: string;
    readonly body: Body | null;
    readonly declared: readonly DeclaredCheck[] | null;
    /** Null: of an asset with one value. */
    readonly output: string | null;
  },
): void {
  const { name, body, declared, output } = of;
  if (body === null || body.mayReturnMore || declared === null) return;
  const returned = body.returnedChecks.filter(({ first }) => output === null || first === output);
  const names = returned.map((each) => each.name);
  const slips = names.filter((each) => !declared.some((check) => check.name === each));
  for (const check of declared) {
    // A slip is reported where it is written.
    if (names.includes(check.name) || nearestName(check.name, slips) !== null) continue;
    const call = output === null ? 'ctx.result(value, ' : `ctx.result('${output}', value, `;
    report(
      'unreturned-check',
      check.place,
      `\`${name}\` declares the check \`${check.name}\`, but its body never returns an outcome of it, which fails the run. Return \`${call}{ checks: { ${check.name}: … } })\`, or check it apart with \`assetCheck\`.`,
    );
  }
}
