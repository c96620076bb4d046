// Repairs a selection: each candidate is parsed, and only those that are right are offered.
import { ts } from 'ts-morph';
import {
  keySegments,
  nearestName,
  parseSelection,
  SELECTION_ATTRIBUTES,
  selectionAttributes,
  selectionValue,
  selectionValues,
  STATUS_NAMES,
} from '@headwater/graph';
import { offsetAt, replaced, spanOf } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

export function fixSelection({ project, source, problem, node }: FixQuestion): readonly Fix[] {
  if (ts.isArrayLiteralExpression(node) && node.elements.length === 0)
    return [
      {
        title: "Select every asset, with `'*'`",
        edits: [replaced(source, spanOf(node), `${source.quote}*${source.quote}`)],
      },
    ];
  if (!ts.isStringLiteralLike(node)) return [];
  const parsed = parseSelection(node.text);
  if (parsed.kind !== 'error') return nameInstead({ project, source, problem }, node);
  const keys = project.document.assets.map(({ key }) => key);
  const texts = repairs({ text: node.text, at: parsed.column - 1, keys });
  const good = [...new Set(texts)].filter((text) => parseSelection(text).kind !== 'error');
  return good.slice(0, 3).map((text, index) => ({
    title: `Change to \`${text}\``,
    edits: [replaced(source, spanOf(node), literal(source, node, text))],
    ...(index === 0 && { isPreferred: true }),
  }));
}

/** It can be read, but names what nothing has. */
function nameInstead(
  { project, source, problem }: Pick<FixQuestion, 'project' | 'source' | 'problem'>,
  node: ts.StringLiteralLike,
): readonly Fix[] {
  const { text } = node;
  const from = (offsetAt(source, problem.line, problem.column) ?? 0) - node.getStart() - 1;
  const to = (offsetAt(source, problem.endLine, problem.endColumn) ?? 0) - node.getStart() - 1;
  const slips = selectionAttributes(text).flatMap(({ name, value, tagValue, start, end }) => {
    const known = selectionValues(name, project.document);
    const isMeant = value !== null && tagValue === undefined && !known.has(value) && start < to && end > from;
    const near = isMeant ? nearestName(value, known.keys()) : null;
    return near === null ? [] : [{ text: text.slice(0, start) + selectionValue(near) + text.slice(end), name, near }];
  });
  return slips.map((slip) => ({
    title: `Change to \`${slip.name}:${selectionValue(slip.near)}\``,
    edits: [replaced(source, spanOf(node), literal(source, node, slip.text))],
    ...(slips.length === 1 && { isPreferred: true }),
  }));
}

function* repairs({
  text,
  at,
  keys,
}: {
  readonly text: string;
  readonly at: number;
  readonly keys: readonly string[];
}): Iterable<string> {
  const before = text.slice(0, at);
  const [word = ''] = /^[\p{L}\p{N}_$./@-]+/u.exec(text.slice(at)) ?? [];
  const after = text.slice(at + word.length);
  if (text.trim() === '') yield '*';
  if (word !== '') {
    const inner = word.toLowerCase();
    const near = nearestName(
      inner,
      after.trimStart().startsWith(':') ? Object.keys(SELECTION_ATTRIBUTES) : STATUS_NAMES,
    );
    if (near !== null) yield before + near + after;
    const key = keys.find((each) => each === word || keySegments(each).at(-1) === word) ?? nearestName(word, keys);
    if (key !== null) yield `${before}key:"${key}"${after}`;
    yield `${before}key:"${word}"${after}`;
    // Two operands side by side.
    yield `${before.trimEnd()} and ${text.slice(at)}`;
    yield `${before.trimEnd()} or ${text.slice(at)}`;
  }
  yield `${text})`;
  yield `${text}"`;
  yield `${text}")`;
  yield before.trimEnd().replace(/\s*\b(?:and|or|not)$/i, '');
  yield before.trimEnd() + text.slice(at + 1);
}

/** In its own quotes; a template without parts stays one. */
function literal({ text: whole }: OpenSource, node: ts.StringLiteralLike, text: string): string {
  const quote = whole[node.getStart()] ?? "'";
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
