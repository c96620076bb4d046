// `headwater status`: defined versus stored, with causes.
import { formatStatusText, formatStorage, type AssetStatus, type StatusDocument } from '@headwater/graph';
import type { PartitionsDocument, ProjectClient } from '@headwater/runner';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';
import { formatPartitionRanges } from '../format-partitions.ts';
import { NOTHING_SELECTED, selectAssets } from '../select-assets.ts';

/** Of more, going through the store's files would take longer than the status. */
const MEASURED_UP_TO = 1_000;

export async function statusCommand({ line, target, stdout, stderr }: CommandContext): Promise<number> {
  const { notices, document, empty, graph, storage, ranges } = await ask(target, async (client) => {
    const hello = await client.request('hello', { protocol: 1, client: 'headwater status' });
    const document = await client.request('status', line.select === undefined ? {} : { select: line.select });
    const empty = line.select !== undefined && document.assets.length === 0;
    const graph = line.json && !empty ? null : await client.request('graph', {});
    const isMeasured = graph !== null && !empty && document.assets.length <= MEASURED_UP_TO;
    const storage = isMeasured ? await client.request('storage', {}) : null;
    const ranges = line.partitions ? await partitionRanges(client, document.assets) : null;
    return { notices: hello.notices, document, empty, graph, storage, ranges };
  });
  for (const notice of notices) stderr.write(`${notice}\n`);
  // What names nothing that there is: said beside the empty answer.
  if (graph && empty) for (const warning of selectAssets(graph, line.select).warnings) stderr.write(`${warning}\n`);
  if (line.json) stdout.write(`${JSON.stringify(withRanges(document, ranges))}\n`);
  else if (empty) stdout.write(NOTHING_SELECTED);
  else stdout.write(formatStatusText({ ...document, checks: graph?.checks ?? [] }, new Date()));
  if (!line.json) for (const of of ranges ?? []) stdout.write(`\n${formatPartitionRanges(of)}`);
  if (storage !== null && storage.total > storage.cache) stdout.write(`${formatStorage(storage)}\n`);
  return 0;
}

/** Of one asset; whoever wants more asks `headwater partitions`. */
const RANGES = 1_000;

/** Of those that have partitions. */
async function partitionRanges(client: ProjectClient, assets: readonly AssetStatus[]): Promise<PartitionsDocument[]> {
  const documents: PartitionsDocument[] = [];
  for (const { key, partitions } of assets)
    if (partitions !== undefined)
      documents.push(await client.request('partitions', { key, limit: 0, rangeLimit: RANGES }));
  return documents;
}

function withRanges(document: StatusDocument, ranges: readonly PartitionsDocument[] | null): unknown {
  if (ranges === null) return document;
  const of = new Map(ranges.map((each) => [each.key, each]));
  const assets = document.assets.map((status) => {
    const found = of.get(status.key);
    return found === undefined ? status : { ...status, ranges: found.ranges, moreRanges: found.moreRanges };
  });
  return { ...document, assets };
}
