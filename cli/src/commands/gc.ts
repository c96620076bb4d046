// `headwater gc`: deletes what the project does not keep, or says what that is.
import { counted, formatBytes, formatStorage } from '@headwater/graph';
import type { GcDocument } from '@headwater/runner';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';

export async function gcCommand({ line, target, stdout, stderr }: CommandContext): Promise<number> {
  const { dryRun } = line;
  const { notices, document, storage } = await ask(target, async (client) => ({
    notices: (await client.request('hello', { protocol: 1, client: 'headwater gc' })).notices,
    document: await client.request('gc', { dryRun }),
    storage: await client.request('storage', {}),
  }));
  for (const notice of notices) stderr.write(`${notice}\n`);
  stdout.write(
    line.json ? `${JSON.stringify(document)}\n` : `${gcText(document, dryRun)}\n${formatStorage(storage)}\n`,
  );
  return 0;
}

function gcText({ values, leftovers, folded }: GcDocument, dryRun: boolean): string {
  const [removes, folds] = dryRun ? ['would delete', 'would fold'] : ['deleted', 'folded'];
  return [
    `${removes} ${counted(values.count, 'value')} (${formatBytes(values.bytes)})`,
    `${removes} ${counted(leftovers.count, 'leftover')}: logs, results of steps, old bundles (${formatBytes(leftovers.bytes)})`,
    `${folds} ${counted(folded.materializations, 'materialization')} and ${counted(folded.runs, 'run')} into counts`,
  ].join('\n');
}
