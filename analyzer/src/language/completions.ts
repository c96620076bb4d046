// What can be written at the cursor that TypeScript does not know: assets with their import, names in strings, selections.
import { ts } from 'ts-morph';
import { parseSource, writtenName } from '../syntax-tree.ts';
import type { Completion, Completions, FileCursor } from './completion.ts';
import { offsetAt } from './open-source.ts';
import { nameCompletions } from './complete-names.ts';
import { timeCompletions } from './complete-time.ts';
import { selectionCompletions } from './complete-selection.ts';
import { valueCompletions } from './complete-values.ts';
import { WORD, fits } from './cursor-question.ts';
import type { CursorQuestion } from './cursor-question.ts';
import type { LanguageProject } from './language-project.ts';
import { mayDeclare, sourceOf } from './language-project.ts';
import { factoryCallAround } from './option-edits.ts';
import type { FactoryCall } from './option-edits.ts';
import { timeLiteral } from './time-literal.ts';

const NONE: Completions = { items: [], isIncomplete: false };
/** As many as anybody looks at. */
const MOST = 300;
export function completions(project: LanguageProject, { file, line, column }: FileCursor): Completions {
  if (!mayDeclare(project, file)) return NONE;
  const text = project.read(file);
  const offset = text === null ? null : offsetIn(text, line, column);
  if (text === null || offset === null) return NONE;
  const tree = parseSource({ path: file, text: text.slice(0, offset) + WORD + text.slice(offset), parents: true });
  const node = wordAt(tree, offset);
  const time = node !== null && ts.isStringLiteralLike(node) ? timeLiteral(project.world, file, node) : null;
  const open = node === null || time === null ? null : sourceOf(project, file);
  if (node !== null && time !== null && open !== null) {
    const at = { source: open, offset, node };
    return firstOf(timeCompletions(at, time), at);
  }
  const call = node === null ? null : factoryCallAround(project.world, file, node);
  const option = node === null || call === null ? null : optionPath(call, node);
  const source = option === null ? null : sourceOf(project, file);
  if (source === null || node === null || call === null || option === null) return NONE;
  const question: CursorQuestion = { project, source, offset, node, call, option };
  return firstOf(found(question), question);
}

function found(question: CursorQuestion): Iterable<Completion> {
  if (ts.isIdentifier(question.node)) return nameCompletions(question);
  return question.option[0] === 'selection' ? selectionCompletions(question) : valueCompletions(question);
}

/** Those that begin with what is typed, or hold its letters in their order. */
function firstOf(
  all: Iterable<Completion>,
  { source, offset }: Pick<CursorQuestion, 'source' | 'offset'>,
): Completions {
  const first: Completion[] = [];
  for (const each of all) {
    const { startLine, startColumn } = each.edit.range;
    const start = offsetAt(source, startLine, startColumn) ?? offset;
    if (!fits(each.filter, source.text.slice(start, offset))) continue;
    if (first.length === MOST) return { items: first, isIncomplete: true };
    first.push(each);
  }
  return { items: first, isIncomplete: false };
}

/** Null where the text has no such place. */
function offsetIn(text: string, line: number, column: number): number | null {
  let start = 0;
  for (let each = 1; each < line; each += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return null;
    start = end + 1;
  }
  // Behind the end of a line is its end.
  const end = /\r?\n|$/.exec(text.slice(start))?.index ?? 0;
  return start + Math.min(column - 1, end);
}

function wordAt(tree: ts.SourceFile, offset: number): ts.Identifier | ts.StringLiteralLike | null {
  let found: ts.Identifier | ts.StringLiteralLike | null = null;
  const visit = (node: ts.Node): void => {
    if (node.pos > offset || node.end < offset) return;
    const isWord = ts.isIdentifier(node) || ts.isStringLiteralLike(node);
    if (isWord && node.text.includes(WORD)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Null outside the call's options, and in code inside them. */
function optionPath({ options }: FactoryCall, node: ts.Node): string[] | null {
  const path: string[] = [];
  for (let inner: ts.Node = node; inner !== options; inner = inner.parent) {
    if (ts.isSourceFile(inner) || ts.isFunctionLike(inner) || ts.isCallExpression(inner)) return null;
    if (ts.isPropertyAssignment(inner)) path.unshift(writtenName(inner.name) ?? '');
  }
  return path;
}
