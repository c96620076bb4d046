// Finds the call that may declare something in a top-level initialiser, also as one branch of a condition.
import { ts } from 'ts-morph';
import type { FileRecord } from './file-record.ts';
import { loadsSdk } from './stray-calls.ts';
import { unwrap } from './syntax-tree.ts';

export interface FoundCall {
  readonly call: ts.CallExpression;
  /** Why it is known only in a run whether, or which, call is made. */
  readonly reasons: readonly string[];
}

interface Question {
  readonly names: Pick<FileRecord, 'imports' | 'bindings'>;
  /** Takes in every call that is understood here. */
  readonly known: Set<ts.Node>;
}

export function findCall(
  question: Question,
  { expression, reasons }: { readonly expression: ts.Expression; readonly reasons: readonly string[] },
): FoundCall | null {
  const node = unwrap(expression);
  if (ts.isCallExpression(node)) {
    if (loadsSdk(node) || !mayBeFactory(question.names, node.expression)) return null;
    question.known.add(node);
    return { call: node, reasons };
  }
  const branches = ts.isConditionalExpression(node)
    ? [node.whenTrue, node.whenFalse]
    : isChoice(node)
      ? [node.left, node.right]
      : [];
  const found = branches.map((branch) =>
    findCall(question, { expression: branch, reasons: [...reasons, 'it is made in a condition'] }),
  );
  return found.find((each) => each !== null) ?? null;
}

/** An import, a property of one, or a const that names one; linking decides. */
function mayBeFactory({ imports, bindings }: Question['names'], callee: ts.Expression): boolean {
  const node = unwrap(callee);
  const root = ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : node;
  if (!ts.isIdentifier(root)) return false;
  if (imports.has(root.text)) return true;
  const binding = bindings.get(root.text);
  return binding?.kind === 'value' && (binding.value.kind === 'name' || binding.value.kind === 'member');
}

function isChoice(node: ts.Expression): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return (
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}
