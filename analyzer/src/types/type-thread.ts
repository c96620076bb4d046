// One worker thread with a checker in it: started when asked, killed when it takes too long, gone after a while of silence.
import { Worker } from 'node:worker_threads';
import type { FromTypeThread, ToTypeThread, TypeRequest, TypeThreadData } from './type-messages.ts';

export interface TypeLimits {
  /** For one question that a person waits for. */
  readonly questionMs: number;
  /** For what is worked out ahead, and when a program has to be built from nothing first: a thread that is stopped loses it all. */
  readonly longMs: number;
  /** Without a question, until the thread and its memory are given back. */
  readonly idleMs: number;
  /** Until a thread is started again that died twice in a row. */
  readonly pauseMs: number;
  /** Beyond it a thread dies alone, and takes nothing of the server along. */
  readonly heapMb: number;
}

export const TYPE_LIMITS: TypeLimits = {
  questionMs: 10_000,
  longMs: 60_000,
  idleMs: 5 * 60_000,
  pauseMs: 60_000,
  heapMb: 4096,
};

export type TypeReply =
  | { readonly type: 'answer'; readonly value: unknown }
  | { readonly type: 'cancelled' }
  | { readonly type: 'unknown'; readonly reason: string };

export interface TypeThreadOptions {
  readonly root: string;
  readonly limits: TypeLimits;
  /** A thread knows nothing of the one before it. */
  readonly texts: () => Iterable<readonly [file: string, text: string]>;
}

interface Asked {
  readonly id: number;
  readonly reply: (reply: TypeReply) => void;
  timer: NodeJS.Timeout;
}

export class TypeThread {
  readonly #options: TypeThreadOptions;
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;
  #asked: Asked | null = null;
  #lastId = 0;
  #deaths = 0;
  #startsAgainAt = 0;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: TypeThreadOptions) {
    this.#options = options;
  }

  /** Of no use to a thread that is not there: it starts from the texts and the disk as they are then. */
  tell(change: ToTypeThread): void {
    this.#worker?.postMessage(change);
  }

  /** One at a time: the next only after the reply. */
  ask(request: TypeRequest): Promise<TypeReply> {
    if (this.#asked !== null) throw new Error('The type thread was asked before it had replied.');
    if (this.#worker === null && performance.now() < this.#startsAgainAt)
      return Promise.resolve({ type: 'unknown', reason: 'TypeScript failed twice on this project and is resting.' });
    if (this.#idle !== null) clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    const { questionMs, longMs } = this.#options.limits;
    return new Promise((reply) => {
      this.#asked = { id, reply, timer: this.#limit(request.ask === 'mismatches' ? longMs : questionMs) };
      worker.postMessage({ type: 'question', id, request } satisfies ToTypeThread);
    });
  }

  /** The reply is then `cancelled`, or the answer when it was already there. */
  cancel(): void {
    if (this.#asked !== null) Atomics.store(this.#cancelled, 0, this.#asked.id);
  }

  dispose(): void {
    this.#end({ type: 'unknown', reason: 'The project was closed.' });
  }

  #start(): Worker {
    // Beside this file, as source and in what is built of it.
    const entry = new URL(import.meta.url.endsWith('.ts') ? './types-main.ts' : './types-main.mjs', import.meta.url);
    const data: TypeThreadData = { root: this.#options.root, cancelled: this.#cancelled };
    const worker = new Worker(entry, {
      workerData: data,
      execArgv: [],
      // The standard output of a language server belongs to its protocol.
      stdout: true,
      resourceLimits: { maxOldGenerationSizeMb: this.#options.limits.heapMb },
    });
    worker.unref();
    worker.on('message', (message: FromTypeThread) => {
      if (this.#worker === worker) this.#hear(message);
    });
    const died = (reason: string): void => {
      if (this.#worker === worker) this.#die(`TypeScript's thread ended: ${reason}.`);
    };
    worker.on('error', (error) => died(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => died(`exit code ${code}`));
    for (const [file, text] of this.#options.texts()) worker.postMessage({ type: 'text', file, text });
    return worker;
  }

  #hear(message: FromTypeThread): void {
    const asked = this.#asked;
    if (asked === null) return;
    if (message.type === 'opening') {
      clearTimeout(asked.timer);
      asked.timer = this.#limit(this.#options.limits.longMs);
      return;
    }
    if (message.id !== asked.id) return;
    this.#deaths = 0;
    if (message.type === 'failed') this.#reply({ type: 'unknown', reason: `TypeScript failed: ${message.message}` });
    else this.#reply(message);
  }

  #reply(reply: TypeReply): void {
    const asked = this.#asked;
    this.#asked = null;
    if (asked === null) return;
    clearTimeout(asked.timer);
    this.#idle = setTimeout(() => this.#end({ type: 'unknown', reason: 'Nobody asked.' }), this.#options.limits.idleMs);
    this.#idle.unref();
    asked.reply(reply);
  }

  #limit(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#die(`TypeScript took longer than ${ms / 1000} s and was stopped.`), ms).unref();
  }

  #die(reason: string): void {
    this.#deaths += 1;
    if (this.#deaths >= 2) this.#startsAgainAt = performance.now() + this.#options.limits.pauseMs;
    this.#end({ type: 'unknown', reason });
  }

  #end(reply: TypeReply): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#reply(reply);
    if (this.#idle !== null) clearTimeout(this.#idle);
    void worker?.terminate();
  }
}
