// The address under which VS Code opens a file or folder of this machine from any other program.

/** Lines and columns count from 1. */
export function placeLink(path: string, line?: number, column = 1): string {
  const posix = path.replaceAll('\\', '/');
  const absolute = posix.startsWith('/') ? posix : `/${posix}`;
  const place = line === undefined ? '' : `:${line}:${column}`;
  // The colon of a drive stays one.
  return `vscode://file${absolute.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':')}${place}`;
}
