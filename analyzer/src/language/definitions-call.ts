// The project's one call of definitions as it is written, with the names of its resources.
import { ts } from 'ts-morph';
import { unwrap, writtenName } from '../syntax-tree.ts';
import type { LanguageProject } from './language-project.ts';
import { sourceOf } from './language-project.ts';
import { nodeAt } from './open-source.ts';
import type { OpenSource } from './open-source.ts';
import { factoryCall, optionList } from './option-edits.ts';
import type { FactoryCall } from './option-edits.ts';

export interface DefinitionsCall {
  readonly source: OpenSource;
  readonly call: FactoryCall;
}

/** Null where there is none, or more than one. */
export function definitionsCall(project: LanguageProject): DefinitionsCall | null {
  const { definitions } = project.document;
  const source = definitions === null ? null : sourceOf(project, project.absolute(definitions.file));
  if (definitions === null || source === null) return null;
  const { line, column } = definitions;
  const name = nodeAt(source, { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 });
  const declaration = name?.parent;
  const value =
    declaration &&
    (ts.isVariableDeclaration(declaration)
      ? declaration.initializer
      : ts.isExpression(declaration)
        ? declaration
        : undefined);
  const written = value && unwrap(value);
  const call = written && ts.isCallExpression(written) ? factoryCall(project.world, source.path, written) : null;
  return call?.factory === 'definitions' ? { source, call } : null;
}

/** Those that are written in place. */
export function resourceNames(found: DefinitionsCall | null): string[] {
  const list = found === null ? null : optionList(found.call, 'resources');
  if (list === null || !ts.isObjectLiteralExpression(list)) return [];
  return list.properties.flatMap((each) => {
    const name = each.name === undefined ? null : writtenName(each.name);
    return name === null ? [] : [name];
  });
}
