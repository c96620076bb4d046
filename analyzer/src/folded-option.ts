// Reads an option as plain data of the wanted shape, or notes that only a run can tell.
import type { Unreadable, WrittenOption, WrittenOptions } from './file-record.ts';
import { foldValue } from './fold-value.ts';
import { isUndefined } from './fold-words.ts';
import type { World } from './resolve-value.ts';

export interface OptionsQuestion {
  readonly world: World;
  /** The file they are written in. */
  readonly path: string;
  readonly options: WrittenOptions | null;
  /** Takes in what cannot be read. */
  readonly unreadable: Unreadable[];
}

/** Where `undefined` is given, it is left out. */
export function givenOption(options: WrittenOptions | null, name: string): WrittenOption | undefined {
  const option = options?.byName.get(name);
  return option?.kind === 'value' && isUndefined(option.value) ? undefined : option;
}

/** Undefined where the option is not given, or not to be read. */
export function foldedOption<Value>(
  { world, path, options, unreadable }: OptionsQuestion,
  name: string,
  fits: (value: unknown) => value is Value,
): Value | undefined {
  const option = options?.byName.get(name);
  if (option === undefined) return undefined;
  const value = option.kind === 'value' ? foldValue(world, path, option.value) : undefined;
  if (fits(value)) return value;
  unreadable.push({ reason: `its \`${name}\` is computed`, place: option.place });
  return undefined;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

export function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function isTextRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every(isText);
}

export function isSeverity(value: unknown): value is 'warn' | 'error' {
  return value === 'warn' || value === 'error';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
