// Renames an asset: its const or its key, everything that names it, and the note that keeps its history.
import type { AssetKey } from '@headwater/graph';
import { readKey } from '../key.ts';
import { firstSyntaxError, parseSource } from '../syntax-tree.ts';
import { optionsOf, placeOf } from '../upstream.ts';
import type { FileEdit } from './code-action.ts';
import { constNameOf } from './declared-node.ts';
import { nodeOf } from './language-project.ts';
import type { LanguageProject } from './language-project.ts';
import { mentionsOf } from './mentions.ts';
import type { Mention } from './mentions.ts';
import { isIdentifierName } from './open-source.ts';
import { renameCode } from './rename-code.ts';
import { computedSelection, historyEdit, keyEdit, selectionEdits } from './rename-strings.ts';
import { renamable, unsafe, withoutConst } from './rename-target.ts';
import type { Refusal, Renamable, RenameTarget, TextPlace } from './rename-target.ts';

export interface RenameEdit extends FileEdit {
  /** `code` names the const, `text` is a key in a string, `history` says which key the asset had. */
  readonly of: 'code' | 'text' | 'history';
}

export interface Renamed {
  /** None of them overlap. */
  readonly edits: readonly RenameEdit[];
  readonly from: AssetKey;
  /** Equal to `from` where only the const is renamed. */
  readonly to: AssetKey;
  /** The const as it stands now, and its new name; null where code stays as it is. */
  readonly code: { readonly place: TextPlace; readonly name: string; readonly to: string } | null;
}

export interface RenameQuestion {
  /** Of an asset that this project declares. */
  readonly key: AssetKey;
  readonly of: RenameTarget['of'];
  readonly newName: string;
  /** Absolute paths of files that are no part of the graph and name the const, such as tests. */
  readonly outside?: readonly string[];
}

/** Null where there is no such asset. */
export function renameAsset(project: LanguageProject, question: RenameQuestion): Renamed | Refusal | null {
  const { key, of, newName, outside = [] } = question;
  const node = nodeOf(project, key);
  if (node === undefined) return null;
  const target = renamable(project, node);
  if ('refused' in target) return target;
  const mentions = mentionsOf(project, key);
  const broken = unparsedAmong(project, [node.file, ...mentions.map(({ file }) => file)]);
  if (broken !== null) return unsafe(target, broken);
  const twin = mentions.find(({ role, file }) => role === 'declaration' && file !== target.node.file);
  if (twin !== undefined)
    return unsafe(
      target,
      `${twin.file}:${twin.range.startLine} declares the same key. Give one of them another key first`,
    );
  return of === 'const'
    ? renameConst(project, { target, mentions, outside }, newName)
    : renameKey(project, { target, mentions, outside }, newName);
}

/** What a project that reads the asset of another one changes with it; `key` is the one it has here. */
export function renameForeign(
  project: LanguageProject,
  key: AssetKey,
  { from, to, code }: Renamed,
): readonly RenameEdit[] | Refusal {
  const files = [...new Set(mentionsOf(project, key).map(({ file }) => file))];
  const broken = unparsedAmong(project, files);
  if (broken !== null) return unsafe({ key }, broken);
  const paths = files.map((file) => project.absolute(file));
  const rename = code && { file: code.place.file, name: code.name, to: code.to };
  const inCode = rename === null ? [] : renameCode(project, paths, rename);
  if ('refused' in inCode) return inCode;
  const edits = inCode.map((edit) => as('code', edit));
  if (from === to) return edits;
  const keyHere = key.slice(0, key.length - from.length) + to;
  const texts = paths.flatMap((path) => selectionEdits(project, path, { key, to: keyHere }));
  return computedSelection(project, key) ?? [...edits, ...texts.map((edit) => as('text', edit))];
}

/** Why a name in these files cannot be changed. */
function unparsedAmong({ unparsed }: LanguageProject, files: readonly string[]): string | null {
  const broken = files.find((file) => unparsed.includes(file));
  return broken === undefined ? null : `${broken} does not parse. Mend it, and try again`;
}

interface Renaming {
  readonly target: Renamable;
  readonly mentions: readonly Mention[];
  readonly outside: readonly string[];
}

function renameConst(project: LanguageProject, renaming: Renaming, newName: string): Renamed | Refusal {
  const { target, mentions, outside } = renaming;
  const { declared, key } = target;
  const name = constNameOf(declared);
  if (name === null) return withoutConst(target.node);
  if (!isBindable(newName))
    return {
      refused: `\`${newName}\` cannot be the name of a const: use letters, digits, \`_\` and \`$\`, with no digit first.`,
    };
  if (newName === name) return { edits: [], from: key, to: key, code: null };
  const to = optionsOf(declared)?.byName.has('key') === true ? key : newName;
  const taken = to === key ? null : takenBy(project, to);
  if (taken !== null) return taken;
  const files = [...new Set([...mentions.map(({ file }) => project.absolute(file)), ...outside])];
  const code = renameCode(project, files, { file: declared.file, name, to: newName });
  if ('refused' in code) return code;
  const strings = to === key ? [] : keyChange(project, renaming, to);
  if ('refused' in strings) return strings;
  const { startLine: line, startColumn: column } = placeOf(declared);
  return {
    edits: [...code.map((edit) => as('code', edit)), ...strings],
    from: key,
    to,
    code: { place: { file: declared.file, line, column }, name, to: newName },
  };
}

function renameKey(project: LanguageProject, renaming: Renaming, newName: string): Renamed | Refusal {
  const { target } = renaming;
  const { key } = target;
  const segments = newName.split('/');
  const read = readKey(segments);
  if ('reason' in read) return { refused: `\`${newName}\` cannot be a key. ${read.reason}.` };
  if (read.key === key) return { edits: [], from: key, to: key, code: null };
  const taken = takenBy(project, read.key);
  if (taken !== null) return taken;
  const own = keyEdit(project, target, segments);
  if ('refused' in own) return own;
  const strings = keyChange(project, renaming, read.key);
  return 'refused' in strings ? strings : { edits: [as('text', own), ...strings], from: key, to: read.key, code: null };
}

/** What follows from a new key, wherever it comes from. */
function keyChange(
  project: LanguageProject,
  { target, mentions }: Renaming,
  to: AssetKey,
): readonly RenameEdit[] | Refusal {
  const unreached = computedSelection(project, target.key);
  if (unreached !== null) return unreached;
  const history = historyEdit(project, target, to);
  if ('refused' in history) return history;
  const files = new Set(mentions.filter(({ role }) => role === 'selection').map(({ file }) => project.absolute(file)));
  const selections = [...files].flatMap((file) => selectionEdits(project, file, { key: target.key, to }));
  return [as('history', history), ...selections.map((edit) => as('text', edit))];
}

function as(of: RenameEdit['of'], edit: FileEdit): RenameEdit {
  return { ...edit, of };
}

function takenBy(project: LanguageProject, key: AssetKey): Refusal | null {
  const other = nodeOf(project, key);
  return other === undefined
    ? null
    : {
        refused: `The key \`${key}\` is already that of the asset at ${other.file}:${other.line}. Choose another name.`,
      };
}

/** Whether a module may have a top-level const of this name. */
function isBindable(name: string): boolean {
  if (!isIdentifierName(name) || RESERVED.has(name)) return false;
  return firstSyntaxError(parseSource({ path: 'name.ts', text: `export const ${name} = 1;` })) === null;
}

/** Names that parse and that a module may not use all the same. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['arguments', 'await', 'eval', 'implements', 'interface', 'let', 'package', 'private', 'protected', 'public'],
  ...['static', 'yield', 'undefined'],
]);
