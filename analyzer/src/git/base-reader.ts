// Answers what a project was at a commit, in a thread of its own, and keeps the last answer until nobody wants it.
import { Worker } from 'node:worker_threads';
import type { DiffBase, DiffBaseChoice } from '@headwater/graph';
import type { Project } from '../analysis.ts';
import { toPosix } from '../posix-path.ts';
import { orProblem, type BaseGraph } from './base-graph.ts';
import type { BaseThreadData, FromBaseThread } from './base-messages.ts';
import { listBases } from './list-bases.ts';
import { openRepository, resolveBase } from './repository.ts';

export interface BaseReaderOptions {
  readonly project: Project;
  /** Where what was read of the project is stored; null: nowhere. */
  readonly indexFolder: string | null;
}

export interface BaseReader {
  /** `ref` undefined: the default. Cancelled by nobody waiting any more. */
  read(ref: string | undefined, signal?: AbortSignal): Promise<BaseGraph | { readonly problem: string }>;
  bases(signal?: AbortSignal): Promise<readonly DiffBaseChoice[] | { readonly problem: string }>;
  /** Forgets what it keeps; it can be asked again. */
  drop(): void;
}

const LIMIT_MS = 120_000;
/** Beyond it the thread dies alone, and takes nothing of its owner along. */
const HEAP_MB = 4096;

interface Reading {
  readonly commit: string;
  readonly answer: Promise<FromBaseThread>;
  readonly end: () => void;
  waiting: number;
}

/** One base at a time: a person looks at one. */
export function createBaseReader({ project, indexFolder }: BaseReaderOptions): BaseReader {
  const root = toPosix(project.root);
  let kept: BaseGraph | null = null;
  let reading: Reading | null = null;

  const start = (base: DiffBase): Reading => {
    reading?.end();
    const { answer, end } = readInThread({ project, base, indexFolder });
    const started: Reading = { commit: base.commit, answer, end, waiting: 0 };
    reading = started;
    const settle = (graph: FromBaseThread | null): void => {
      if (reading !== started) return;
      reading = null;
      if (graph !== null && 'base' in graph) kept = graph;
    };
    answer.then(settle, () => settle(null));
    return started;
  };

  return {
    async read(ref, signal) {
      const base = await orProblem(async () => resolveBase(await openRepository({ root, signal }), ref));
      if ('problem' in base) return base;
      if (kept?.base.commit === base.commit) return { ...kept, base };
      const joined = reading?.commit === base.commit ? reading : start(base);
      joined.waiting += 1;
      try {
        const graph = await unlessAborted(joined.answer, signal);
        return 'base' in graph ? { ...graph, base } : graph;
      } finally {
        joined.waiting -= 1;
        if (joined.waiting === 0) joined.end();
      }
    },
    bases: (signal) => orProblem(() => listBases({ root, signal })),
    drop() {
      kept = null;
      reading?.end();
      reading = null;
    },
  };
}

function readInThread(data: BaseThreadData): { readonly answer: Promise<FromBaseThread>; readonly end: () => void } {
  // Beside this file, as source and in what is built of it.
  const entry = new URL(import.meta.url.endsWith('.ts') ? './base-main.ts' : './base-main.mjs', import.meta.url);
  const worker = new Worker(entry, {
    workerData: data,
    execArgv: [],
    // The standard output of a language server belongs to its protocol.
    stdout: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  worker.unref();
  let end = (): void => undefined;
  const answer = new Promise<FromBaseThread>((resolve) => {
    const finish = (found: FromBaseThread): void => {
      clearTimeout(timer);
      resolve(found);
      void worker.terminate();
    };
    const fail = (reason: string): void => finish({ problem: `What the base was could not be read: ${reason}` });
    const timer = setTimeout(
      () => fail(`it took longer than ${LIMIT_MS / 1000} s. Choose a base that is nearer.`),
      LIMIT_MS,
    ).unref();
    worker.on('message', finish);
    worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => fail(`its thread ended with exit code ${code}.`));
    end = () => fail('another base is wanted now.');
  });
  return { answer, end };
}

function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error);
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
