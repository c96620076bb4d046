// Which top-level name a statement changes: `limits.set('a', 1)`, `limits.a = 1`, `total += 1`.
import { ts } from 'ts-morph';
import { unwrap } from './syntax-tree.ts';

/** Null for a statement that changes nothing we can name. */
export function changedName(statement: ts.Statement): string | null {
  if (!ts.isExpressionStatement(statement)) return null;
  const changed = changedExpression(unwrap(statement.expression));
  const root = changed && rootOf(changed);
  return root?.text ?? null;
}

function changedExpression(expression: ts.Expression): ts.Expression | null {
  if (ts.isBinaryExpression(expression)) return isAssignment(expression.operatorToken.kind) ? expression.left : null;
  if (ts.isPrefixUnaryExpression(expression) || ts.isPostfixUnaryExpression(expression)) return expression.operand;
  if (ts.isDeleteExpression(expression)) return expression.expression;
  if (!ts.isCallExpression(expression)) return null;
  const callee = unwrap(expression.expression);
  if (!ts.isPropertyAccessExpression(callee)) return null;
  // `Object.assign(limits, more)` changes its first argument.
  const isAssign = ts.isIdentifier(callee.expression) && callee.expression.text === 'Object';
  return isAssign ? (expression.arguments[0] ?? null) : callee.expression;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function rootOf(expression: ts.Expression): ts.Identifier | null {
  let root = unwrap(expression);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = unwrap(root.expression);
  return ts.isIdentifier(root) ? root : null;
}
