// Makes a problem of its code, place and message; how grave it is goes with the code.
import type { Problem, ProblemCode, Severity, SourceRange } from '@headwater/graph';

export const SEVERITY: Readonly<Record<ProblemCode, Severity>> = {
  'duplicate-key': 'error',
  'unknown-input': 'error',
  'unknown-import': 'error',
  'not-an-asset': 'error',
  unexported: 'warning',
  keyless: 'error',
  'bad-key': 'error',
  cycle: 'error',
  dynamic: 'info',
  syntax: 'warning',
  'unused-input': 'warning',
  'noun-name': 'hint',
  'unknown-io': 'error',
  'unknown-resource': 'error',
  'two-definitions': 'error',
  'undeclared-check': 'error',
  'bad-selection': 'error',
  'bad-duration': 'error',
  'undeclared-input': 'warning',
  'unreturned-check': 'warning',
  'bad-tsconfig': 'warning',
  'bad-rename': 'warning',
  'bad-cron': 'error',
  'bad-partitions': 'error',
  'bad-condition': 'error',
  'type-mismatch': 'warning',
};

export function problemAt(of: {
  readonly code: ProblemCode;
  readonly file: string;
  readonly place: SourceRange;
  readonly message: string;
}): Problem {
  const { code, file, place, message } = of;
  const { startLine: line, startColumn: column, endLine, endColumn } = place;
  return { code, severity: SEVERITY[code], message, file, line, column, endLine, endColumn };
}
