// `headwater history KEY`: what an asset's materializations were, newest first.
import { formatHistoryText } from '@headwater/graph';
import type { HistoryDocument, ProjectClient } from '@headwater/runner';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';

const LIMIT = 20;
/** Of one answer of the host. */
const PAGE = 200;

export async function historyCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const { operand, limit = LIMIT } = line;
  const [partition] = line.partition;
  const document = await ask(target, (client) =>
    history(client, {
      key: operand ?? '',
      limit: limit === 0 ? Infinity : limit,
      ...(partition !== undefined && { partition }),
    }),
  );
  stdout.write(line.json ? `${JSON.stringify(document)}\n` : formatHistoryText(document));
  return 0;
}

async function history(
  client: ProjectClient,
  { limit, ...of }: { key: string; partition?: string; limit: number },
): Promise<HistoryDocument> {
  let document = await client.request('history', { ...of, limit: Math.min(limit, PAGE) });
  while (document.next !== null && document.materializations.length < limit) {
    const rest = Math.min(limit - document.materializations.length, PAGE);
    const page = await client.request('history', { ...of, limit: rest, before: document.next });
    document = { ...page, materializations: [...document.materializations, ...page.materializations] };
  }
  return document;
}
