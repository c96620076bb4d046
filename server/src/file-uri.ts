// File URIs as the editor writes them, and paths as the analyzer keeps them.
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Absolute, with `/` and a lower-case drive letter; null for what is no file (untitled, git, notebooks). */
export function pathOf(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    const path = fileURLToPath(uri)
      .replaceAll('\\', '/')
      .replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
    return path.length > 1 ? path.replace(/\/$/, '') : path;
  } catch {
    // A file of another host has no path here.
    return null;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
