// Reads CSV: a line of names, then a row a line; cells may be quoted.

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;

export function csvRows(text: string): Record<string, string>[] {
  const lines: string[][] = [[]];
  let end: string | undefined;
  for (const [, quoted, plain = '', after] of text.trimEnd().matchAll(CELL)) {
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    end = after;
    if (end === '') break;
    if (end !== ',') lines.push([]);
  }
  if (end !== '') throw new Error(`CSV: row ${lines.length} has a quote that begins or ends inside a cell.`);
  const [names = [], ...rows] = lines;
  return rows.map((cells, index) => {
    if (cells.length !== names.length)
      throw new Error(`CSV: row ${index + 2} has ${cells.length} cells, and there are ${names.length} columns.`);
    return Object.fromEntries(names.map((name, column) => [name, cells[column]!]));
  });
}
