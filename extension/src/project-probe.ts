// Finds out cheaply whether anything here is a Headwater project, so that nothing is started where none is.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** True when a package.json names `headwater` in any dependency field, which makes its folder a project. */
export function namesHeadwater(packageJson: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(packageJson, 'utf8'));
    if (typeof manifest !== 'object' || manifest === null) return false;
    return Object.entries(manifest).some(
      ([field, value]) =>
        /^(d|devD|peerD|optionalD)ependencies$/.test(field) &&
        typeof value === 'object' &&
        value !== null &&
        'headwater' in value,
    );
  } catch {
    return false;
  }
}

/** The nearest folder upwards whose package.json names `headwater`; null when there is none. */
export function projectOf(file: string): string | null {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (namesHeadwater(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}
