// Folds constants to plain data, across files, without running anything.
import type { StaticValue } from './file-record.ts';
import { resolveValue } from './resolve-value.ts';
import type { World } from './resolve-value.ts';

const DEEPEST = 32;

/** Plain data that a value stands for, or undefined where it cannot be known without running. */
export function foldValue(world: World, file: string, value: StaticValue, depth = 0): unknown {
  if (depth > DEEPEST) return undefined;
  const fold = (part: StaticValue): unknown => foldValue(world, file, part, depth + 1);
  switch (value.kind) {
    case 'literal':
      return value.value;
    case 'text': {
      const parts = value.parts.map(fold);
      return parts.every(isPrimitive) ? parts.join('') : undefined;
    }
    case 'sum': {
      const [left, right] = [fold(value.left), fold(value.right)];
      if (typeof left === 'number' && typeof right === 'number') return left + right;
      return isPrimitive(left) && isPrimitive(right) ? `${left}${right}` : undefined;
    }
    case 'list': {
      const items = value.items.map(fold);
      return items.includes(undefined) ? undefined : items;
    }
    case 'fields': {
      const entries = [...value.fields].map(([name, field]) => [name, fold(field)] as const);
      return entries.some(([, field]) => field === undefined) ? undefined : Object.fromEntries(entries);
    }
    case 'name':
    case 'member': {
      const target = resolveValue(world, file, value);
      return target.kind === 'value' ? foldValue(world, target.file, target.value, depth + 1) : undefined;
    }
    case 'call':
    case 'opaque':
      return undefined;
  }
}

function isPrimitive(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
