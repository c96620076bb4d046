// Problems of the analyzer as the editor's diagnostics.
import { posix } from 'node:path';
import type { Problem, Severity } from '@headwater/graph';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import { uriOf } from './file-uri.ts';
import type { LineShift } from './line-shift.ts';
import { problemPage } from './problem-page.ts';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** `shiftOf` is asked for each file a problem names; a syntax error stands in the text as it is and is not moved. */
export function toDiagnostic(
  problem: Problem,
  { project, shiftOf }: { readonly project: string; readonly shiftOf: (file: string) => LineShift },
): Diagnostic {
  const { code, severity, message, file, line, column, endLine, endColumn, related } = problem;
  const shift = code === 'syntax' ? (each: number) => each : shiftOf(file);
  const start = shift(line - 1);
  return {
    range: {
      start: { line: start, character: column - 1 },
      end: { line: start + endLine - line, character: endColumn - 1 },
    },
    severity: SEVERITY[severity],
    code,
    codeDescription: { href: problemPage(code) },
    source: 'headwater',
    message,
    ...(code === 'unused-input' && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related && {
      relatedInformation: related.map((place) => {
        const position = { line: shiftOf(place.file)(place.line - 1), character: place.column - 1 };
        return {
          message: place.message,
          location: { uri: uriOf(posix.join(project, place.file)), range: { start: position, end: position } },
        };
      }),
    }),
  };
}
