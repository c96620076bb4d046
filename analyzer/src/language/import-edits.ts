// Brings a name of another module into a file, in the way its other imports are written.
import { posix } from 'node:path';
import { ts } from 'ts-morph';
import { SDK } from '../factories.ts';
import type { FileEdit } from './code-action.ts';
import type { LanguageProject } from './language-project.ts';
import { addItem } from './list-edits.ts';
import { inserted, quoted } from './open-source.ts';
import type { OpenSource } from './open-source.ts';

export interface WantedName {
  /** `default` or the exported name. */
  readonly exportName: string;
  /** The name it gets here; that of the export unless given. */
  readonly name?: string;
  readonly isType?: boolean;
}

/** What the file does not have yet of these names; null where it has them all. */
export function importEdit(source: OpenSource, specifier: string, wanted: readonly WantedName[]): FileEdit | null {
  const imports = source.tree.statements.filter(ts.isImportDeclaration);
  const known = imports.flatMap(
    (each) => namedFrom(each, specifier)?.elements.map((one) => (one.propertyName ?? one.name).text) ?? [],
  );
  const names = wanted.filter(({ exportName }) => !known.includes(exportName));
  if (names.length === 0) return null;
  const [first] = names;
  const clause = first?.exportName === 'default' ? first.name : null;
  const named = names.filter(({ exportName }) => exportName !== 'default').map(writtenAs);
  // A value cannot come in with `import type`.
  const open = imports.find(
    (each) => each.importClause?.phaseModifier === undefined && namedFrom(each, specifier) !== null,
  );
  const list = open === undefined ? null : namedFrom(open, specifier);
  if (list !== null && clause === null) return addItem(source, list, named.join(', '));
  const from = [...(clause == null ? [] : [clause]), ...(named.length === 0 ? [] : [`{ ${named.join(', ')} }`])].join(
    ', ',
  );
  const text = `import ${from} from ${quoted(source, specifier)}${source.semicolon}`;
  const last = imports.at(-1);
  return last === undefined ? inserted(source, topOf(source), `${text}\n\n`) : inserted(source, last.end, `\n${text}`);
}

export function importSdk(source: OpenSource, wanted: readonly WantedName[]): FileEdit | null {
  return importEdit(source, SDK, wanted);
}

/** First imports of a file share the empty line behind them; equal edits are made once. */
export function joinedImports(edits: readonly FileEdit[]): readonly FileEdit[] {
  const once = [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
  const place = ({ file, range }: FileEdit): string => JSON.stringify([file, range]);
  return once.map((edit, index) => {
    const isFollowed = once.slice(index + 1).some((other) => place(other) === place(edit));
    return isFollowed ? { ...edit, text: edit.text.replace(/(\r?\n)\r?\n$/, '$1') } : edit;
  });
}

function writtenAs({ exportName, name = exportName, isType = false }: WantedName): string {
  return `${isType ? 'type ' : ''}${exportName === name ? name : `${exportName} as ${name}`}`;
}

function namedFrom({ importClause, moduleSpecifier }: ts.ImportDeclaration, specifier: string): ts.NamedImports | null {
  if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== specifier) return null;
  const bindings = importClause?.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings) ? bindings : null;
}

/** How this file would name that one: relative, with the ending or without it as the file's (or the project's) other imports. */
export function specifierTo(project: LanguageProject, source: OpenSource, target: string): string {
  const path = posix.relative(posix.dirname(source.path), target);
  const relative = path.startsWith('.') ? path : `./${path}`;
  const ending = posix.extname(relative);
  const stem = relative.slice(0, relative.length - ending.length);
  const style = endingStyle(importsOf(source)) ?? endingStyle(importsElsewhere(project));
  if (style === 'none') return posix.basename(stem) === 'index' && stem !== './index' ? posix.dirname(stem) : stem;
  return style === 'js' ? stem + ending.replace('ts', 'js').replace('jsx', 'js') : relative;
}

function importsOf({ tree }: OpenSource): string[] {
  return tree.statements.flatMap((each) =>
    (ts.isImportDeclaration(each) || ts.isExportDeclaration(each)) &&
    each.moduleSpecifier !== undefined &&
    ts.isStringLiteral(each.moduleSpecifier)
      ? [each.moduleSpecifier.text]
      : [],
  );
}

function* importsElsewhere({ paths, world }: LanguageProject): Iterable<string> {
  for (const path of paths) for (const { module } of world.record(path)?.imports.values() ?? []) yield module;
}

/** Of the first relative import; null where there is none. */
function endingStyle(specifiers: Iterable<string>): 'ts' | 'js' | 'none' | null {
  for (const specifier of specifiers) {
    if (!/^\.{1,2}\//.test(specifier)) continue;
    if (/\.[cm]?tsx?$/.test(specifier)) return 'ts';
    return /\.[cm]?jsx?$/.test(specifier) ? 'js' : 'none';
  }
  return null;
}

/** Behind a first line for the shell and the comment that heads the file. */
function topOf({ tree, text }: OpenSource): number {
  const shebang = ts.getShebang(text)?.length ?? 0;
  const start = shebang === 0 ? 0 : Math.min(text.length, text.indexOf('\n', shebang) + 1 || text.length);
  const [head] = ts.getLeadingCommentRanges(text, start) ?? [];
  const first = tree.statements[0];
  // A comment that touches the first statement is its own.
  if (head === undefined || first === undefined) return start;
  const isApart = /\n[ \t]*\r?\n/.test(text.slice(head.end, first.getStart(tree)));
  return isApart ? first.getStart(tree) : start;
}
