// The first rows of what is stored of an asset, for its hover: asked of the client, which knows the runner; soon, or not this time.
import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from 'vscode-languageserver/node';
import { formatCell } from '@headwater/graph';
import { escapeMarkdown } from './escape-markdown.ts';
import type { FeatureHost } from './feature.ts';
import { FIRST_ROWS } from './protocol.ts';
import type { FirstRows, FirstRowsQuestion, InitializationOptions } from './protocol.ts';

/** As many as a hover has room for. */
const ROWS = 3;
const COLUMNS = 6;
const LONGEST_CELL = 24;
/** A value that takes longer to read is in the next hover, or on the page. */
const PATIENCE_MS = 300;

/** A Markdown table; null where there is none to be had now. */
export async function firstRows(
  connection: Connection,
  host: FeatureHost,
  asset: Pick<FirstRowsQuestion, 'project' | 'key'>,
): Promise<string | null> {
  const options = host.client().initializationOptions as InitializationOptions | undefined; // written by the client's own code
  if (options?.answersFirstRows !== true) return null;
  const enough = new AbortController();
  const late = wait(PATIENCE_MS, null, { signal: enough.signal }).catch(() => null);
  const question: FirstRowsQuestion = { ...asset, rows: ROWS };
  const answer = connection.sendRequest<FirstRows | null>(FIRST_ROWS, question).catch(() => null);
  const found = await Promise.race([answer, late]);
  enough.abort();
  return found === null || found.rows.length === 0 ? null : table(found);
}

function table({ columns, rows, rowCount }: FirstRows): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const shown = (cells: readonly unknown[]): string[] => [
    ...cells.slice(0, COLUMNS).map((cell) => escapeMarkdown(formatCell(cell, LONGEST_CELL))),
    ...(columns.length > COLUMNS ? ['…'] : []),
  ];
  const header = shown(columns);
  const lines = [line(header), line(header.map(() => '---')), ...rows.map((row) => line(shown(row)))];
  const isPart = rowCount !== null && rowCount > rows.length;
  return `${lines.join('\n')}${isPart ? `\n\n${rows.length} of ${rowCount.toLocaleString('en-US')} rows` : ''}`;
}
