// `headwater status`: defined versus stored, with causes.
import { formatStatusText, formatStorage } from '@headwater/graph';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';
import { NOTHING_SELECTED, selectAssets } from '../select-assets.ts';

/** Of more, going through the store's files would take longer than the status. */
const MEASURED_UP_TO = 1_000;

export async function statusCommand({ line, target, stdout, stderr }: CommandContext): Promise<number> {
  const { notices, document, empty, graph, storage } = await ask(target, async (client) => {
    const hello = await client.request('hello', { protocol: 1, client: 'headwater status' });
    const document = await client.request('status', line.select === undefined ? {} : { select: line.select });
    const empty = line.select !== undefined && document.assets.length === 0;
    const graph = line.json && !empty ? null : await client.request('graph', {});
    const isMeasured = graph !== null && !empty && document.assets.length <= MEASURED_UP_TO;
    const storage = isMeasured ? await client.request('storage', {}) : null;
    return { notices: hello.notices, document, empty, graph, storage };
  });
  for (const notice of notices) stderr.write(`${notice}\n`);
  // What names nothing that there is: said beside the empty answer.
  if (graph && empty) for (const warning of selectAssets(graph, line.select).warnings) stderr.write(`${warning}\n`);
  if (line.json) stdout.write(`${JSON.stringify(document)}\n`);
  else if (empty) stdout.write(NOTHING_SELECTED);
  else stdout.write(formatStatusText({ ...document, checks: graph?.checks ?? [] }, new Date()));
  if (storage !== null && storage.total > storage.cache) stdout.write(`${formatStorage(storage)}\n`);
  return 0;
}
