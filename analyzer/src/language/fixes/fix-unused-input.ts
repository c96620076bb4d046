// An input that is loaded for nothing: take it, drop it, or keep it for the order only.
import { ts } from 'ts-morph';
import { unwrap } from '../../syntax-tree.ts';
import type { FileEdit } from '../code-action.ts';
import { entryAround } from '../entries.ts';
import type { Entry } from '../entries.ts';
import { addItem } from '../list-edits.ts';
import { inserted, isIdentifierName, replaced, spanOf } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import { addToOption, factoryCallAround, hasOption, removeEntry } from '../option-edits.ts';
import type { FactoryCall } from '../option-edits.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

export function fixUnusedInput({ project: { world }, source, node }: FixQuestion): readonly Fix[] {
  const entry = entryAround(node, ['inputs']);
  const call = factoryCallAround(world, source.path, node);
  if (entry === null || call === null) return [];
  const { name, list, item } = entry;
  const take = takeInBody(source, call, name);
  const moved = moveToDeps(source, call, entry);
  return [
    { title: `Remove the input \`${name}\``, edits: removeEntry(source, list, item) },
    ...(take === null ? [] : [{ title: `Take \`${name}\` in the body`, edits: [take] }]),
    ...(moved === null ? [] : [{ title: `Move \`${name}\` to \`deps\``, edits: moved }]),
  ];
}

/** Null where the body takes its inputs in another way, or has something else of that name. */
export function takeInBody(source: OpenSource, { body }: FactoryCall, name: string): FileEdit | null {
  if (body === null || !isIdentifierName(name)) return null;
  const [first] = body.parameters;
  if (first === undefined) return inserted(source, body.parameters.pos, `{ ${name} }`);
  return ts.isObjectBindingPattern(first.name) ? addItem(source, first.name, name) : null;
}

function moveToDeps(source: OpenSource, call: FactoryCall, entry: Entry): readonly FileEdit[] | null {
  const asset = assetText(entry);
  const { list } = entry;
  const isLast = ts.isObjectLiteralExpression(list) && list.properties.length === 1;
  if (isLast && !hasOption(call, 'deps')) return [replaced(source, spanOf(list.parent), `deps: [${asset}]`)];
  const add = addToOption(source, call, { name: 'deps', text: asset });
  return add === null ? null : [...removeEntry(source, list, entry.item), add];
}

/** Also of `loadAs(asset, type)`: a dep is never loaded. */
function assetText({ name, value }: Entry): string {
  if (value === null) return name;
  const inner = unwrap(value);
  return ((ts.isCallExpression(inner) ? inner.arguments[0] : undefined) ?? inner).getText();
}
