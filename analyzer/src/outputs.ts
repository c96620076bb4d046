// What the outputs of a multi-asset are: their names, the consts they are taken out to, and what of them only a run can tell.
import { nearestName } from '@headwater/graph';
import type { SourceRange } from '@headwater/graph';
import type { CallDeclaration, NestedCall, Unreadable, WrittenEntry } from './file-record.ts';

export interface Output {
  /** In `outputs` and in `ctx.result`. */
  readonly name: string;
  /** The const it is taken out to; null where the multi-asset is kept whole. */
  readonly constName: string | null;
  /** Of that const, or of the multi-asset kept whole. */
  readonly exportName: string | null;
  /** Of the const's name, or of the output's. */
  readonly place: SourceRange;
  readonly comment: string | null;
  /** As it is written in `outputs`; null where it is not written there in place. */
  readonly written: (NestedCall & { readonly place: SourceRange }) | null;
}

export interface Outputs {
  readonly outputs: readonly Output[];
  /** Consts that are taken from outputs that do not exist. */
  readonly unknown: readonly { readonly name: string; readonly place: SourceRange }[];
  readonly unreadable: readonly Unreadable[];
}

/** In the order in which they are written; further ones that a pattern names come last. */
export function outputsOf(declaration: CallDeclaration): Outputs {
  const option = declaration.args[0]?.options?.byName.get('outputs');
  const entries = option?.kind === 'record' ? option.entries : [];
  const named = entries.filter((entry) => entry.kind === 'named');
  const unreadable = entries.flatMap(whyUnreadable);
  if (option !== undefined && option.kind !== 'record')
    unreadable.push({ reason: 'its outputs are not written in place', place: option.place });
  const taken = declaration.parts.filter(({ property }) => !named.some(({ name }) => name === property));
  const isWhole = unreadable.length === 0 && option !== undefined;
  return {
    outputs: [
      ...named.map((entry) => outputAt(declaration, entry.name, entry)),
      ...(isWhole ? [] : taken.map(({ property }) => outputAt(declaration, property, null))),
    ],
    unknown: isWhole ? taken.map(({ property, place }) => ({ name: property, place })) : [],
    unreadable,
  };
}

/** `unread`: there may be one of that name, which only a run can tell. */
export function findOutput(declaration: CallDeclaration, name: string): Output | 'unread' | null {
  const { outputs, unreadable } = outputsOf(declaration);
  const found = outputs.find((output) => output.name === name);
  const isWritten = declaration.args[0]?.options?.byName.has('outputs') === true;
  return found ?? (isWritten && unreadable.length === 0 ? null : 'unread');
}

/** A sentence that names the output that was probably meant, else all of them. */
export function noSuchOutput(declaration: CallDeclaration, wanted: string): string {
  const names = outputsOf(declaration).outputs.map(({ name }) => name);
  const near = nearestName(wanted, names);
  const all = names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ');
  return `The multi-asset has no output \`${wanted}\`. ${near === null ? `It has ${all}.` : `Did you mean \`${near}\`?`}`;
}

type NamedEntry = Extract<WrittenEntry, { kind: 'named' }>;

function outputAt(declaration: CallDeclaration, name: string, entry: NamedEntry | null): Output {
  const parts = declaration.parts.filter(({ property }) => property === name);
  const exported = parts.find(({ exportName }) => exportName !== null);
  // A const that nothing exports gives way to a multi-asset that is exported whole.
  const part = exported ?? (declaration.exportName === null ? parts[0] : undefined);
  const ofPart = part === undefined ? null : part.comment;
  return {
    name,
    constName: part?.name ?? null,
    exportName: part === undefined ? declaration.exportName : part.exportName,
    place: part?.place ?? entry?.namePlace ?? declaration.place,
    comment: entry?.call?.comment ?? ofPart ?? declaration.comment,
    written: entry?.call === undefined ? null : { ...entry.call, place: entry.place },
  };
}

function whyUnreadable(entry: WrittenEntry): Unreadable[] {
  if (entry.kind === 'named') return [];
  const reason = entry.kind === 'spread' ? 'its outputs are spread' : 'the name of an output is computed';
  return [{ reason, place: entry.place }];
}
