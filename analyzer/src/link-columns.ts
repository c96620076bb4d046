// The columns that an asset's `columns:` names, followed through constants of any file; what only a run can tell is not told.
import type { DeclaredColumn } from '@headwater/graph';
import type { WrittenColumn, WrittenOptions } from './file-record.ts';
import { foldValue } from './fold-value.ts';
import { resolvePlace } from './resolve-value.ts';
import type { World } from './resolve-value.ts';

/** Undefined where there is no such option, or it cannot be read. */
export function declaredColumns(
  world: World,
  { path, options }: { readonly path: string; readonly options: WrittenOptions | null },
): readonly DeclaredColumn[] | undefined {
  const kinds = options?.columns ? kindsIn({ world, file: path, depth: 0 }, options.columns) : null;
  return kinds === null ? undefined : [...kinds].map(([name, kind]) => ({ name, kind }));
}

type Kinds = Map<string, string | null>;

interface Place {
  readonly world: World;
  readonly file: string;
  /** How many consts led here. */
  readonly depth: number;
}

const DEEPEST = 32;
const KINDS: ReadonlySet<unknown> = new Set([
  ...['text', 'integer', 'real', 'boolean', 'date', 'bigint', 'bytes', 'json', null],
]);

function kindsIn(place: Place, columns: readonly WrittenColumn[]): Kinds | null {
  const kinds: Kinds = new Map();
  for (const column of columns)
    switch (column.kind) {
      case 'column': {
        const kind = foldValue(place.world, place.file, column.cell);
        if (!isKind(kind)) return null;
        kinds.set(column.name, kind);
        break;
      }
      case 'spread': {
        const more = kindsOf(place, column.of);
        if (more === null) return null;
        for (const [name, kind] of more) kinds.set(name, kind);
        break;
      }
      case 'pick':
      case 'omit':
        for (const name of [...kinds.keys()])
          if (column.names.includes(name) === (column.kind === 'omit')) kinds.delete(name);
    }
  return kinds;
}

/** Of a const: its value is a record of kinds, or it is written as what was read for one. */
function kindsOf({ world, file, depth }: Place, of: Extract<WrittenColumn, { kind: 'spread' }>['of']): Kinds | null {
  if (depth > DEEPEST) return null;
  const { target, at } = resolvePlace(world, file, of);
  if (target.kind === 'value') {
    const value = foldValue(world, target.file, target.value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const kinds: Kinds = new Map();
    for (const [name, kind] of Object.entries(value)) {
      if (kind === null || !isKind(kind)) return null;
      kinds.set(name, kind);
    }
    return kinds;
  }
  const written = at && world.record(at.file)?.columns.get(at.name);
  return written ? kindsIn({ world, file: at.file, depth: depth + 1 }, written) : null;
}

function isKind(kind: unknown): kind is string | null {
  return KINDS.has(kind);
}
