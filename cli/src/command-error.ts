// What ends a command early: a sentence for people, a code for programs, an exit code.
import { HostRefusal, type HostErrorCode } from '@headwater/runner';

export class CommandError extends Error {
  readonly code: HostErrorCode | 'wrong-use' | 'no-project' | 'no-base';
  readonly exitCode: 1 | 2;
  readonly column: number | undefined;
  constructor({
    code,
    message,
    exitCode,
    column,
  }: {
    code: CommandError['code'];
    message: string;
    exitCode: 1 | 2;
    column?: number | undefined;
  }) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.exitCode = exitCode;
    this.column = column;
  }
}

/** A host's refusal as the terminal says it: what was asked wrongly is exit 2. */
export async function orRefused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof HostRefusal)) throw error;
    const { code, message, column } = error.error;
    throw new CommandError({
      code,
      message,
      column,
      exitCode: ['bad-selection', 'bad-request', 'no-partition', 'not-found'].includes(code) ? 2 : 1,
    });
  }
}
