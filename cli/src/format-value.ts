// A stored value as text for a terminal: a table with aligned columns, or the value as JSON.
import { formatCell } from '@headwater/graph';
import type { ShowDocument } from '@headwater/runner';

export function formatValueText(document: ShowDocument): string {
  const { key, partition, run, time } = document;
  const what = partition === undefined ? key : `${key} ${partition}`;
  const head = `${what}, ${run === '' ? `external${time && `, observed ${time}`}` : `materialized ${time} by run ${run}`}\n\n`;
  switch (document.type) {
    case 'binary':
      return `${head}binary, ${Math.floor((String(document.value).length * 3) / 4).toLocaleString('en-US')} bytes (--json gives them in base64)\n`;
    case 'value':
      return `${head}${JSON.stringify(document.value, null, 2)}\n`;
    case 'table':
      return head + tableText(document);
  }
}

function tableText({ columns = [], rows = [], rowCount }: ShowDocument): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map((cell) => formatCell(cell)))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)));
  const numeric = columns.map(({ type }) => type === 'integer' || type === 'real' || type === 'bigint');
  const text = lines.map((line) =>
    line
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  text.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  const shown =
    rowCount === undefined
      ? `the first ${rows.length.toLocaleString('en-US')} rows (--limit 0 shows all)`
      : rows.length < rowCount
        ? `${rows.length.toLocaleString('en-US')} of ${rowCount.toLocaleString('en-US')} rows (--limit 0 shows all)`
        : `${rowCount.toLocaleString('en-US')} row${rowCount === 1 ? '' : 's'}`;
  return `${text.join('\n')}\n\n${shown}\n`;
}
