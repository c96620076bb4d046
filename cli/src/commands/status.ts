// `headwater status`: defined versus stored, with causes.
import { formatStatusText } from '@headwater/graph';
import { orRefused } from '../command-error.ts';
import type { CommandContext } from '../command-context.ts';

export async function statusCommand({ line, target, stdout, stderr }: CommandContext): Promise<number> {
  const client = await target.open();
  try {
    const { notices } = await client.request('hello', { protocol: 1, client: 'headwater status' });
    for (const notice of notices) stderr.write(`${notice}\n`);
    const document = await orRefused(
      client.request('status', line.select === undefined ? {} : { select: line.select }),
    );
    if (line.json) stdout.write(`${JSON.stringify(document)}\n`);
    else {
      const { checks } = await client.request('graph', {});
      stdout.write(formatStatusText({ ...document, checks }, new Date()));
    }
    return 0;
  } finally {
    await client.close();
  }
}
