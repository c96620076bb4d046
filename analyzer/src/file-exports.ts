// What a file exports: its `export { … }`, which export a top-level name has, and whether it passes the SDK on.
import { ts } from 'ts-morph';
import { SDK } from './factories.ts';
import type { ExportedName, FileRecord } from './file-record.ts';

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

/** Notes what the statement exports, by name or as all of another module. */
export function readExports(
  { moduleSpecifier, exportClause: clause }: ts.ExportDeclaration,
  { exports, stars }: { readonly exports: Map<string, ExportedName>; readonly stars: string[] },
): void {
  const module = moduleSpecifier && ts.isStringLiteralLike(moduleSpecifier) ? moduleSpecifier.text : null;
  if (clause === undefined) {
    if (module !== null) stars.push(module);
  } else if (ts.isNamespaceExport(clause)) {
    if (module !== null) exports.set(clause.name.text, { module, name: '*' });
  } else
    for (const each of clause.elements) {
      const name = (each.propertyName ?? each.name).text;
      exports.set(each.name.text, module === null ? { local: name } : { module, name });
    }
}
