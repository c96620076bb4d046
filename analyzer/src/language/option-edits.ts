// The factory call around a node, its options as they are written, and edits that say one option more or less.
import { ts } from 'ts-morph';
import type { FactoryName } from '../factories.ts';
import { resolveValue } from '../resolve-value.ts';
import type { World } from '../resolve-value.ts';
import { staticValue } from '../static-value.ts';
import { isFunctionExpression, unwrap, writtenName } from '../syntax-tree.ts';
import type { FileEdit } from './code-action.ts';
import { addItem, removeItem } from './list-edits.ts';
import type { ListNode } from './list-edits.ts';
import { inserted, replaced } from './open-source.ts';
import type { OpenSource } from './open-source.ts';

export interface FactoryCall {
  readonly factory: FactoryName;
  readonly call: ts.CallExpression;
  readonly options: ts.ObjectLiteralExpression | null;
  readonly body: ts.ArrowFunction | ts.FunctionExpression | null;
}

/** The innermost one. */
export function factoryCallAround(world: World, path: string, inside: ts.Node): FactoryCall | null {
  for (let node = inside; !ts.isSourceFile(node); node = node.parent) {
    const found = ts.isCallExpression(node) ? factoryCall(world, path, node) : null;
    if (found !== null) return found;
  }
  return null;
}

export function factoryCall(world: World, path: string, call: ts.CallExpression): FactoryCall | null {
  const callee = resolveValue(world, path, staticValue(call.expression));
  if (callee.kind !== 'factory') return null;
  const given = call.arguments.map(unwrap);
  return {
    factory: callee.name,
    call,
    options: given.find(ts.isObjectLiteralExpression) ?? null,
    body: given.find(isFunctionExpression) ?? null,
  };
}

export function optionOf({ options }: FactoryCall, name: string): ts.PropertyAssignment | null {
  const found = options?.properties.find((each) => each.name !== undefined && writtenName(each.name) === name);
  return found !== undefined && ts.isPropertyAssignment(found) ? found : null;
}

export function hasOption({ options }: FactoryCall, name: string): boolean {
  return options?.properties.some((each) => each.name !== undefined && writtenName(each.name) === name) ?? false;
}

/** The call that makes one output of a multi-asset, where it is written in place. */
export function outputCall(
  world: World,
  path: string,
  of: { readonly call: FactoryCall; readonly output: string },
): FactoryCall | null {
  const list = optionList(of.call, 'outputs');
  const entries = list !== null && ts.isObjectLiteralExpression(list) ? list.properties : [];
  const entry = entries.find((each) => each.name !== undefined && writtenName(each.name) === of.output);
  const value = entry !== undefined && ts.isPropertyAssignment(entry) ? unwrap(entry.initializer) : null;
  return value !== null && ts.isCallExpression(value) ? factoryCall(world, path, value) : null;
}

/** The list that is written as the value of an option. */
export function optionList(
  call: FactoryCall,
  name: string,
): ts.ObjectLiteralExpression | ts.ArrayLiteralExpression | null {
  const option = optionOf(call, name);
  const value = option === null ? null : unwrap(option.initializer);
  return value !== null && (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value)) ? value : null;
}

/** Their options come second. */
const WITH_SUBJECT: ReadonlySet<FactoryName> = new Set<FactoryName>(['assetCheck', 'job', 'schedule', 'sensor']);

/** An option that is not there yet; null where the call's options are not written in place. */
export function addOption(source: OpenSource, { factory, call, options }: FactoryCall, text: string): FileEdit | null {
  if (options !== null) return addItem(source, options, text);
  const index = WITH_SUBJECT.has(factory) ? 1 : 0;
  const before = call.arguments[index];
  const last = call.arguments.at(-1);
  if (before !== undefined)
    return isFunctionExpression(unwrap(before)) || (call.arguments.length === index + 1 && ts.isIdentifier(before))
      ? inserted(source, before.getStart(), `{ ${text} }, `)
      : null;
  if (last !== undefined) return inserted(source, last.end, `, { ${text} }`);
  return inserted(source, call.end - 1, `{ ${text} }`);
}

/** One entry more in an option that is a list; the option itself where it is missing. */
export function addToOption(
  source: OpenSource,
  call: FactoryCall,
  { name, text }: { readonly name: string; readonly text: string },
): FileEdit | null {
  if (!hasOption(call, name)) {
    const isArray = name === 'deps' || name === 'checks';
    return addOption(source, call, isArray ? `${name}: [${text}]` : `${name}: { ${text} }`);
  }
  const list = optionList(call, name);
  return list === null ? null : addItem(source, list, text);
}

/** Takes an entry out; the option goes with its last entry, the options with their last option. */
export function removeEntry(source: OpenSource, list: ListNode, item: ts.Node): readonly FileEdit[] {
  if (!ts.isObjectLiteralExpression(list) && !ts.isArrayLiteralExpression(list)) return removeItem(source, list, item);
  const option = list.parent;
  const isLast = (ts.isObjectLiteralExpression(list) ? list.properties : list.elements).length === 1;
  if (!isLast || !ts.isPropertyAssignment(option)) return removeItem(source, list, item);
  return removeOption(source, option);
}

export function removeOption(source: OpenSource, option: ts.ObjectLiteralElementLike): readonly FileEdit[] {
  const options = option.parent;
  if (!ts.isObjectLiteralExpression(options)) throw new Error('An option stands outside its options');
  const call = options.parent;
  const next = ts.isCallExpression(call) ? call.arguments[call.arguments.indexOf(options) + 1] : undefined;
  if (options.properties.length > 1 || next === undefined) return removeItem(source, options, option);
  return [replaced(source, { start: options.getStart(), end: next.getStart() }, '')];
}
