// What a new key changes in strings: selections, the key itself, and the note of the key it had before.
import { ts } from 'ts-morph';
import { selectionAttributes, selectionValue } from '@headwater/graph';
import type { AssetKey } from '@headwater/graph';
import { callShape } from '../call-shape.ts';
import { declarationsOf } from '../declarations-of.ts';
import { unwrap } from '../syntax-tree.ts';
import type { FileEdit } from './code-action.ts';
import { callOf } from './declared-node.ts';
import { sourceOf } from './language-project.ts';
import type { LanguageProject } from './language-project.ts';
import { escapedFor } from './literal-offsets.ts';
import { quoted, replaced, spanOf } from './open-source.ts';
import type { OpenSource } from './open-source.ts';
import { addOption, hasOption, optionOf } from './option-edits.ts';
import type { FactoryCall } from './option-edits.ts';
import { unsafe } from './rename-target.ts';
import type { Refusal, Renamable } from './rename-target.ts';
import { stringKeys } from './string-keys.ts';

/** Keys inside the selections of one file. */
export function selectionEdits(
  project: LanguageProject,
  path: string,
  of: { readonly key: AssetKey; readonly to: AssetKey },
): FileEdit[] {
  const source = sourceOf(project, path);
  if (source === null) return [];
  const { tree } = source;
  return stringKeys({ world: project.world, path, tree })
    .filter(({ role, key }) => role === 'selection' && key === of.key)
    .map(({ holder, start, end }) => {
      const isQuoted = /^\\?"/.test(tree.text.slice(start, end));
      const value = isQuoted ? `"${of.to.replace(/["\\]/g, '\\$&')}"` : selectionValue(of.to);
      const quote = tree.text[holder.getStart(tree)] ?? "'";
      return replaced(source, { start, end }, escapedFor(quote, value));
    });
}

/** A job whose selection names the key where no edit reaches it; null when there is none. */
export function computedSelection({ world, document, absolute }: LanguageProject, key: AssetKey): Refusal | null {
  for (const { name, selection, file, line, column } of document.jobs) {
    if (!selectionAttributes(selection).some((each) => each.name === 'key' && each.value === key)) continue;
    const declared = declarationsOf(world, absolute(file)).find(
      ({ declaration: { place } }) => place.startLine === line && place.startColumn === column,
    );
    const option = declared === undefined ? undefined : callShape(declared).options?.byName.get('selection');
    if (option?.kind === 'value' && option.value.kind !== 'literal')
      return unsafe(
        { key },
        `the selection of the job \`${name}\` names it and is computed (${file}:${line}). Write the selection out there first`,
      );
  }
  return null;
}

/** The new key in the place of the one that `key:` says. */
export function keyEdit(project: LanguageProject, target: Renamable, segments: readonly string[]): FileEdit | Refusal {
  const found = callIn(project, target);
  if ('refused' in found) return found;
  const { source, call } = found;
  const option = optionOf(call, 'key');
  const value = option === null ? null : unwrap(option.initializer);
  const isWritten =
    value !== null &&
    (ts.isStringLiteralLike(value) ||
      (ts.isArrayLiteralExpression(value) && value.elements.every((each) => ts.isStringLiteralLike(unwrap(each)))));
  if (!isWritten)
    return unsafe(
      target,
      `its key is computed (${target.node.file}:${target.node.line}). Write the key out there first`,
    );
  const texts = segments.map((segment) => quoted(source, segment));
  const [only = ''] = texts;
  return replaced(
    source,
    spanOf(value),
    texts.length === 1 && ts.isStringLiteralLike(value) ? only : `[${texts.join(', ')}]`,
  );
}

/** `renamedFrom`, so that what is stored stays this asset's history: the old key, then those before it. */
export function historyEdit(project: LanguageProject, target: Renamable, to: AssetKey): FileEdit | Refusal {
  const found = callIn(project, target);
  if ('refused' in found) return found;
  const { source, call } = found;
  const old = quoted(source, target.key);
  if (!hasOption(call, 'renamedFrom'))
    return (
      addOption(source, call, `renamedFrom: ${old}`) ??
      unsafe(
        target,
        `its options are not written in place, and \`renamedFrom: ${old}\` belongs there. Write them in the call first`,
      )
    );
  const option = optionOf(call, 'renamedFrom');
  const value = option === null ? null : unwrap(option.initializer);
  const known = value === null ? null : former(value);
  if (value === null || known === null)
    return unsafe(
      target,
      `its \`renamedFrom\` is computed (${target.node.file}:${target.node.line}). Write it out first`,
    );
  const all = [target.key, ...known.filter((each) => each !== to && each !== target.key)].map((each) =>
    quoted(source, each),
  );
  return replaced(source, spanOf(value), all.length === 1 ? old : `[${all.join(', ')}]`);
}

function former(value: ts.Expression): string[] | null {
  const items = ts.isArrayLiteralExpression(value) ? value.elements.map(unwrap) : [value];
  return items.every((each) => ts.isStringLiteralLike(each)) ? items.map(({ text }) => text) : null;
}

function callIn(
  project: LanguageProject,
  { node, declared, key }: Renamable,
): { readonly source: OpenSource; readonly call: FactoryCall } | Refusal {
  const source = sourceOf(project, declared.file);
  const call = source === null ? null : callOf(project, source, declared);
  return source !== null && call !== null
    ? { source, call }
    : unsafe(
        { key },
        `the call that declares it is not written in place (${node.file}:${node.line}). Write it there first`,
      );
}
