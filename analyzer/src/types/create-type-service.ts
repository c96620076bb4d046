// Asks a thread with TypeScript's checker in it: one question at a time, equal ones once, and none that nobody waits for.
import { toPosix } from '../posix-path.ts';
import type { Project } from '../analysis.ts';
import type { TypeRequest } from './type-messages.ts';
import type { TypeAnswer, TypeQuestion, TypeService } from './type-service.ts';
import { TYPE_LIMITS, TypeThread } from './type-thread.ts';
import type { TypeLimits, TypeReply } from './type-thread.ts';

export interface TypeServiceOptions {
  readonly project: Project;
  readonly limits?: Partial<TypeLimits>;
}

type Settle = (reply: TypeReply) => void;

/** A question with all who wait for its answer. */
interface Job {
  readonly request: TypeRequest;
  readonly waiting: Set<Settle>;
  /** Of the texts it is worked out from; null until it is. */
  edition: number | null;
  /** Somebody joined who wants the answer of newer texts. */
  isOld: boolean;
}

/** No thread is there before the first question. */
export function createTypeService({ project, limits }: TypeServiceOptions): TypeService {
  const texts = new Map<string, string>();
  const thread = new TypeThread({
    root: toPosix(project.root),
    limits: { ...TYPE_LIMITS, ...limits },
    texts: () => texts,
  });
  const jobs = new Map<string, Job>();
  let edition = 0;
  let isBusy = false;
  let isDisposed = false;

  const next = (): readonly [string, Job] | null => {
    // What a person waits for goes before what is worked out ahead.
    const all = [...jobs];
    return all.find(([, { request }]) => request.ask !== 'mismatches') ?? all[0] ?? null;
  };

  const work = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let found = next(); found !== null && !isDisposed; found = next()) {
      const [key, job] = found;
      job.edition = edition;
      job.isOld = false;
      const reply = await thread.ask(job.request);
      // Whoever came while it was given up, or while newer texts did, still wants the answer.
      const isWanted = job.waiting.size > 0 && (job.isOld || reply.type === 'cancelled');
      job.edition = isWanted ? null : job.edition;
      if (isWanted && reply.type !== 'unknown') continue;
      jobs.delete(key);
      for (const settle of job.waiting) settle(reply);
    }
    isBusy = false;
  };

  const ask = <Value>(request: TypeRequest, { signal }: TypeQuestion = {}): Promise<TypeAnswer<Value>> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (isDisposed) return resolve({ known: false, reason: 'The project was closed.' });
      const key = JSON.stringify(request);
      const job = jobs.get(key) ?? { request, waiting: new Set<Settle>(), edition: null, isOld: false };
      jobs.set(key, job);
      const settle: Settle = (reply) => {
        signal?.removeEventListener('abort', leave);
        // The thread answers each request with what the method that asks promises.
        if (reply.type === 'answer') resolve({ known: true, value: reply.value as Value });
        else resolve({ known: false, reason: reply.type === 'unknown' ? reply.reason : 'The question was cancelled.' });
      };
      const leave = (): void => {
        job.waiting.delete(settle);
        if (job.waiting.size === 0) drop(key, job);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      job.waiting.add(settle);
      if (job.edition !== null && job.edition !== edition) {
        job.isOld = true;
        thread.cancel();
      }
      // Somebody waits for these with a finger on the key; what is worked out ahead starts again behind them.
      if (request.ask === 'rename' || request.ask === 'references') interrupt();
      void work();
    });

  const interrupt = (): void => {
    for (const { request, edition: begun } of jobs.values())
      if (request.ask === 'mismatches' && begun !== null) thread.cancel();
  };

  /** Nobody waits for it any more. */
  const drop = (key: string, job: Job): void => {
    if (job.edition === null) jobs.delete(key);
    else thread.cancel();
  };

  return {
    setOpenFile(file, text) {
      const path = toPosix(file);
      if (texts.get(path) === (text ?? undefined)) return;
      if (text === null) texts.delete(path);
      else texts.set(path, text);
      edition += 1;
      thread.tell({ type: 'text', file: path, text });
    },
    invalidate(files) {
      edition += 1;
      thread.tell({ type: 'changed', files: files === 'all' ? files : files.map(toPosix) });
    },
    contractOf: (place, question) => ask({ ask: 'contract', place }, question),
    columnsOf: (place, question) => ask({ ask: 'columns', place }, question),
    mismatches: (file, question) => ask({ ask: 'mismatches', file }, question),
    renameLocations: (place, question) => ask({ ask: 'rename', place }, question),
    referencesTo: (place, question) => ask({ ask: 'references', place }, question),
    dispose() {
      isDisposed = true;
      thread.dispose();
      for (const { waiting } of jobs.values())
        for (const settle of waiting) settle({ type: 'unknown', reason: 'The project was closed.' });
      jobs.clear();
    },
  };
}
