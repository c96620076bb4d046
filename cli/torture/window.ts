// A window of the editor as the host sees it: a process that is asked over stdin and answers over stdout.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type {
  HostError,
  HostMessage,
  HostMethod,
  HostMethods,
  MaterializeReply,
  RunEvent,
} from '@headwater/runner/protocol';

export type Answer<M extends HostMethod> =
  | { readonly result: HostMethods[M]['result'] }
  | { readonly error: HostError }
  /** The window was killed before it was answered. */
  | null;

export interface Window {
  readonly pid: number;
  readonly alive: boolean;
  /** Runs it asked for whose end it has not heard. */
  readonly waiting: ReadonlySet<string>;
  /** What it printed beside its messages. */
  readonly printed: readonly string[];
  ask<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<Answer<M>>;
  kill(): void;
  /** As the editor does: asks it to end, closes its input; resolves with whether it ended by itself. */
  close(): Promise<boolean>;
}

export interface WindowOptions {
  readonly host: string;
  readonly project: string;
  readonly onEvent: (event: RunEvent) => void;
}

export function openWindow({ host, project, onEvent }: WindowOptions): Window {
  const child = spawn(process.execPath, [host, '--project', project, '--stdio'], { cwd: project, stdio: 'pipe' });
  const asked = new Map<number, (answer: Answer<HostMethod>) => void>();
  const waiting = new Set<string>();
  const ended = new Set<string>();
  const printed: string[] = [];
  let lastId = 0;
  let alive = true;
  const gone = new Promise<boolean>((done) => {
    child.once('close', (code) => {
      alive = false;
      for (const answer of asked.values()) answer(null);
      asked.clear();
      done(code === 0);
    });
  });
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stderr }).on('line', (line) => printed.push(line));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as HostMessage;
    if ('id' in message) {
      asked.get(message.id)?.(message as Answer<HostMethod>);
      asked.delete(message.id);
    } else if (message.type === 'event') {
      const { event } = message;
      if (event.type === 'run-finished') {
        waiting.delete(event.run);
        ended.add(event.run);
      }
      onEvent(event);
    }
  });
  const ask: Window['ask'] = async (method, params) => {
    if (!alive) return null;
    lastId += 1;
    const id = lastId;
    const answer = await new Promise<Answer<HostMethod>>((done) => {
      asked.set(id, done);
      child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    });
    if (method === 'materialize' && answer && 'result' in answer) {
      const { run } = answer.result as MaterializeReply;
      if (!ended.has(run)) waiting.add(run);
    }
    return answer as never;
  };
  return {
    pid: child.pid ?? 0,
    get alive() {
      return alive;
    },
    waiting,
    printed,
    ask,
    kill: () => void child.kill('SIGKILL'),
    async close() {
      await ask('shutdown', {});
      child.stdin.end();
      return gone;
    },
  };
}
