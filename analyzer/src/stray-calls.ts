// Finds calls of the asset factory where the static contract does not look, with the reason: nothing is silently missing.
import { ts } from 'ts-morph';
import { FACTORIES, SDK } from './file-record.ts';
import type { StrayCall } from './file-record.ts';
import { isFunctionExpression, rangeOf, unwrap } from './syntax-tree.ts';

export interface StrayQuestion {
  /** Local names that stand for a factory or for the whole SDK. */
  readonly watched: ReadonlySet<string>;
  /** Calls already understood as declarations. */
  readonly known: ReadonlySet<ts.Node>;
}

/** Walks the whole tree, so it is asked only when the text holds more mentions of a watched name than were understood. */
export function findStrayCalls(tree: ts.SourceFile, { watched, known }: StrayQuestion): StrayCall[] {
  const strays: StrayCall[] = [];
  const add = (kind: StrayCall['kind'], reason: string, node: ts.Node): void => {
    strays.push({ kind, reason, place: rangeOf(tree, node) });
  };
  const visit = (node: ts.Node, reason: string | null): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isFunctionLike(node) && node.parameters.some(({ name }) => ts.isIdentifier(name) && watched.has(name.text)))
      return;
    if (ts.isCallExpression(node) && !known.has(node)) {
      if (isFactory(node.expression, watched)) {
        const alone = reason === null && ts.isExpressionStatement(parentOf(node));
        add(alone ? 'unnamed' : 'dynamic', reason ?? 'it is made inside another expression', node);
      } else if (loadsSdk(node)) add('dynamic', 'the SDK is loaded with a call, which is not followed', node);
      for (const argument of node.arguments)
        if (ts.isIdentifier(argument) && watched.has(argument.text) && !known.has(node))
          add('dynamic', `\`${argument.text}\` itself is handed to another function`, argument);
    }
    const inner = reason ?? reasonOf(node, known);
    ts.forEachChild(node, (child) => {
      parents.set(child, node);
      visit(child, inner);
    });
  };
  const parents = new Map<ts.Node, ts.Node>();
  const parentOf = (node: ts.Node): ts.Node => parents.get(node) ?? tree;
  for (const statement of tree.statements) visit(statement, null);
  return strays;
}

function isFactory(callee: ts.Expression, watched: ReadonlySet<string>): boolean {
  const node = unwrap(callee);
  if (ts.isIdentifier(node)) return watched.has(node.text);
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    watched.has(node.expression.text) &&
    FACTORIES.has(node.name.text)
  );
}

/** `require('headwater')`, `import('headwater')`. */
export function loadsSdk(node: ts.CallExpression): boolean {
  const [argument] = node.arguments;
  if (argument === undefined || !ts.isStringLiteralLike(argument) || argument.text !== SDK) return false;
  return (
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require')
  );
}

/** The outermost of these names the reason. */
function reasonOf(node: ts.Node, known: ReadonlySet<ts.Node>): string | null {
  if (ts.isIterationStatement(node, false)) return 'it is made in a loop';
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return 'it is made inside a function';
  if (ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isSwitchStatement(node))
    return 'it is made in a condition';
  if (ts.isArrayLiteralExpression(node)) return 'it is made inside an array';
  if (ts.isObjectLiteralExpression(node)) return 'it is made inside an object';
  if (ts.isBlock(node) || ts.isTryStatement(node)) return 'it is made inside a block';
  // A function handed to `map` says more than the call does.
  if (
    ts.isCallExpression(node) &&
    !known.has(node) &&
    !node.arguments.some((each) => isFunctionExpression(unwrap(each)))
  )
    return 'it is an argument of another call';
  return null;
}
