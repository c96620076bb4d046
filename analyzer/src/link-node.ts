// Makes one node of the graph of what declares it, and gives advice about how it is written.
import type { AssetNode, SourceRange } from '@headwater/graph';
import type { Body, Unreadable, WrittenOptions } from './file-record.ts';
import { freshnessOf } from './folded-words.ts';
import type { StepFacts } from './folded-words.ts';
import { reportUnreturnedChecks } from './link-body.ts';
import type { Inputs } from './link-inputs.ts';
import { nodeId } from './linked.ts';
import type { LinkedAsset } from './linked.ts';
import { nodeFacts } from './node-facts.ts';
import { nounFor } from './noun-name.ts';
import type { ReachedCode } from './reached-code.ts';
import { exportNameOf, keyOf, optionsOf, placeOf } from './upstream.ts';
import type { DeclaredNode, LinkQuestion } from './upstream.ts';

/** What the nodes of one declaration have in common. */
export interface Common extends Inputs {
  readonly kind: AssetNode['kind'];
  readonly body: Body | null;
  readonly code: ReachedCode;
  readonly more?: Pick<AssetNode, 'ops' | 'canSubset'>;
  readonly step: StepFacts;
  readonly automationPlace: SourceRange | null;
  /** Of the whole declaration. */
  readonly unreadable: readonly Unreadable[];
}

/** The declaration is exported. Null after reporting why there is no node. */
export function linkNode(question: LinkQuestion, declared: DeclaredNode, common: Common): LinkedAsset | null {
  const { file, report } = question;
  const { declaration, output } = declared;
  const { kind, body, code, more, inputs, deps, edges, places, mappings, step } = common;
  const exportName = exportNameOf(declared);
  if (exportName === null) throw new Error('A node that nothing exports was linked');
  const name = constNameOf(declared);
  const key = readKey(question, declared);
  const own: Unreadable[] = [];
  const options = optionsOf(declared);
  const facts = nodeFacts({ ...question, options, unreadable: own });
  const freshness = freshnessOf({ ...question, options, unreadable: own });
  if (output !== null) own.push(...unreadableOutput(declared));
  reportUnreadable(question, { unreadable: own, name });
  const noun = name === null || options?.byName.has('key') === true ? null : nounFor(name);
  const place = placeOf(declared);
  if (noun !== null)
    report(
      'noun-name',
      place,
      `\`${name}\` names an action, but an asset is what exists afterwards: \`${noun}\` would say that.`,
    );
  if (key === null) return null;
  const [dynamic] = [...common.unreadable, ...own];
  const { group, kinds, tags, owners, io, ioPlace, former, columns, description, checks } = facts;
  // The body of a graph asset hands on what its ops return.
  if (kind === 'asset' || kind === 'multi')
    reportUnreturnedChecks(question, { name: key, body, declared: checks, output: output?.name ?? null });
  const at = { file, line: place.startLine, column: place.startColumn };
  const node: AssetNode = {
    key,
    kind,
    step: key,
    inputs,
    deps,
    ...(places && { places }),
    group,
    kinds,
    tags,
    owners,
    description: description ?? (output === null ? declaration.comment : output.comment),
    ...at,
    range: declaration.range,
    exportName,
    io,
    checks: checks?.map((check) => check.name) ?? [],
    ...(columns !== undefined && { columns }),
    ...step,
    ...(mappings && { mappings }),
    ...freshness,
    ...(former.length > 0 && { renamedFrom: former.map((each) => each.key) }),
    ...(output !== null && { output: output.name }),
    ...more,
    codeVersion: code.version,
    ...(code.parts.size > 0 && { code: [...code.parts.keys()] }),
    ...(dynamic && { dynamic: { reason: dynamic.reason, file, line: dynamic.place.startLine } }),
  };
  const id = nodeId(file, place);
  return {
    id,
    node,
    place,
    edges,
    name: declaration.name ?? name,
    ioPlace,
    automationPlace: common.automationPlace,
    former,
    checks:
      checks?.map(({ place: written, ...check }) => ({
        node: {
          asset: key,
          ...check,
          blocks: null,
          file,
          line: written.startLine,
          column: written.startColumn,
          exportName: null,
        },
        of: id,
        place: written,
      })) ?? null,
    code: code.parts,
    returned: (body?.returnedChecks ?? []).filter(({ first }) => output === null || first === output.name),
  };
}

/** False after reporting it: what nothing exports cannot be reached by a run. */
export function isExported({ report }: LinkQuestion, declared: DeclaredNode): boolean {
  const { factory, declaration, output } = declared;
  if (exportNameOf(declared) !== null) return true;
  const name = constNameOf(declared);
  const what = output === null ? `\`${name}\`` : `The output \`${output.name}\``;
  const consequence = factory === 'externalAsset' ? 'nothing can load it' : 'nothing can materialize it';
  const repair =
    output === null || declaration.name !== null
      ? `Write \`export const ${declaration.name ?? name} = ${factory}(…)\`.`
      : `Take it out: \`export const { ${output.name}, … } = ${factory}(…)\`.`;
  report('unexported', placeOf(declared), `${what} is not exported, so ${consequence}. ${repair}`);
  return false;
}

function constNameOf({ declaration, output }: DeclaredNode): string | null {
  return output === null ? declaration.name : (output.constName ?? output.name);
}

/** Null after reporting why there is none. */
function readKey({ world, report }: LinkQuestion, declared: DeclaredNode): string | null {
  const found = keyOf(world, declared);
  switch (found.kind) {
    case 'key':
      return found.key;
    case 'bad':
      report('bad-key', found.place, `${found.reason}. Good keys are \`'orders'\` and \`['weather', 'highs']\`.`);
      return null;
    case 'none':
      report(
        'keyless',
        placeOf(declared),
        `A default export has no name to take its key from. Give it one: \`${declared.factory}({ key: 'name', … }, …)\`.`,
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

function unreadableOutput({ output }: DeclaredNode): Unreadable[] {
  if (output === null) return [];
  const { name, written, place } = output;
  if (written === null) return [{ reason: `the output \`${name}\` is not written in place`, place }];
  const [options] = written.args;
  if (options === undefined) return [];
  return options.options === null
    ? [{ reason: `the options of the output \`${name}\` are not written in place`, place: options.place }]
    : [...options.options.unreadable];
}

export function reportUnreadable(
  { report }: LinkQuestion,
  of: { readonly unreadable: readonly Unreadable[]; readonly name: string | null; readonly what?: string },
): void {
  const { unreadable, name, what = 'this asset' } = of;
  for (const { reason, place } of unreadable)
    report(
      'dynamic',
      place,
      `Part of ${name === null ? what : `\`${name}\``} is known only after a run: ${reason}. Write it out in place to see it while you type.`,
    );
}

/** Inputs that are loaded for nothing. */
export function adviseInputs(
  { report }: LinkQuestion,
  { options, body }: { readonly options: WrittenOptions | null; readonly body: Body | null },
): void {
  const inputs = options?.byName.get('inputs');
  if (body?.taken == null || inputs?.kind !== 'record') return;
  for (const entry of inputs.entries)
    if (entry.kind === 'named' && !body.taken.has(entry.name))
      report(
        'unused-input',
        entry.place,
        `Input \`${entry.name}\` is loaded, but the body does not take it. Take it, remove it, or list it in \`deps\` if only the order matters.`,
      );
}
