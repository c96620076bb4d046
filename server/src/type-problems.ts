// Type mismatches of the files that are open: asked for when the project is idle, kept until they are known to be wrong.
import type { TypeService } from '@headwater/analyzer';
import type { Problem } from '@headwater/graph';
import { lineShift } from './line-shift.ts';

export interface TypeProblemsOptions {
  readonly types: TypeService;
  /** The text in the editor, when the file is open. */
  readonly openText: (path: string) => string | undefined;
  /** What is known is another than before. */
  readonly changed: () => void;
}

/** Without a change, until the checker is asked: nobody reads warnings while typing. */
const IDLE_MS = 400;

export interface Known {
  readonly problems: readonly Problem[];
  /** Of the editor, in which they stand. */
  readonly text: string;
}

export class TypeProblems {
  readonly #options: TypeProblemsOptions;
  readonly #known = new Map<string, Known>();
  #timer: NodeJS.Timeout | null = null;
  #running: AbortController | null = null;

  constructor(options: TypeProblemsOptions) {
    this.#options = options;
  }

  /** Looks at these files (absolute paths) soon; what is known of files that are closed is forgotten. */
  schedule(files: readonly string[]): void {
    this.dispose();
    for (const [path, known] of this.#known) {
      const text = this.#options.openText(path);
      if (text === undefined) this.#known.delete(path);
      // One edit after another: of several at once nobody could tell where the lines are.
      else if (text !== known.text) this.#known.set(path, { text, problems: moved(known, text) });
    }
    if (files.length === 0) return;
    this.#timer = setTimeout(() => void this.#look(files), IDLE_MS);
  }

  /** What is known of each file that is open, where it stands in its text as it was scheduled. */
  get known(): Iterable<readonly [path: string, Known]> {
    return this.#known;
  }

  dispose(): void {
    this.#running?.abort(new Error('The source changed again.'));
    this.#running = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #look(files: readonly string[]): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    for (const path of files) {
      const text = this.#options.openText(path);
      // The next look follows what made it cancelled.
      const answer = await this.#options.types
        .mismatches(path, { signal: running.signal })
        .catch(() => ({ known: false }) as const);
      if (running.signal.aborted) return;
      if (!answer.known || text === undefined) continue;
      const before = this.#known.get(path)?.problems ?? [];
      this.#known.set(path, { problems: answer.value, text });
      if (JSON.stringify(before) !== JSON.stringify(answer.value)) this.#options.changed();
    }
  }
}

function moved({ problems, text }: Known, now: string): Problem[] {
  const shift = lineShift(text, now);
  return problems.map((problem) => {
    const line = shift(problem.line - 1) + 1;
    return { ...problem, line, endLine: line + problem.endLine - problem.line };
  });
}
