// Reads a body: which inputs it takes, what its code means, what it mentions of its file, which checks it returns.
import { ts } from 'ts-morph';
import type { SourceRange } from '@headwater/graph';
import type { FactoryName } from './factories.ts';
import type { Body } from './file-record.ts';
import { readCode } from './read-code.ts';
import { returnedChecks } from './returned-checks.ts';
import { isFunctionExpression, rangeOf, unwrap, writtenName } from './syntax-tree.ts';

interface WrittenBody {
  readonly tree: ts.SourceFile;
  readonly factory: FactoryName | null;
  readonly isTopLevel: (name: string) => boolean;
  readonly call: ts.CallExpression;
  /** The last argument of the call. */
  readonly written: ts.Expression;
}

/** Null for what is certainly none. */
export function readBody({ tree, factory, isTopLevel, call, written }: WrittenBody): Body | null {
  if (ts.isStringLiteralLike(written) || factory === 'output') return null;
  const readAt: SourceRange[] = [];
  const code = ts.isIdentifier(written) ? localFunction(tree, written.text) : written;
  return {
    taken: takenInputs(written),
    // The name of a function of another file is followed when files are linked.
    ...readCode({
      tree,
      nodes: [code ?? written],
      at: written,
      isTopLevel,
      note: (read) => readAt.push(rangeOf(tree, read)),
    }),
    readAt,
    // Most bodies return none, and looking for the word is far cheaper than a walk.
    ...(code !== null && [call, code].some(({ pos, end }) => tree.text.slice(pos, end).includes('checks'))
      ? returnedChecks({ tree, factory, code })
      : NO_CHECKS),
  };
}

const NO_CHECKS = { returnedChecks: [], mayReturnMore: true } as const;

function localFunction(tree: ts.SourceFile, name: string): ts.Node | null {
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name && statement.body) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: variable, initializer } of statement.declarationList.declarations)
      if (initializer !== undefined && ts.isIdentifier(variable) && variable.text === name) return unwrap(initializer);
  }
  return null;
}

/** The input names a body's first parameter takes apart; null when it may take any. */
function takenInputs(body: ts.Expression): ReadonlySet<string> | null {
  if (!isFunctionExpression(body)) return null;
  const [parameter] = body.parameters;
  // Only an arrow function without parameters is sure to ignore its arguments.
  if (parameter === undefined) return ts.isArrowFunction(body) ? new Set() : null;
  if (parameter.dotDotDotToken || !ts.isObjectBindingPattern(parameter.name)) return null;
  const names = parameter.name.elements.map((element) => (element.dotDotDotToken ? null : writtenProperty(element)));
  return names.includes(null) ? null : new Set(names.filter((name) => name !== null));
}

function writtenProperty(element: ts.BindingElement): string | null {
  return writtenName(element.propertyName ?? element.name);
}
