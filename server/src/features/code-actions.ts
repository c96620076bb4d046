// Quick fixes and refactorings at a place, and all safe fixes of a file at once.
import type { CodeAction as Offered, FileEdit } from '@headwater/analyzer';
import type { Problem } from '@headwater/graph';
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction, CodeActionParams, Diagnostic, Range } from 'vscode-languageserver/node';
import type { Feature, FeatureHost } from '../feature.ts';
import type { toRange } from '../to-range.ts';
import { unlessCancelled } from '../unless-cancelled.ts';
import { toWorkspaceEdit } from '../workspace-edit.ts';

const FIX_ALL = `${CodeActionKind.SourceFixAll}.headwater`;
const KINDS = [CodeActionKind.QuickFix, CodeActionKind.Refactor, FIX_ALL];

export const codeActionsFeature: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: KINDS } },
  register(connection, host) {
    connection.onCodeAction((params, token) => unlessCancelled(token, () => answer(params, host)));
  },
};

async function answer({ textDocument, range, context }: CodeActionParams, host: FeatureHost): Promise<CodeAction[]> {
  const { codeAction } = host.client().capabilities.textDocument ?? {};
  // Without them an answer could only name commands, and edits need none.
  if (codeAction?.codeActionLiteralSupport === undefined) return [];
  const at = await host.sessionAt(textDocument.uri);
  const assistance = await at?.session.assistance();
  if (at == null || assistance == null) return [];
  const { path, session } = at;
  const edit = (edits: readonly FileEdit[]) => toWorkspaceEdit(edits, session.root, host);
  const isWanted = wantedKinds(context.only);
  const actions: CodeAction[] = assistance
    .codeActions({ file: path, range: toPlace(range) })
    .filter(({ kind, disabled }) => isWanted(kind) && (disabled === undefined || codeAction.disabledSupport === true))
    .map((offered) => ({
      title: offered.title,
      kind: offered.kind,
      ...(offered.problem && { diagnostics: shown(offered.problem, context.diagnostics) }),
      ...(offered.isPreferred === true && { isPreferred: true }),
      ...(offered.disabled === undefined ? { edit: edit(offered.edits) } : { disabled: { reason: offered.disabled } }),
    }));
  // Nobody wants it among the answers for one place; editors ask for it when a file is saved.
  if (context.only === undefined || !isWanted(FIX_ALL)) return actions;
  const edits = together(assistance.safeFixes(path));
  return edits.length === 0
    ? actions
    : [...actions, { title: 'Fix all safe problems of Headwater', kind: FIX_ALL, edit: edit(edits) }];
}

/** `refactor` asks for `refactor.extract`, too. */
function wantedKinds(only: readonly string[] | undefined): (kind: string) => boolean {
  return (kind) => only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`));
}

function toPlace({ start, end }: Range): Parameters<typeof toRange>[0] {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** As the client knows them. */
function shown(problem: Problem, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ code, message }) => code === problem.code && message === problem.message);
}

/** Two problems may have the same answer; of two that touch each other the second waits for the next time. */
function together(fixes: readonly Offered[]): FileEdit[] {
  const edits: FileEdit[] = [];
  for (const fix of fixes) {
    const isNew = !fix.edits.every((each) => edits.some((other) => JSON.stringify(other) === JSON.stringify(each)));
    if (isNew && !fix.edits.some((each) => edits.some((other) => touch(each, other)))) edits.push(...fix.edits);
  }
  return edits;
}

function touch(a: FileEdit, b: FileEdit): boolean {
  const isBefore = (one: FileEdit, other: FileEdit): boolean =>
    one.range.endLine < other.range.startLine ||
    (one.range.endLine === other.range.startLine && one.range.endColumn < other.range.startColumn);
  return a.file === b.file && !isBefore(a, b) && !isBefore(b, a);
}
