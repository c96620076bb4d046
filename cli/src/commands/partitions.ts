// `headwater partitions KEY`: which partitions are in which state; `add` and `remove` change those whose keys are added at run time.
import { counted, oneLine } from '@headwater/graph';
import type { HostMethods } from '@headwater/runner';
import { ask } from '../ask.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../command-context.ts';
import { formatPartitionRanges } from '../format-partitions.ts';

/** Of ranges; `--limit 0` is as many as one answer has. */
const LIMIT = 1_000;
const MOST = 10_000;

export async function partitionsCommand(context: CommandContext): Promise<number> {
  const { line, target, stdout } = context;
  const [verb = '', name, ...keys] = line.operands;
  if ((verb === 'add' || verb === 'remove') && (name !== undefined || keys.length > 0))
    return changeCommand(context, { verb, name: name ?? '', keys });
  if (line.operands.length > 1) throw wrongUse();
  const limit = line.limit === 0 ? MOST : line.limit;
  // So many ranges are told of each state, and the host counts those of all together.
  const rangeLimit = line.json ? (limit ?? LIMIT) : Math.max(limit ?? 0, LIMIT);
  const document = await orWrongUse(verb, () =>
    ask(target, (client) => client.request('partitions', { key: verb, limit: 0, rangeLimit })),
  );
  stdout.write(line.json ? `${JSON.stringify(document)}\n` : formatPartitionRanges(document, limit));
  return 0;
}

/** `add` and `remove` alone are words of this command, where no asset is called so. */
async function orWrongUse<T>(verb: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isWord = verb === 'add' || verb === 'remove';
    throw isWord && error instanceof CommandError && error.code === 'not-found' ? wrongUse() : error;
  }
}

interface Change {
  readonly verb: 'add' | 'remove';
  readonly name: string;
  readonly keys: readonly string[];
}

async function changeCommand({ line, target, stdout }: CommandContext, { verb, name, keys }: Change): Promise<number> {
  if (keys.length === 0) throw wrongUse();
  const document = await ask(target, (client) =>
    client.request('changePartitions', verb === 'add' ? { name, add: keys } : { name, remove: keys }),
  );
  stdout.write(line.json ? `${JSON.stringify(document)}\n` : changedText(document));
  return 0;
}

const changedText = ({ name, keys }: HostMethods['changePartitions']['result']): string =>
  `${oneLine(name)} has ${counted(keys.length, 'partition')} now\n`;

const wrongUse = (): CommandError =>
  new CommandError({
    code: 'wrong-use',
    message:
      '`headwater partitions` takes the key of an asset, or `add NAME KEY...` or `remove NAME KEY...` with the name of dynamic partitions.',
    exitCode: 2,
  });
