// Makes an input of an asset that a body uses itself: named in the options, taken by the body, its calls gone.
import { ts } from 'ts-morph';
import { isNode } from '../../upstream.ts';
import { resolveValue } from '../../resolve-value.ts';
import { staticValue } from '../../static-value.ts';
import type { FileEdit } from '../code-action.ts';
import { addItem } from '../list-edits.ts';
import { inserted, isIdentifierName, replaced, spanOf } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import { addToOption, factoryCallAround, hasOption } from '../option-edits.ts';
import type { FactoryCall } from '../option-edits.ts';
import type { Fix, FixQuestion } from './fix-question.ts';
import { declaredNames, scopeOf, topStatement } from '../scopes.ts';

export function fixUndeclaredInput({ project: { world }, source, node }: FixQuestion): readonly Fix[] {
  const call = factoryCallAround(world, source.path, node);
  const named = ts.isExpression(node) ? wholeName(node) : null;
  if (call?.body == null || named === null) return [];
  const target = resolveValue(world, source.path, staticValue(named));
  if (target.kind !== 'output' && (target.kind !== 'declared' || !isNode(target))) return [];
  const text = named.getText();
  const name = ts.isPropertyAccessExpression(named) ? named.name.text : text;
  if (!isReadyAt(source, firstName(named), call) || isTaken(call.body, name)) return [];
  const input = { name: 'inputs', text: name === text ? name : `${name}: ${text}` };
  const option = addToOption(source, call, input);
  const taken = taking(source, call, name);
  if (option === null || taken === null || !isIdentifierName(name)) return [];
  const uses = usesIn(call.body, text).map((use) => replaced(source, spanOf(use), taken.value));
  const title = `Make \`${text}\` an input`;
  return [{ title, edits: [option, ...(taken.edit === null ? [] : [taken.edit]), ...uses], isPreferred: true }];
}

/** `api.users` where the place is that of its first name. */
function wholeName(node: ts.Expression): ts.Identifier | ts.PropertyAccessExpression | null {
  if (ts.isPropertyAccessExpression(node)) return node;
  return ts.isIdentifier(node) ? node : null;
}

function firstName(expression: ts.Expression): string {
  let first = expression;
  while (ts.isPropertyAccessExpression(first)) first = first.expression;
  return first.getText();
}

/** Options are read when the module loads: what is declared further down does not exist then. */
function isReadyAt({ tree }: OpenSource, name: string, { call }: FactoryCall): boolean {
  const declared = declaredNames(tree).get(name);
  return declared !== undefined && topStatement(declared).end <= topStatement(call).getStart();
}

function isTaken(body: ts.ArrowFunction | ts.FunctionExpression, name: string): boolean {
  return declaredNames(body).has(name) || (ts.isBlock(body.body) && declaredNames(body.body).has(name));
}

/** How the body gets the value; null where its parameter says nothing of how. */
export function taking(
  source: OpenSource,
  call: FactoryCall,
  name: string,
): { readonly edit: FileEdit | null; readonly value: string } | null {
  const [first] = call.body?.parameters ?? [];
  if (call.body == null) return null;
  if (first === undefined) return { edit: inserted(source, call.body.parameters.pos, `{ ${name} }`), value: name };
  // Without inputs the context comes first.
  if (!hasOption(call, 'inputs')) return { edit: inserted(source, first.getStart(), `{ ${name} }, `), value: name };
  if (ts.isIdentifier(first.name)) return { edit: null, value: `${first.name.text}.${name}` };
  return ts.isObjectBindingPattern(first.name) ? { edit: addItem(source, first.name, name), value: name } : null;
}

/** Each use of the asset itself, with the call and the `await` around it: the value needs neither. */
function usesIn(body: ts.Node, text: string): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const isUse = (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) && node.getText() === text;
    if (isUse && ts.isSourceFile(scopeOf(firstIdentifier(node)))) found.push(withCall(node));
    else ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function firstIdentifier(node: ts.Expression): ts.Identifier {
  let first = node;
  while (ts.isPropertyAccessExpression(first)) first = first.expression;
  if (!ts.isIdentifier(first)) throw new Error('A chain of names begins with something else');
  return first;
}

function withCall(name: ts.Node): ts.Node {
  const call = name.parent;
  const value = ts.isCallExpression(call) && call.expression === name ? call : name;
  return ts.isAwaitExpression(value.parent) ? withParentheses(value.parent) : value;
}

/** `(await orders()).length` is `orders.length`. */
function withParentheses(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node.parent) && ts.isPropertyAccessExpression(node.parent.parent)
    ? node.parent
    : node;
}
