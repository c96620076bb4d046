// Paths as the analyzer keeps them: absolute, `/` between segments, a lower-case drive letter, no trailing slash.
import { resolve, sep } from 'node:path';

export function toPosix(path: string): string {
  const absolute = resolve(path);
  return sep === '/' ? absolute : lowerDrive(absolute.replaceAll(sep, '/'));
}

/** `file` relative to `folder`, or null when it lies outside. */
export function relativeTo(folder: string, file: string): string | null {
  if (file === folder) return '';
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return file.startsWith(prefix) ? file.slice(prefix.length) : null;
}

/** VS Code writes `c:`, Node writes `C:`; one of them has to win. */
function lowerDrive(path: string): string {
  return path.replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}
