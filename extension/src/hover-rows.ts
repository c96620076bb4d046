// The first rows of what is stored of an asset, for its hover.
import type { FirstRows, FirstRowsQuestion } from '@headwater/server/protocol';
import type { ProjectSession } from './project-session.ts';

/** Null where nothing is stored as a table, and where a host would have to be started for it. */
export async function hoverRows(
  session: ProjectSession | null,
  { key, rows: limit }: Pick<FirstRowsQuestion, 'key' | 'rows'>,
): Promise<FirstRows | null> {
  const last = session?.statuses.of(key)?.lastMaterialization;
  if (session === null || last?.rows === undefined) return null;
  const reply = await session.runner.request('show', { key, limit });
  if (!reply.ok || reply.result.type !== 'table') return null;
  const { columns = [], rows = [], rowCount } = reply.result;
  return { columns: columns.map(({ name }) => name), rows, rowCount: rowCount ?? null };
}
