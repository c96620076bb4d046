// One running host: its requests and replies, what it says by itself, and how it ended.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ClientMessage, HostError, HostMessage, HostMethod, HostMethods } from '@headwater/runner/protocol';
import type { Launch } from './host-launch.ts';
import { readJsonLines, readLines, writeJsonLine } from './json-lines.ts';
import { Signal } from './signal.ts';

/** How long a host may take to end after it was asked to. */
const END_LIMIT_MS = 3_000;
/** How long what a dead host has printed is waited for. */
const LAST_WORDS_MS = 300;
const KEPT_LINES = 20;

export type Reply<M extends HostMethod> =
  { readonly ok: true; readonly result: HostMethods[M]['result'] } | { readonly ok: false; readonly error: HostError };

/** What the host says without being asked. */
export type HostNews = Extract<HostMessage, { type: string }>;

export interface HostEnd {
  /** For people, with the last words of the host. */
  readonly message: string;
  /** True when it had said that it makes room for another owner: no crash. */
  readonly replaced: boolean;
}

export class HostProcess {
  readonly news = new Signal<HostNews>();
  readonly printed = new Signal<string>();
  readonly ended = new Signal<HostEnd>();
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (reply: Reply<HostMethod>) => void>();
  #lastId = 0;
  #lastWords: string[] = [];
  #leaving = false;
  #ended = false;

  constructor({ launch, project }: { launch: Launch; project: string }) {
    this.#child = spawn(launch.node.file, [launch.host, '--project', project, '--stdio'], {
      cwd: project,
      env: { ...process.env, ...launch.node.env },
      stdio: 'pipe',
      windowsHide: true,
    });
    readJsonLines({
      input: this.#child.stdout,
      onMessage: (message) => this.#hear(message),
      onOther: (line) => this.#print(line),
    });
    readLines(this.#child.stderr, (line) => this.#print(line));
    // A write to a host that has just died; its end tells the rest.
    this.#child.stdin.on('error', () => undefined);
    this.#child.once('error', (error) => this.#finish(`could not be started: ${error.message}`));
    this.#child.once('exit', (code, signal) => {
      const how = signal ? `was ended by ${signal}` : `ended with code ${code ?? 'unknown'}`;
      // Its last words may still be on their way; a worker that outlives it for a moment holds the pipes open.
      const grace = setTimeout(() => this.#finish(how), LAST_WORDS_MS);
      this.#child.once('close', () => {
        clearTimeout(grace);
        this.#finish(how);
      });
    });
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  request<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<Reply<M>> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      // The host answers an id with the result of the method it was sent with.
      this.#waiting.set(id, resolve as (reply: Reply<HostMethod>) => void);
      const sent = !this.#ended && writeJsonLine(this.#child.stdin, { id, method, params } as ClientMessage);
      if (!sent) this.#answer(id, { ok: false, error: lost });
    });
  }

  /** Asks it to end and waits; a host that does not is killed, unless it says that it has runs of others to finish first. */
  async end(): Promise<void> {
    if (this.#ended) return;
    const ended = this.ended.next(() => true);
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), END_LIMIT_MS);
    const stays = this.request('shutdown', {}).then((reply) => {
      this.#child.stdin.end();
      return reply.ok && reply.result.stays === true ? null : ended;
    });
    await Promise.race([ended, stays]);
    clearTimeout(limit);
  }

  #hear(message: object): void {
    if ('id' in message && typeof message.id === 'number') {
      if ('error' in message)
        this.#answer(message.id, { ok: false, error: message.error as HostError }); // the protocol's own shape
      else
        this.#answer(message.id, {
          ok: true,
          result: ('result' in message ? message.result : {}) as HostMethods[HostMethod]['result'],
        }); // likewise
      return;
    }
    if (!('type' in message)) return this.#print(JSON.stringify(message));
    if (message.type === 'owner-leaving') this.#leaving = true;
    this.news.fire(message as HostNews); // the handshake has made sure that both speak the same version
  }

  #answer(id: number, reply: Reply<HostMethod>): void {
    this.#waiting.get(id)?.(reply);
    this.#waiting.delete(id);
  }

  #print(line: string): void {
    this.#lastWords = [...this.#lastWords, line].slice(-KEPT_LINES);
    this.printed.fire(line);
  }

  #finish(how: string): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const id of [...this.#waiting.keys()]) this.#answer(id, { ok: false, error: lost });
    const words = this.#lastWords.filter((line) => line.trim() !== '').at(-1);
    this.ended.fire({ message: `The runner host ${how}${words ? `: ${words.trim()}` : '.'}`, replaced: this.#leaving });
  }
}

const lost: HostError = {
  code: 'failed',
  message: 'The runner host ended before it answered; the output channel Headwater says why.',
};
