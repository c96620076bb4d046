// Renames a top-level name in one file; where a shorthand says name and value in one, the other half stays as it is.
import { ts } from 'ts-morph';
import type { FileEdit } from './code-action.ts';
import { replaced, spanOf } from './open-source.ts';
import type { OpenSource } from './open-source.ts';
import { mentionsIn } from './scopes.ts';

/** Null where the name is passed on to other files in a list of exports. */
export function renameEdits(source: OpenSource, name: string, to: string): readonly FileEdit[] | null {
  const mentions = mentionsIn(source.tree, name);
  if (mentions.some(({ parent }) => ts.isExportSpecifier(parent))) return null;
  return mentions.map((mention) => replaced(source, spanOf(mention), renamedMention(mention, to)));
}

/** Where a shorthand says two names in one, the other one stays. */
export function renamedMention(mention: ts.Identifier, to: string): string {
  const { parent, text } = mention;
  if (ts.isShorthandPropertyAssignment(parent)) return `${text}: ${to}`;
  const isTaken = ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent);
  return isTaken && parent.propertyName === undefined && parent.name === mention ? `${text}: ${to}` : to;
}
