// Which export a top-level name has, and whether a file passes the SDK on.
import { SDK } from './factories.ts';
import type { FileRecord } from './file-record.ts';

type Names = Pick<FileRecord, 'imports' | 'exports' | 'stars' | 'bindings'>;

/** A chain of `const a = b` longer than this is nobody's. */
const DEEPEST = 8;

/** The same name first, then `default`, then any other; also through `export const other = name`. */
export function exportNameOf(of: Names, local: string): string | null {
  const same = of.exports.get(local);
  if (same !== undefined && 'local' in same && same.local === local) return local;
  const names = [...of.exports]
    .filter(([, exported]) => 'local' in exported && isAlias(of, exported.local, local))
    .map(([name]) => name);
  return names.find((name) => name === 'default') ?? names[0] ?? null;
}

function isAlias(names: Names, name: string, of: string, depth = 0): boolean {
  if (name === of) return true;
  const binding = names.bindings.get(name);
  return (
    depth < DEEPEST &&
    binding?.kind === 'value' &&
    binding.value.kind === 'name' &&
    isAlias(names, binding.value.name, of, depth + 1)
  );
}

export function passesSdkOn({ imports, exports, stars, bindings }: Names): boolean {
  if (stars.includes(SDK)) return true;
  const isSdk = (name: string, depth = 0): boolean => {
    if (imports.get(name)?.module === SDK) return true;
    const binding = bindings.get(name);
    if (depth > DEEPEST || binding?.kind !== 'value') return false;
    const { value } = binding;
    if (value.kind === 'name') return isSdk(value.name, depth + 1);
    return value.kind === 'member' && value.of.kind === 'name' && isSdk(value.of.name, depth + 1);
  };
  return [...exports.values()].some((exported) =>
    'local' in exported ? isSdk(exported.local) : exported.module === SDK,
  );
}
