// Reads a pattern such as `{ users: people, posts }`: which name stands for which property, and what of it only a run can tell.
import { ts } from 'ts-morph';
import type { Unreadable } from './file-record.ts';
import { rangeOf, writtenName } from './syntax-tree.ts';

export interface TakenApart {
  readonly parts: readonly {
    readonly local: ts.Identifier;
    readonly property: string;
    readonly element: ts.BindingElement;
  }[];
  /** Names that stand for something else. */
  readonly others: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

export function takenApart(tree: ts.SourceFile, pattern: ts.BindingPattern): TakenApart {
  if (ts.isArrayBindingPattern(pattern)) {
    const place = rangeOf(tree, pattern);
    return { parts: [], others: boundNames(pattern), unreadable: [{ reason: 'it is taken apart as an array', place }] };
  }
  const parts: TakenApart['parts'][number][] = [];
  const others: string[] = [];
  const unreadable: Unreadable[] = [];
  for (const element of pattern.elements) {
    const reason = whyUnreadable(element);
    if (reason !== null) unreadable.push({ reason, place: rangeOf(tree, element) });
    const property = writtenName(element.propertyName ?? element.name);
    const isPart = property !== null && element.dotDotDotToken === undefined && ts.isIdentifier(element.name);
    if (!isPart) others.push(...boundNames(element.name));
    else if (element.name.text !== '') parts.push({ local: element.name, property, element });
  }
  return { parts, others, unreadable };
}

function whyUnreadable({ dotDotDotToken, propertyName, name, initializer }: ts.BindingElement): string | null {
  if (dotDotDotToken !== undefined) return 'the rest of its outputs is taken together';
  if (propertyName !== undefined && writtenName(propertyName) === null) return 'the name of an output is computed';
  if (!ts.isIdentifier(name)) return 'an output is taken apart';
  return initializer === undefined ? null : `\`${name.text}\` has a default`;
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}
