// Notes what a reader asked the disk, so that its answer stands as long as the disk would say the same again.
import { hash } from 'node:crypto';
import type { Disk } from './disk.ts';

/** Each question with what the disk said to it. */
export type Trace = ReadonlyMap<string, string>;

const QUESTIONS = ['read', 'stat', 'list', 'real'] as const;

type Question = (typeof QUESTIONS)[number];

export interface TracedDisk {
  readonly disk: Disk;
  readonly trace: Map<string, string>;
}

export function tracedDisk(disk: Disk): TracedDisk {
  const trace = new Map<string, string>();
  const note = <Answer>(question: Question, path: string, answer: Answer): Answer => {
    trace.set(`${question} ${path}`, digest(answer));
    return answer;
  };
  return {
    trace,
    disk: {
      read: (path) => note('read', path, disk.read(path)),
      stat(path) {
        const found = disk.stat(path);
        // Of a text that matters, `read` is asked.
        note('stat', path, found?.kind ?? null);
        return found;
      },
      list: (path) => note('list', path, disk.list(path)),
      real: (path) => note('real', path, disk.real(path)),
    },
  };
}

export function stands(trace: Trace, disk: Disk): boolean {
  for (const [asked, answer] of trace) {
    const space = asked.indexOf(' ');
    if (digest(ask(disk, asked.slice(0, space), asked.slice(space + 1))) !== answer) return false;
  }
  return true;
}

/** Whether anything was asked about a path. */
export function wasAsked(trace: Trace, path: string): boolean {
  return QUESTIONS.some((question) => trace.has(`${question} ${path}`));
}

function ask(disk: Disk, question: string, path: string): unknown {
  switch (question) {
    case 'read':
      return disk.read(path);
    case 'stat':
      return disk.stat(path)?.kind ?? null;
    case 'list':
      return disk.list(path);
    case 'real':
      return disk.real(path);
    default:
      return undefined;
  }
}

/** Short answers as they are. */
function digest(answer: unknown): string {
  const text = JSON.stringify(answer) ?? '';
  return text.length <= 64 ? text : hash('sha256', text, 'hex');
}
