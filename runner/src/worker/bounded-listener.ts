// What one task may say: log lines, progress and metadata are bounded, so that a flood of them drowns neither this process nor the host.
import type { TaskListener } from '../executor.ts';

const MAX_LINES = 10_000;
const MAX_LINE = 16_384;
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_REPORTS = 1000;

export interface BoundedListener extends TaskListener {
  /** Says the last of what was held back, and how many lines are not kept. */
  end(): void;
}

/** Of one task. */
export function boundedListener(to: TaskListener): BoundedListener {
  let lines = 0;
  let characters = 0;
  let dropped = 0;
  const progress = latest(to.progress);
  const metadata = latest(to.metadata);
  return {
    ...to,
    log(level, message, op) {
      const text =
        message.length > MAX_LINE ? `${message.slice(0, MAX_LINE)}… (${message.length} characters)` : message;
      if (lines === MAX_LINES || characters + text.length > MAX_CHARACTERS) {
        dropped += 1;
        return;
      }
      lines += 1;
      characters += text.length;
      to.log(level, text, op);
    },
    progress: progress.say,
    metadata: metadata.say,
    end() {
      progress.end();
      metadata.end();
      if (dropped > 0) to.log('warn', notKept(dropped));
    },
  };
}

const notKept = (dropped: number): string =>
  `${dropped.toLocaleString('en-US')} more lines were printed and are not kept (the limit is ${MAX_LINES.toLocaleString('en-US')} lines and ${MAX_CHARACTERS / 2 ** 20} MB a step).`;

/** The first thousand as they come; of those beyond only the last, at the end. */
function latest<Said extends readonly unknown[]>(to: (...said: Said) => void) {
  let count = 0;
  let held: Said | null = null;
  return {
    say: (...said: Said): void => {
      count += 1;
      if (count <= MAX_REPORTS) to(...said);
      else held = said;
    },
    end: (): void => {
      if (held) to(...held);
      held = null;
    },
  };
}
