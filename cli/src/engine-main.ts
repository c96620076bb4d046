// What `materialize()` of the SDK loads: a run in the memory of this process, or in the project's store.
import { materializeInMemory, materializeStored } from '@headwater/runner';
import { openTarget } from './target.ts';

type Materialize = typeof materializeInMemory;

export const materializeInProcess: Materialize = async (given, options) => {
  if (options.store === 'memory') return materializeInMemory(given, options);
  const target = await openTarget(process.cwd());
  return materializeStored(given, options, { project: target.project, open: target.open });
};
