// The code version of a declaration: what its options say, else that of its body and of the ops it is made of.
import type { OpNode } from '@headwater/graph';
import { codeVersion } from './code-version.ts';
import type { Body } from './file-record.ts';
import { foldedOption, isText } from './folded-option.ts';
import type { OptionsQuestion } from './folded-option.ts';

/** `u1:` before a version that was written by hand: it is compared with none that was read from code. */
export function declaredVersion(
  question: OptionsQuestion,
  { body, ops = [] }: { readonly body: Body | null; readonly ops?: readonly OpNode[] },
): string | null {
  if (question.options?.byName.has('codeVersion') === true) {
    const given = foldedOption(question, 'codeVersion', isText);
    return given === undefined ? null : `u1:${given}`;
  }
  const own = body?.codeVersion ?? null;
  const parts = ops.map((op) => op.codeVersion).filter((version) => version !== null);
  // A step whose code cannot be read may be any.
  if (own === null || parts.length < ops.length) return null;
  return parts.length === 0 ? own : codeVersion([own, ...parts]);
}
