// The inputs of a call as they are written: each with the name the body takes it by.
import { ts } from 'ts-morph';
import { writtenName } from '../syntax-tree.ts';
import { propertyName } from './open-source.ts';
import type { OpenSource } from './open-source.ts';
import { hasOption, optionList } from './option-edits.ts';
import type { FactoryCall } from './option-edits.ts';

export interface InputEntry {
  readonly name: string;
  /** As it is written. */
  readonly value: string;
}

/** Null where they are not all written out. */
export function inputEntries(call: FactoryCall): readonly InputEntry[] | null {
  if (!hasOption(call, 'inputs')) return [];
  const list = optionList(call, 'inputs');
  if (list === null || !ts.isObjectLiteralExpression(list)) return null;
  const entries = list.properties.map((each): InputEntry | null => {
    if (ts.isShorthandPropertyAssignment(each)) return { name: each.name.text, value: each.name.text };
    const name = ts.isPropertyAssignment(each) ? writtenName(each.name) : null;
    return name !== null && ts.isPropertyAssignment(each) ? { name, value: each.initializer.getText() } : null;
  });
  return entries.every((each) => each !== null) ? entries : null;
}

export function entryText(source: OpenSource): (entry: InputEntry) => string {
  return ({ name, value }) => (name === value ? name : `${propertyName(source, name)}: ${value}`);
}
