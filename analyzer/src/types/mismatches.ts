// Type errors that come from an input: what the producer makes is not what the consumer wants. Each names the producer.
import { ts } from 'ts-morph';
import type { Problem, RelatedPlace } from '@headwater/graph';
import { problemAt } from '../problem-at.ts';
import { isFunctionExpression, rangeOf, writtenName } from '../syntax-tree.ts';
import { assetCallAround, declaredSymbol } from './asset-call.ts';
import type { AssetCall, TakenInput } from './asset-call.ts';
import { isVoid } from './asset-type.ts';
import { inputOrigin, valueAtError } from './input-origin.ts';
import type { CheckedFile } from './project-checker.ts';
import { shortType, shortValue } from './short-type.ts';

export interface MismatchQuestion {
  readonly checked: CheckedFile;
  /** A path as problems name it. */
  readonly relative: (path: string) => string;
}

interface Found {
  readonly node: ts.Node;
  readonly input: TakenInput;
  /** What the consumer does with it, after its name. */
  readonly says: string;
}

export function mismatchesIn(question: MismatchQuestion): readonly Problem[] {
  const { service, source, checker } = question.checked;
  const problems = new Map<string, Problem>();
  for (const error of service.getSemanticDiagnostics(source.fileName)) {
    if (error.category !== ts.DiagnosticCategory.Error || error.start === undefined) continue;
    const node = nodeOf(source, error.start, error.length ?? 0);
    const call = node === null ? null : assetCallAround(checker, node);
    if (node === null || call === null) continue;
    const isInBody = isFunctionExpression(call.body) && contains(call.body.body, node);
    const found = isInBody ? wrongUse(question, call, node) : wrongParameters(question, call);
    for (const each of found) {
      const problem = problemOf(question, call, each);
      problems.set(`${problem.line}:${problem.column}:${problem.message}`, problem);
    }
  }
  return [...problems.values()];
}

/** The body says which types it wants, and an input is of another. */
function wrongParameters({ checked: { checker } }: MismatchQuestion, call: AssetCall): Found[] {
  const [parameter] = checker.getTypeAtLocation(call.body).getCallSignatures()[0]?.parameters ?? [];
  const wanted = parameter && checker.getTypeOfSymbolAtLocation(parameter, call.body);
  if (wanted === undefined) return [];
  return call.inputs.flatMap((input): Found[] => {
    const property = input.name === null ? null : wanted.getProperty(input.name);
    if (property === undefined || isVoid(input.value)) return [];
    const type = property === null ? wanted : checker.getTypeOfSymbolAtLocation(property, call.body);
    const given = input.value.isUnion() ? input.value.types.filter((each) => !isVoid(each)) : [input.value];
    if (given.every((each) => checker.isTypeAssignableTo(each, type))) return [];
    const text = shortValue(checker, type, call.body);
    return [{ node: parameterNode(call, input), input, says: `wants ${named(input)} as \`${text}\`` }];
  });
}

/** The body takes what the input gives, and uses it as something else. */
function wrongUse({ checked: { checker, program } }: MismatchQuestion, call: AssetCall, node: ts.Node): Found[] {
  const value = valueAtError(node);
  const input = value === null ? null : inputOrigin({ checker, program, call }, value);
  if (value === null || input === null || isVoid(input.value)) return [];
  const isRead = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  if (isRead) return [{ node, input, says: `reads \`${oneLine(node.parent.getText())}\` of ${named(input)}` }];
  const wanted = wantedType(checker, node, value);
  const isWhole = ts.isIdentifier(value) && value.text === input.name;
  const used = isWhole ? named(input) : `\`${oneLine(value.getText())}\` of ${named(input)}`;
  const as = wanted === undefined ? '' : ` as \`${shortValue(checker, wanted, value)}\``;
  const is =
    isWhole && as !== '' ? '' : ` where it is \`${shortType(checker, checker.getTypeAtLocation(value), value)}\``;
  return [{ node, input, says: `uses ${used}${as}${is}` }];
}

function wantedType(checker: ts.TypeChecker, node: ts.Node, value: ts.Expression): ts.Type | undefined {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isBinaryExpression(parent)) return checker.getTypeAtLocation(node);
  return checker.getContextualType(value);
}

const named = ({ name }: TakenInput): string => (name === null ? 'its asset' : `its input \`${name}\``);
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 60);

function problemOf({ checked, relative }: MismatchQuestion, call: AssetCall, { node, input, says }: Found): Problem {
  const { checker, source } = checked;
  const producer = producerOf(checker, input.producer);
  const name = producer?.name ?? input.name ?? 'the producer';
  const makes = shortValue(checker, input.value, node);
  const place = producer && placeIn(producer.node, relative);
  return {
    ...problemAt({
      code: 'type-mismatch',
      file: relative(source.fileName),
      place: rangeOf(source, node),
      message: `${consumerOf(call)} ${says}, but \`${name}\` makes \`${makes}\`. Change what \`${name}\` returns, or what is done with it here.`,
    }),
    ...(place && { related: [{ message: `\`${name}\` is declared here and makes \`${makes}\`.`, ...place }] }),
  };
}

function placeIn(node: ts.Node, relative: (path: string) => string): Omit<RelatedPlace, 'message'> {
  const source = node.getSourceFile();
  const { startLine: line, startColumn: column } = rangeOf(source, node);
  return { file: relative(source.fileName), line, column };
}

/** Where the producer's name is declared. */
function producerOf(
  checker: ts.TypeChecker,
  named: ts.Expression,
): { readonly name: string; readonly node: ts.Node } | null {
  const at = ts.isPropertyAccessExpression(named) ? named.name : named;
  const symbol = ts.isShorthandPropertyAssignment(at.parent)
    ? checker.getShorthandAssignmentValueSymbol(at.parent)
    : checker.getSymbolAtLocation(at);
  const declaration = symbol && declaredSymbol(checker, symbol).declarations?.[0];
  if (declaration === undefined) return null;
  // A default export has no name of its own.
  const node = ts.getNameOfDeclaration(declaration) ?? declaration;
  return { name: ts.isIdentifier(node) ? node.text : at.getText(), node };
}

function consumerOf({ call }: AssetCall): string {
  for (let node: ts.Node = call; !ts.isSourceFile(node); node = node.parent) {
    if (!ts.isVariableDeclaration(node)) continue;
    const names = ts.isIdentifier(node.name) ? [node.name.text] : node.name.elements.flatMap(nameOfElement);
    return names.map((name) => `\`${name}\``).join(', ');
  }
  return 'This';
}

function nameOfElement(element: ts.ArrayBindingElement): string[] {
  return ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [];
}

/** Where the body takes the input; the body itself where that is written elsewhere. */
function parameterNode({ body }: AssetCall, { name }: TakenInput): ts.Node {
  const [parameter] = isFunctionExpression(body) ? body.parameters : [];
  if (parameter === undefined) return body;
  const elements = ts.isObjectBindingPattern(parameter.name) ? parameter.name.elements : [];
  const element = elements.find((each) => name !== null && writtenName(each.propertyName ?? each.name) === name);
  return element?.name ?? parameter.name;
}

/** The node that has this span. */
function nodeOf(source: ts.SourceFile, start: number, length: number): ts.Node | null {
  let found: ts.Node | null = null;
  const visit = (node: ts.Node): void => {
    if (start < node.getStart(source) || start + length > node.end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return inner.pos >= outer.pos && inner.end <= outer.end;
}
