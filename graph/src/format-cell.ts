// A cell of a stored table as one short line of text.

/** Cells are JSON; what JSON cannot say is `{ $type, value }`, of which the value is shown. What is not there is `null`, too. */
export function formatCell(cell: unknown, longest = 60): string {
  const plain = typeof cell === 'object' && cell !== null && '$type' in cell && 'value' in cell ? cell.value : cell;
  const text = typeof plain === 'string' ? plain.replaceAll(/[\r\n\t]+/g, ' ') : (JSON.stringify(plain) ?? 'null');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
