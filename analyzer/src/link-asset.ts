// Links the declaration of an asset, external asset, graph asset or multi-asset to the nodes it makes.
import { callShape } from './call-shape.ts';
import { foldedOption, isFlag } from './folded-option.ts';
import { externalFacts, stepFacts } from './folded-words.ts';
import { opsOf } from './graph-ops.ts';
import { reportUndeclaredInputs } from './link-body.ts';
import { linkInputs } from './link-inputs.ts';
import { adviseInputs, isExported, linkNode, reportUnreadable } from './link-node.ts';
import type { Common } from './link-node.ts';
import type { LinkedAsset } from './linked.ts';
import { noSuchOutput, outputsOf } from './outputs.ts';
import { reachedCode } from './reached-code.ts';
import type { Declared } from './resolve-value.ts';
import type { LinkQuestion } from './upstream.ts';

/** Calls of the four factories that make nodes. */
export function linkAsset(question: LinkQuestion, declared: Declared): LinkedAsset[] {
  const { declaration, factory } = declared;
  if (factory === 'multiAsset') return linkMulti(question, declared);
  const node = { ...declared, output: null };
  if (!isExported(question, node)) return [];
  const { options, body, unreadable: ofCall } = callShape(declared);
  const unreadable = [...ofCall];
  const inputs = linkInputs(question, options, unreadable);
  const step = (factory === 'externalAsset' ? externalFacts : stepFacts)({ ...question, options, unreadable });
  const ops = factory === 'graphAsset' ? opsOf(question, body) : undefined;
  const { name, exportName, place } = declaration;
  const named = { name: name ?? exportName ?? 'default', line: place.startLine };
  const code = reachedCode({ ...question, options, unreadable, body, ...named });
  reportUnreadable(question, { unreadable, name: declaration.name });
  adviseInputs(question, { options, body });
  if (unreadable.length === 0) reportUndeclaredInputs(question, { declared, body, named: inputs.edges });
  const automationPlace = options?.byName.get('automation')?.place ?? null;
  const kind = factory === 'externalAsset' ? 'external' : factory === 'graphAsset' ? 'graph' : 'asset';
  const more = ops && { more: { ops } };
  const linked = linkNode(question, node, { ...inputs, kind, body, code, unreadable, step, automationPlace, ...more });
  return linked === null ? [] : [linked];
}

function linkMulti(question: LinkQuestion, declared: Declared): LinkedAsset[] {
  const { declaration } = declared;
  const { outputs, unknown, unreadable: ofOutputs } = outputsOf(declaration);
  const { options, body, unreadable: ofCall } = callShape(declared);
  const unreadable = [...ofCall, ...ofOutputs];
  const inputs = linkInputs(question, options, unreadable);
  const { name, place, parts } = declaration;
  const named = { name: name ?? parts[0]?.name ?? 'default', line: place.startLine };
  const code = reachedCode({ ...question, options, unreadable, body, ...named });
  const canSubset = foldedOption({ ...question, options, unreadable }, 'canSubset', isFlag) ?? false;
  const step = stepFacts({ ...question, options, unreadable });
  for (const output of unknown) question.report('unknown-input', output.place, noSuchOutput(declaration, output.name));
  reportUnreadable(question, { unreadable, name: declaration.name, what: 'this multi-asset' });
  adviseInputs(question, { options, body });
  if (unreadable.length === 0) reportUndeclaredInputs(question, { declared, body, named: inputs.edges });
  const automationPlace = options?.byName.get('automation')?.place ?? null;
  const common: Common = {
    ...inputs,
    kind: 'multi',
    body,
    code,
    unreadable,
    step,
    automationPlace,
    more: { canSubset },
  };
  const linked = outputs.flatMap((output) => {
    const node = { ...declared, output };
    // It may be among what the pattern takes out in a way that is not read.
    if (declaration.isTakenApart && output.constName === null && declaration.unreadable.length > 0) return [];
    return isExported(question, node) ? (linkNode(question, node, common) ?? []) : [];
  });
  // A name of the body that stays the same when outputs are written in another order.
  const [first] = linked.map(({ node }) => node.key).sort();
  return linked.map((each) => ({ ...each, node: { ...each.node, step: first ?? each.node.key } }));
}
