// Follows an expression of a body back to the input it is read from, as long as it still is what the producer made.
import { ts } from 'ts-morph';
import { isFunctionExpression, unwrap, writtenName } from '../syntax-tree.ts';
import type { AssetCall, TakenInput } from './asset-call.ts';
import { isNothing } from './short-type.ts';

export interface OriginQuestion {
  readonly checker: ts.TypeChecker;
  readonly program: ts.Program;
  readonly call: AssetCall;
}

/** The record of all inputs, or one of them. */
type Origin = 'record' | TakenInput;

export function inputOrigin(question: OriginQuestion, expression: ts.Expression): TakenInput | null {
  const origin = originOf(question, expression);
  return origin === 'record' ? null : origin;
}

function originOf(question: OriginQuestion, wrapped: ts.Expression): Origin | null {
  const { checker } = question;
  const expression =
    ts.isParenthesizedExpression(wrapped) || ts.isNonNullExpression(wrapped) ? wrapped.expression : wrapped;
  if (expression !== wrapped || ts.isAwaitExpression(expression))
    return originOf(question, ts.isAwaitExpression(expression) ? expression.expression : expression);
  if (ts.isIdentifier(expression)) {
    const isShorthand = ts.isShorthandPropertyAssignment(expression.parent);
    const symbol = isShorthand
      ? checker.getShorthandAssignmentValueSymbol(expression.parent)
      : checker.getSymbolAtLocation(expression);
    const declaration = symbol?.valueDeclaration;
    return declaration === undefined ? null : originOfDeclared(question, declaration);
  }
  if (ts.isPropertyAccessExpression(expression)) {
    const origin = originOf(question, expression.expression);
    if (origin === 'record') return inputNamed(question, expression.name.text);
    return isOwnProperty(question, expression.name) ? origin : null;
  }
  if (ts.isElementAccessExpression(expression)) {
    const origin = originOf(question, expression.expression);
    return origin === 'record' ? null : origin;
  }
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return null;
  // `rows.filter(…)`, `rows.find(…)`: still the rows, or one of them.
  const receiver = expression.expression.expression;
  const same = kinds(checker, checker.getTypeAtLocation(receiver));
  return parts(checker.getTypeAtLocation(expression)).every((part) => same.has(part))
    ? originOf(question, receiver)
    : null;
}

function originOfDeclared(question: OriginQuestion, declaration: ts.Node): Origin | null {
  if (ts.isBindingElement(declaration)) {
    if (declaration.dotDotDotToken !== undefined) return null;
    const origin = originOfDeclared(question, declaration.parent.parent);
    const name = writtenName(declaration.propertyName ?? declaration.name);
    return origin === 'record' ? (name === null ? null : inputNamed(question, name)) : origin;
  }
  if (ts.isVariableDeclaration(declaration)) {
    if (declaration.type !== undefined || ts.getJSDocType(declaration) !== undefined) return null;
    const around = declaration.parent.parent;
    if (ts.isForOfStatement(around)) return originOf(question, around.expression);
    return declaration.initializer === undefined ? null : originOf(question, declaration.initializer);
  }
  return ts.isParameter(declaration) ? originOfParameter(question, declaration) : null;
}

function originOfParameter(question: OriginQuestion, parameter: ts.ParameterDeclaration): Origin | null {
  const { checker, call } = question;
  // What it is written to be is not what the producer makes.
  if (parameter.type !== undefined || ts.getJSDocType(parameter) !== undefined) return null;
  const { parent } = parameter;
  if (parent === call.body) {
    const [first] = call.inputs;
    return parent.parameters[0] !== parameter ? null : first?.name === null ? first : 'record';
  }
  // `rows.map((row) => …)`: one of the rows.
  const taker = isFunctionExpression(parent) ? parent.parent : null;
  if (taker === null || !ts.isCallExpression(taker) || !ts.isPropertyAccessExpression(taker.expression)) return null;
  const receiver = taker.expression.expression;
  const same = kinds(checker, checker.getTypeAtLocation(receiver));
  return parts(checker.getTypeAtLocation(parameter)).every((part) => same.has(part))
    ? originOf(question, receiver)
    : null;
}

function inputNamed({ call }: OriginQuestion, name: string): TakenInput | null {
  return call.inputs.find((input) => input.name === name) ?? null;
}

/** Of the producer's records; `length` and the like belong to the language. */
function isOwnProperty({ checker, program }: OriginQuestion, name: ts.MemberName): boolean {
  const declared = checker.getSymbolAtLocation(name)?.declarations ?? [];
  return declared.length > 0 && !declared.some((each) => program.isSourceFileDefaultLibrary(each.getSourceFile()));
}

/** What a value may be of, with what an array of it holds. */
function kinds(checker: ts.TypeChecker, type: ts.Type): ReadonlySet<ts.Type> {
  const all = parts(type);
  const held = all.flatMap((each) => (checker.isArrayLikeType(each) ? parts(each.getNumberIndexType() ?? each) : []));
  return new Set([...all, ...held]);
}

function parts(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types.filter((each) => !isNothing(each)) : [type];
}

/** The value that TypeScript complains of: an error stands at the name it goes to, or at the property it lacks. */
export function valueAtError(node: ts.Node): ts.Expression | null {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return parent.expression;
  if (ts.isVariableDeclaration(parent) && parent.name === node) return parent.initializer ?? null;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return parent.initializer;
  if (ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return parent.right;
  if (ts.isReturnStatement(node)) return node.expression ?? null;
  return ts.isExpression(node) ? unwrap(node) : null;
}
