// What a person sees of a throw: its message, its stack in the user's own lines, and the first frame inside the project.
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StepError } from '../run-event.ts';

const FRAME = /(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:\\)[^()\n]*?):(\d+):(\d+)\)?$/gm;

export function stepError(thrown: unknown, { project }: { project: string }): StepError {
  if (!(thrown instanceof Error)) return { message: `threw ${shown(thrown)}, which is not an Error` };
  const stack = thrown.stack ?? String(thrown);
  const message = `${thrown.name === 'Error' ? '' : `${thrown.name}: `}${thrown.message || 'an Error without a message'}`;
  return { message: message + gathered(thrown) + causes(thrown), stack, ...firstOwnFrame(stack, project) };
}

/** What `Promise.any` and its like put together. */
function gathered(thrown: Error): string {
  if (!(thrown instanceof AggregateError) || thrown.errors.length === 0) return '';
  const [first, ...more] = thrown.errors.map(textOf);
  return ` (${first ?? ''}${more.length === 0 ? '' : `, and ${more.length} more`})`;
}

/** One that the message quotes already adds nothing. */
function causes({ message, cause }: Error): string {
  if (cause === undefined || message.includes(textOf(cause))) return '';
  return ` (cause: ${textOf(cause)}${cause instanceof Error ? causes(cause) : ''})`;
}

const textOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : shown(thrown));

function firstOwnFrame(stack: string, project: string): Pick<StepError, 'file' | 'line' | 'column'> {
  for (const [, place = '', line, column] of stack.matchAll(FRAME)) {
    const file = place.startsWith('file://') ? fileURLToPath(place) : place;
    const inside = relative(project, file);
    if (inside.startsWith('..') || isAbsolute(inside) || /(^|[\\/])(node_modules|\.headwater)[\\/]/.test(inside))
      continue;
    return { file: inside.split(sep).join('/'), line: Number(line), column: Number(column) };
  }
  return {};
}

function shown(value: unknown): string {
  try {
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  } catch {
    return 'a value that cannot be shown';
  }
}
