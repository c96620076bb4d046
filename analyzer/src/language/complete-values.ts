// Names that stand in strings of options: groups, kinds, tags, owners, IO managers, each as the project already has them.
import { ts } from 'ts-morph';
import { valueCounts, type AssetNode } from '@headwater/graph';
import type { Completion } from './completion.ts';
import { insideLiteral, isPropertyName } from './cursor-question.ts';
import type { CursorQuestion } from './cursor-question.ts';
import { definitionsCall, resourceNames } from './definitions-call.ts';
import { escapedFor } from './literal-offsets.ts';
import type { LanguageProject } from './language-project.ts';
import { replaced } from './open-source.ts';

export function valueCompletions(question: CursorQuestion): readonly Completion[] {
  const { project, source, node, option } = question;
  const isName = ts.isPropertyAssignment(node.parent) && isPropertyName(node);
  const values = valuesOf(project, { option, isName, assets: otherAssets(question) });
  const taken = siblings(node);
  const span = insideLiteral(question);
  const quote = source.text[span.start - 1] ?? "'";
  return [...values]
    .filter(([value]) => !taken.has(value))
    .map(([value, detail]) => ({
      label: value,
      kind: 'value',
      edit: replaced(source, span, escapedFor(quote, value)),
      filter: value,
      detail,
      more: [],
    }));
}

/** Without the one that is being written: what is half typed is no name yet. */
export function otherAssets({ project, source, offset }: CursorQuestion): readonly AssetNode[] {
  const line = source.tree.getLineAndCharacterOfPosition(offset).line + 1;
  return project.document.assets.filter(
    ({ file, range }) => file !== source.file || line < range.startLine || line > range.endLine,
  );
}

/** Each with what is told beside it; the most used first. */
function valuesOf(
  project: LanguageProject,
  of: { readonly option: readonly string[]; readonly isName: boolean; readonly assets: readonly AssetNode[] },
): Map<string, string> {
  const { isName, assets } = of;
  const [option, name, ...deeper] = of.option;
  if (deeper.length > 0) return new Map();
  if (option === 'io' && name === undefined)
    return new Map(resourceNames(definitionsCall(project)).map((each) => [each, 'resource of definitions']));
  if (option === 'tags') {
    if (isName) return valueCounts(assets, ({ tags }) => Object.keys(tags));
    return valueCounts(assets, ({ tags }) => (name === undefined ? [] : (tags[name] ?? [])));
  }
  if (name !== undefined) return new Map();
  if (option === 'group') return valueCounts(assets, ({ group }) => (group === 'default' ? [] : group));
  if (option === 'kinds') return valueCounts(assets, ({ kinds }) => kinds);
  return option === 'owners' ? valueCounts(assets, ({ owners }) => owners) : new Map();
}

/** What the list around it has already. */
function siblings(node: ts.Node): ReadonlySet<string> {
  const { parent } = node;
  if (ts.isArrayLiteralExpression(parent))
    return new Set(
      parent.elements.flatMap((each) => (each !== node && ts.isStringLiteralLike(each) ? [each.text] : [])),
    );
  if (!isPropertyName(node) || !ts.isObjectLiteralExpression(parent.parent)) return new Set();
  return new Set(
    parent.parent.properties.flatMap((each) =>
      each.name && each.name !== node && !ts.isComputedPropertyName(each.name) ? [each.name.text] : [],
    ),
  );
}
