// Adds to a rename the places that only types tell of, such as what an `import(…)` gives.
import type { SourceRange } from '@headwater/graph';
import { relativeTo } from '../posix-path.ts';
import type { NamePlace } from '../types/type-service.ts';
import type { Renamed, RenameEdit } from './rename.ts';

/** What the rename itself writes stays, and so do files in which the old name stays as their own. */
export function withElsewhere(renamed: Renamed, places: readonly NamePlace[], root: string): Renamed {
  const { code } = renamed;
  if (code === null) return renamed;
  const keeping = new Set(
    renamed.edits.filter(({ of, text }) => of === 'code' && / as /.test(text)).map(({ file }) => file),
  );
  const more = places
    .map(({ file, range, prefix, suffix }): RenameEdit => {
      return { of: 'code', file: relativeTo(root, file) ?? file, range, text: `${prefix}${code.to}${suffix}` };
    })
    .filter(({ file }) => !keeping.has(file))
    .filter((edit) => !renamed.edits.some((each) => each.file === edit.file && touch(each.range, edit.range)));
  return { ...renamed, edits: [...renamed.edits, ...more] };
}

function touch(a: SourceRange, b: SourceRange): boolean {
  return !isBefore(a, b) && !isBefore(b, a);
}

function isBefore(a: SourceRange, b: SourceRange): boolean {
  return a.endLine < b.startLine || (a.endLine === b.startLine && a.endColumn <= b.startColumn);
}
