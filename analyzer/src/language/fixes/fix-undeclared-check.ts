// Declares a check whose outcome the body returns, or corrects its name.
import { ts } from 'ts-morph';
import { nearestName } from '@headwater/graph';
import { unwrap, writtenName } from '../../syntax-tree.ts';
import { entryAround } from '../entries.ts';
import { propertyName, quoted, replaced, spanOf } from '../open-source.ts';
import { addToOption, factoryCallAround, optionList, outputCall, removeEntry } from '../option-edits.ts';
import type { FactoryCall } from '../option-edits.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

export function fixUndeclaredCheck(question: FixQuestion): readonly Fix[] {
  const { source, node } = question;
  const twice = entryAround(node, ['checks']);
  // A list of names, not the outcomes that a result carries.
  if (twice !== null && ts.isArrayLiteralExpression(twice.list)) {
    const same = twice.list.elements.filter((item) => checkName(item) === checkName(twice.item));
    // Of one that stands apart, the other may be the one to go: the body may return this one.
    if (same.length < 2) return [];
    return [{ title: `Remove ${twice.name}`, edits: removeEntry(source, twice.list, twice.item) }];
  }
  const property = node.parent;
  if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) return [];
  const name = writtenName(property.name);
  const call = declaringCall(question);
  if (name === null || call === null) return [];
  const near = nearestName(name, declaredChecks(call));
  const value = ts.isShorthandPropertyAssignment(property) ? `: ${name}` : '';
  if (near !== null) {
    const edits = [replaced(source, spanOf(property.name), propertyName(source, near) + value)];
    return [{ title: `Change to \`${near}\``, edits, isPreferred: true }];
  }
  const add = addToOption(source, call, { name: 'checks', text: quoted(source, name) });
  return add === null ? [] : [{ title: `Declare the check \`${name}\``, edits: [add], isPreferred: true }];
}

/** Of a multi-asset the output's own call, which the first argument of the result names. */
function declaringCall({ project: { world }, source, node }: FixQuestion): FactoryCall | null {
  const call = factoryCallAround(world, source.path, node);
  if (call?.factory !== 'multiAsset') return call;
  let result: ts.Node = node;
  while (result !== call.call && !(ts.isCallExpression(result) && result.arguments.length > 1)) result = result.parent;
  const [first] = ts.isCallExpression(result) ? result.arguments : [];
  if (first === undefined || !ts.isStringLiteralLike(first)) return null;
  return outputCall(world, source.path, { call, output: first.text });
}

/** Names in the call's `checks: […]`, as they are written. */
export function declaredChecks(call: FactoryCall): string[] {
  const list = optionList(call, 'checks');
  if (list === null || !ts.isArrayLiteralExpression(list)) return [];
  return list.elements.flatMap((item) => checkName(item) ?? []);
}

/** Null where it is computed. */
function checkName(item: ts.Node): string | null {
  const written = ts.isExpression(item) ? unwrap(item) : item;
  if (ts.isStringLiteralLike(written)) return written.text;
  if (!ts.isObjectLiteralExpression(written)) return null;
  const name = written.properties.find((each) => each.name !== undefined && writtenName(each.name) === 'name');
  const value = name && ts.isPropertyAssignment(name) ? unwrap(name.initializer) : null;
  return value && ts.isStringLiteralLike(value) ? value.text : null;
}
