// Links a job: its name, and its selection as a text of the grammar.
import { parseSelection } from '@headwater/graph';
import type { SourceRange } from '@headwater/graph';
import { callShape } from './call-shape.ts';
import type { CallArgument, WrittenOption } from './file-record.ts';
import { isText } from './folded-option.ts';
import { foldValue } from './fold-value.ts';
import type { LinkedJob } from './linked.ts';
import { upstreamKey, written } from './upstream.ts';
import type { LinkQuestion } from './upstream.ts';

export interface WrittenListed {
  readonly args: readonly CallArgument[];
  /** Of the const's name, or of the call. */
  readonly place: SourceRange;
  readonly exportName: string | null;
}

/** Null after reporting why there is none. */
export function linkJob(question: LinkQuestion, { args, place }: WrittenListed): LinkedJob | null {
  const { world, path, file, report } = question;
  const { subject, options, unreadable } = callShape({ factory: 'job', declaration: { args } });
  const unseen = (reason: string, at: SourceRange): null => {
    report(
      'dynamic',
      at,
      `This job is not in the graph before a run: ${reason}. Write it out in place to see it while you type.`,
    );
    return null;
  };
  if (subject === null) return null;
  const name = foldValue(world, path, subject.value);
  if (!isText(name)) return unseen('its name is computed', subject.place);
  const option = options?.byName.get('selection');
  const [first] = unreadable;
  if (option === undefined) return first === undefined ? null : unseen(first.reason, first.place);
  const read = readSelection(question, option);
  if (read === null) return null;
  if ('reason' in read) return unseen(read.reason, read.place);
  const { selection, text } = read;
  return { node: { name, selection, file, line: place.startLine, column: place.startColumn }, place, text };
}

export type Selected = Pick<LinkedJob, 'text'> & { readonly selection: string };

export type Unread = { readonly reason: string; readonly place: SourceRange };

/** Null after reporting what is wrong with it. */
export function readSelection(question: LinkQuestion, option: WrittenOption): Selected | Unread | null {
  if (option.kind === 'list') return selectedKeys(question, option);
  const text = option.kind === 'value' ? foldValue(question.world, question.path, option.value) : undefined;
  if (!isText(text)) return { reason: 'its selection is computed', place: option.place };
  const parsed = parseSelection(text);
  const isVerbatim = option.kind === 'value' && option.isVerbatim === true;
  if (parsed.kind !== 'error') return { selection: text, text: { place: option.place, isVerbatim } };
  const place = isVerbatim ? columnInside(option.place, { text, column: parsed.column }) : option.place;
  question.report('bad-selection', place, `${capitalized(parsed.message)}.`);
  return null;
}

/** One character of a literal, counted from its opening quote; the closing quote where the text ends too early. */
function columnInside(
  place: SourceRange,
  { text, column }: { readonly text: string; readonly column: number },
): SourceRange {
  const lines = text.slice(0, column - 1).split('\n');
  const line = place.startLine + lines.length - 1;
  const last = lines.at(-1)?.length ?? 0;
  const start = lines.length === 1 ? place.startColumn + 1 + last : last + 1;
  return { startLine: line, startColumn: start, endLine: line, endColumn: start + 1 };
}

function selectedKeys(
  question: LinkQuestion,
  { items, place }: Extract<WrittenOption, { kind: 'list' }>,
): Selected | Unread | null {
  const keys: string[] = [];
  for (const item of items) {
    if (item.kind === 'spread') return { reason: 'its selection is spread', place: item.place };
    const key = upstreamKey(question, item, `selected asset \`${written(item.value)}\``);
    if (key === null) return null;
    if (typeof key !== 'string') return { reason: key.reason, place: item.place };
    keys.push(`key:"${key.replace(/["\\]/g, '\\$&')}"`);
  }
  if (keys.length > 0) return { selection: keys.join(' or '), text: null };
  question.report('bad-selection', place, "The selection is empty. Name an asset, or write `'*'` for every one.");
  return null;
}

function capitalized(message: string): string {
  return message.slice(0, 1).toUpperCase() + message.slice(1);
}
