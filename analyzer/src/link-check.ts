// Links a check that stands apart from its asset.
import type { AssetKey } from '@headwater/graph';
import { callShape } from './call-shape.ts';
import { foldedOption, isFlag, isSeverity, isText } from './folded-option.ts';
import { listItems } from './link-inputs.ts';
import { reportUnreadable } from './link-node.ts';
import { nodeId } from './linked.ts';
import type { LinkedCheck } from './linked.ts';
import type { Declared } from './resolve-value.ts';
import { keyOf, nodeNamed, placeOf, upstreamKey, written } from './upstream.ts';
import type { LinkQuestion } from './upstream.ts';

/** Null after reporting why there is none. */
export function linkCheck(question: LinkQuestion, declared: Declared): LinkedCheck | null {
  const { file, report } = question;
  const { declaration } = declared;
  const { name: constName, exportName, place } = declaration;
  if (exportName === null) {
    report(
      'unexported',
      place,
      `The check \`${constName}\` is not exported, so nothing runs it. Write \`export const ${constName} = assetCheck(…)\`.`,
    );
    return null;
  }
  const { subject, options, unreadable: ofCall } = callShape(declared);
  if (subject === null) return null;
  const checked = nodeNamed(question, subject, 'checked asset');
  if (checked === null) return null;
  const owner = 'reason' in checked ? null : question.world.foreign(checked.file);
  if (owner !== null) {
    report(
      'not-an-asset',
      subject.place,
      `The checked asset belongs to the project \`${owner.name}\`, which makes it, so this project never checks it. Declare the check there.`,
    );
    return null;
  }
  const key = 'reason' in checked ? null : keyOf(question.world, checked);
  if ('reason' in checked || key?.kind === 'computed') {
    const reason = 'reason' in checked ? checked.reason : 'the key of the checked asset is computed';
    report(
      'dynamic',
      subject.place,
      `This check is not in the graph before a run: ${reason}. Name an asset of the project.`,
    );
    return null;
  }
  // A bad or missing key is reported where it is written.
  if (key?.kind !== 'key') return null;
  const unreadable = [...ofCall];
  const facts = { ...question, options, unreadable };
  const name = options?.byName.has('name') === true ? foldedOption(facts, 'name', isText) : constName;
  const blocks = options?.byName.has('blocks') === true ? blockedKeys(question, facts) : null;
  const check = {
    asset: key.key,
    blocking: blocks !== null || (foldedOption(facts, 'blocking', isFlag) ?? false),
    blocks,
    severity: foldedOption(facts, 'severity', isSeverity) ?? 'error',
    file,
    line: place.startLine,
    column: place.startColumn,
    exportName,
  };
  reportUnreadable(question, { unreadable, name: constName, what: 'this check' });
  if (name === null)
    report(
      'keyless',
      place,
      "A default export has no name for the check to have. Give it one: `assetCheck(asset, { name: 'name' }, …)`.",
    );
  return name == null
    ? null
    : { node: { ...check, name }, of: nodeId(question.relative(checked.file), placeOf(checked)), place };
}

function blockedKeys(
  question: LinkQuestion,
  { options, unreadable }: Pick<Parameters<typeof foldedOption>[0], 'options' | 'unreadable'>,
): AssetKey[] {
  return listItems(options, 'blocks', unreadable).flatMap((named) => {
    const key = upstreamKey(question, named, `blocked asset \`${written(named.value)}\``);
    if (key === null) return [];
    if (typeof key === 'string') return [key];
    unreadable.push({ reason: key.reason, place: named.place });
    return [];
  });
}
