// Reads what the options of an asset or output say of its node: group, kinds, tags, owners, IO manager, checks.
import type { AssetKey, AssetNode, SourceRange } from '@headwater/graph';
import type { PlacedValue, WrittenOption } from './file-record.ts';
import { foldedOption, isFlag, isRecord, isSeverity, isText, isTextRecord, isTexts } from './folded-option.ts';
import type { OptionsQuestion } from './folded-option.ts';
import { foldValue } from './fold-value.ts';
import { declaredColumns } from './link-columns.ts';

export interface NodeFacts extends Pick<AssetNode, 'group' | 'kinds' | 'tags' | 'owners' | 'io'> {
  /** What `description:` says. */
  readonly description: string | undefined;
  readonly ioPlace: SourceRange | null;
  readonly former: readonly FormerKey[];
  readonly columns: AssetNode['columns'] | undefined;
  /** Null where only a run can tell. */
  readonly checks: readonly DeclaredCheck[] | null;
}

/** A key that an asset had before, and where that is said. */
export interface FormerKey {
  readonly key: AssetKey;
  readonly place: SourceRange;
}

export interface DeclaredCheck {
  readonly name: string;
  readonly blocking: boolean;
  readonly severity: 'warn' | 'error';
  readonly place: SourceRange;
}

export function nodeFacts(question: OptionsQuestion): NodeFacts {
  const io = foldedOption(question, 'io', isText) ?? null;
  return {
    group: foldedOption(question, 'group', isText) ?? 'default',
    kinds: foldedOption(question, 'kinds', isTexts) ?? [],
    tags: foldedOption(question, 'tags', isTextRecord) ?? {},
    owners: foldedOption(question, 'owners', isTexts) ?? [],
    description: foldedOption(question, 'description', isText),
    io,
    ioPlace: io === null ? null : (question.options?.byName.get('io')?.place ?? null),
    former: formerKeys(question),
    columns: declaredColumns(question.world, question),
    checks: declaredChecks(question),
  };
}

/** What can be read of them: one key, or a list. */
function formerKeys({ world, path, options, unreadable }: OptionsQuestion): FormerKey[] {
  const option = options?.byName.get('renamedFrom');
  if (option === undefined || option.kind === 'record') return [];
  const written = option.kind === 'list' ? option.items : [option];
  const found = written.flatMap(({ kind, value, place }): FormerKey[] => {
    const folded = foldValue(world, path, value);
    const keys = kind === 'item' ? [folded] : Array.isArray(folded) ? (folded as readonly unknown[]) : [folded];
    if (keys.every(isText)) return keys.map((key) => ({ key, place }));
    unreadable.push({ reason: 'its `renamedFrom` is computed', place });
    return [];
  });
  return found.filter(({ key }, index) => found.findIndex((other) => other.key === key) === index);
}

function declaredChecks({ world, path, options, unreadable }: OptionsQuestion): DeclaredCheck[] | null {
  const option = options?.byName.get('checks');
  if (option === undefined) return [];
  const found = checkItems(option).flatMap(({ kind, value, place }) => {
    const folded = foldValue(world, path, value);
    const each = kind === 'item' ? [folded] : Array.isArray(folded) ? (folded as readonly unknown[]) : [undefined];
    return each.map((written) => readCheck(written, place));
  });
  if (found.every((check) => check !== null)) return found;
  unreadable.push({ reason: 'its `checks` are computed', place: option.place });
  return null;
}

/** A list that stands elsewhere is like one that is spread here. */
function checkItems(option: WrittenOption): readonly (PlacedValue & { readonly kind: 'item' | 'spread' })[] {
  if (option.kind === 'list') return option.items;
  return option.kind === 'value' ? [{ ...option, kind: 'spread' }] : [];
}

/** A name, or `{ name, blocking, severity }`. */
function readCheck(written: unknown, place: SourceRange): DeclaredCheck | null {
  if (isText(written)) return { name: written, blocking: false, severity: 'error', place };
  if (!isRecord(written)) return null;
  const { name, blocking = false, severity = 'error' } = written;
  return isText(name) && isFlag(blocking) && isSeverity(severity) ? { name, blocking, severity, place } : null;
}
