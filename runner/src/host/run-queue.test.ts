// The queue of runs goes on, and says that a run is over, also where the store takes nothing.
import { expect, test } from 'vitest';
import { createMemoryCatalogue } from '../in-process/memory-catalogue.ts';
import type { LocalExecutor } from './local-executor.ts';
import type { Planner } from './planner.ts';
import { createRunQueue } from './run-queue.ts';

test('a run whose end cannot be recorded is over, and the next one has its turn', async () => {
  const full = (): Promise<never> => Promise.reject(new Error('ENOSPC'));
  const notices: string[] = [];
  const queue = createRunQueue({
    project: '',
    store: '',
    workerFile: '',
    describe: full,
    catalogue: { ...createMemoryCatalogue(), record: full, checkpoint: full, hasLeftovers: () => true, retain: full },
    planner: { plan: () => Promise.resolve({ plan: { document: { run: [] } } }), build: full } as unknown as Planner,
    executor: { finishRun: () => Promise.resolve() } as LocalExecutor,
    concurrency: 1,
    keepWarm: false,
    held: () => true,
    now: () => new Date(0),
    emit: () => undefined,
    notice: (message) => notices.push(message),
  });
  for (const run of ['one', 'two']) {
    await queue.materialize({}, { run, by: 'backfill b' });
    await queue.over(run);
    expect([...queue.keys()]).toEqual([]);
    expect(notices.splice(0)).toEqual([
      expect.stringMatching(/could not be carried out: ENOSPC/),
      expect.stringMatching(/snapshot.*could not be written \(ENOSPC\)/),
      expect.stringMatching(/could not be deleted \(ENOSPC\)/),
    ]);
  }
});
