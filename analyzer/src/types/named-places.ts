// What TypeScript's own rename and references find, over every program of the project that has the file.
import type { ts } from 'ts-morph';
import type { SourceRange } from '@headwater/graph';
import { toPosix } from '../posix-path.ts';
import { placeOf } from '../syntax-tree.ts';
import type { CheckedFile } from './project-checker.ts';
import type { NamePlace, NameReference, RenamePlaces } from './type-service.ts';

export function renamePlaces(everywhere: readonly CheckedFile[], offset: number): RenamePlaces {
  const [own] = everywhere;
  if (own === undefined) return { can: false, reason: 'There is no such file.' };
  const { service, source } = own;
  const info = service.getRenameInfo(source.fileName, offset, { allowRenameOfImportPath: false });
  if (!info.canRename) return { can: false, reason: info.localizedErrorMessage };
  const { start, length } = info.triggerSpan;
  const preferences = { providePrefixAndSuffixTextForRename: true };
  const places = everywhere.flatMap((each) =>
    (each.service.findRenameLocations(each.source.fileName, offset, false, false, preferences) ?? []).map(
      ({ fileName, textSpan, prefixText = '', suffixText = '' }): NamePlace => ({
        ...spanIn(each, fileName, textSpan),
        prefix: prefixText,
        suffix: suffixText,
      }),
    ),
  );
  return { can: true, range: placeOf(source, start, start + length), places: once(places) };
}

export function references(everywhere: readonly CheckedFile[], offset: number): readonly NameReference[] {
  const found = everywhere.flatMap((each) =>
    (each.service.findReferences(each.source.fileName, offset) ?? []).flatMap((symbol) =>
      symbol.references.map(({ fileName, textSpan, isWriteAccess, isDefinition = false }): NameReference => ({
        ...spanIn(each, fileName, textSpan),
        isDefinition,
        isWrite: isWriteAccess,
      })),
    ),
  );
  return once(found);
}

function spanIn(
  { program }: CheckedFile,
  fileName: string,
  { start, length }: ts.TextSpan,
): { readonly file: string; readonly range: SourceRange } {
  const source = program.getSourceFile(fileName);
  if (source === undefined) throw new Error(`TypeScript found a name in ${fileName}, which its program does not have.`);
  return { file: toPosix(fileName), range: placeOf(source, start, start + length) };
}

/** Two programs find the same places in the files they have in common. */
function once<T extends { readonly file: string; readonly range: SourceRange }>(places: readonly T[]): T[] {
  const key = ({ file, range }: T): string => `${file}:${range.startLine}:${range.startColumn}`;
  return [...new Map(places.map((place) => [key(place), place])).values()];
}
