// Text to syntax tree and the few questions asked of any tree: its first error, places, what an expression is without its wrapping.
import { ts } from 'ts-morph';
import type { SourceRange } from '@headwater/graph';

export interface SyntaxError {
  readonly message: string;
  readonly place: SourceRange;
}

export function parseSource({
  path,
  text,
  parents = false,
}: {
  readonly path: string;
  readonly text: string;
  readonly parents?: boolean;
}): ts.SourceFile {
  // Own comment reading is cheaper than building JSDoc nodes for the whole file.
  const options = { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  return ts.createSourceFile(path, text, options, parents);
}

export function firstSyntaxError(tree: ts.SourceFile): SyntaxError | null {
  // Parse errors are on the tree, but TypeScript's public types show them only through a Program, which would cost a checker.
  const [first] = (tree as unknown as { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] })
    .parseDiagnostics;
  if (first === undefined) return null;
  const message = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  return { message, place: placeOf(tree, first.start, first.start + first.length) };
}

export function rangeOf(tree: ts.SourceFile, node: ts.Node): SourceRange {
  return placeOf(tree, node.getStart(tree), node.end);
}

export function placeOf(tree: ts.SourceFile, start: number, end: number): SourceRange {
  const from = tree.getLineAndCharacterOfPosition(start);
  const to = tree.getLineAndCharacterOfPosition(end);
  return {
    startLine: from.line + 1,
    startColumn: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
}

/** The expression inside parentheses, `as`, `satisfies`, `!` and `<T>`, none of which change what it is. */
export function unwrap(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

/** A property's name when it is written out, else null. */
export function writtenName(name: ts.PropertyName | ts.BindingName): string | null {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return null;
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (node.modifiers?.some((modifier) => modifier.kind === kind) ?? false);
}

export function isFunctionExpression(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}
