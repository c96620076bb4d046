// Assets and resources that a list of them could name: those that TypeScript does not offer, because they need an import or a path.
import { posix } from 'node:path';
import { ts } from 'ts-morph';
import { valueCounts } from '@headwater/graph';
import type { Completion } from './completion.ts';
import { fits, isPropertyName, wordSpan } from './cursor-question.ts';
import type { CursorQuestion } from './cursor-question.ts';
import { nodeOf } from './language-project.ts';
import { isIdentifierName, propertyName, replaced } from './open-source.ts';
import { offeredAssets, offeredResources, referenceTo } from './project-names.ts';
import type { Offered, Reference } from './project-names.ts';
import { otherAssets } from './complete-values.ts';
import { writtenName } from '../syntax-tree.ts';
import { itemsOf } from './list-edits.ts';

/** Options that hold assets. */
const ASSETS: ReadonlySet<string> = new Set(['inputs', 'deps', 'blocks', 'assets', 'selection']);

export function nameCompletions(question: CursorQuestion): Iterable<Completion> {
  const { project, option, node } = question;
  const [name] = option;
  if (name === undefined || !isListed(question)) return [];
  if (name === 'tags') return isPropertyName(node) ? tagNames(question) : [];
  if (ASSETS.has(name)) return named(question, offeredAssets(project));
  return name === 'resources' ? named(question, offeredResources(project)) : [];
}

/** An entry of the option's own list, or the value of one. */
function isListed({ node, option }: CursorQuestion): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent)) return option.length === 1;
  return ts.isPropertyAssignment(parent) && option.length === 2;
}

/** Those of the same folder first. Made one by one: a project may have thousands, and the editor shows few. */
function* named(question: CursorQuestion, offered: readonly Offered[]): Iterable<Completion> {
  const { project, source, call, node, offset } = question;
  const span = wordSpan(question);
  const at = call.call.getStart();
  const isName = isPropertyName(node);
  const { names, values } = listedAround(node);
  const typed = source.text.slice(span.start, offset);
  const folder = posix.dirname(source.path);
  const [near, far] = partition(offered, ({ path }) => posix.dirname(path) === folder);
  for (const each of [...near, ...far]) {
    if (!fits(isName ? each.name : `${each.importName}.${each.name}`, typed)) continue;
    const reference = referenceTo(project, source, { offered: each, at });
    // TypeScript knows what is in scope.
    if (reference === null || (reference.specifier === null && isIdentifierName(reference.text))) continue;
    if (values.has(reference.text) || (isName && names.has(each.name))) continue;
    const group = each.key === null ? undefined : nodeOf(project, each.key)?.group;
    yield {
      label: isName ? each.name : reference.text,
      kind: each.key === null ? 'resource' : 'asset',
      edit: replaced(source, span, isName ? entryText(question, each, reference) : reference.text),
      filter: isName ? each.name : reference.text,
      detail: [reference.specifier, group].filter((part) => part != null && part !== 'default').join(' · '),
      more: reference.edits,
      ...(each.key !== null && { key: each.key }),
    };
  }
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): readonly [T[], T[]] {
  const groups = Map.groupBy(all, isFirst);
  return [groups.get(true) ?? [], groups.get(false) ?? []];
}

/** With the value that is there already, only the name is written. */
function entryText({ source, node }: CursorQuestion, { name }: Offered, { text }: Reference): string {
  if (ts.isPropertyAssignment(node.parent) || name === text) return propertyName(source, name);
  return `${propertyName(source, name)}: ${text}`;
}

/** What the list has without the entry at the cursor. */
function listedAround(node: ts.Node): { readonly names: ReadonlySet<string>; readonly values: ReadonlySet<string> } {
  const list = ts.isArrayLiteralExpression(node.parent) ? node.parent : node.parent.parent;
  if (!ts.isArrayLiteralExpression(list) && !ts.isObjectLiteralExpression(list))
    return { names: new Set(), values: new Set() };
  const others = itemsOf(list).filter((item) => item !== node && item !== node.parent);
  const names = others.flatMap((item) => {
    const written = ts.isObjectLiteralElementLike(item) && item.name !== undefined ? writtenName(item.name) : null;
    return written === null ? [] : [written];
  });
  const values = others.map((item) => (ts.isPropertyAssignment(item) ? item.initializer : item).getText());
  return { names: new Set(names), values: new Set(values) };
}

function tagNames(question: CursorQuestion): Completion[] {
  const { source, node } = question;
  const { names } = listedAround(node);
  const hasValue = ts.isPropertyAssignment(node.parent);
  return [...valueCounts(otherAssets(question), ({ tags }) => Object.keys(tags))]
    .filter(([tag]) => !names.has(tag))
    .map(([tag, detail]) => ({
      label: tag,
      kind: 'value',
      edit: replaced(source, wordSpan(question), propertyName(source, tag) + (hasValue ? '' : ': ')),
      filter: tag,
      detail,
      more: [],
    }));
}
