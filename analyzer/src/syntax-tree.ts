// Text to syntax tree and the few questions asked of any tree: its first error, places, what an expression is without its wrapping.
import { ts } from 'ts-morph';
import type { SourceRange } from '@headwater/graph';

export interface SyntaxError {
  readonly message: string;
  readonly place: SourceRange;
}

/** Deeper than this, what walks a tree from node to node could run out of stack; nobody writes so. */
const DEEPEST = 1000;

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
  if (!parents) return ts.createSourceFile(path, text, options);
  const known = latest?.path === path && latest.text === text ? latest.tree.deref() : undefined;
  const tree = known ?? treeToWalk(path, text, options);
  if (known === undefined) latest = { path, text, tree: new WeakRef(tree) };
  return tree;
}

/** An editor asks half a dozen questions of one text at once; nothing keeps the tree from being collected. */
let latest: { readonly path: string; readonly text: string; readonly tree: WeakRef<ts.SourceFile> } | null = null;

function treeToWalk(path: string, text: string, options: ts.CreateSourceFileOptions): ts.SourceFile {
  try {
    const tree = ts.createSourceFile(path, text, options, true);
    if (!isDeeper(tree, DEEPEST)) return tree;
  } catch (error) {
    // TypeScript's parser itself goes as deep as the source does.
    if (!(error instanceof RangeError)) throw error;
  }
  // Lines of the same length with nothing on them: whoever asks for a place gets one, and nothing is there.
  return ts.createSourceFile(path, text.replace(/[^\r\n\u2028\u2029]/g, ' '), options, true);
}

function isDeeper(node: ts.Node, levels: number): boolean {
  return levels === 0 || ts.forEachChild(node, (child) => isDeeper(child, levels - 1)) === true;
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
    ts.isTypeAssertionExpression(inner) ||
    isDetached(inner)
  )
    inner = isDetached(inner) ? inner.right : inner.expression;
  return inner;
}

/** `(0, sdk.asset)`, as compilers write a call without its object. */
function isDetached(node: ts.Expression): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.CommaToken &&
    ts.isNumericLiteral(node.left)
  );
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
