// Files that are imported as they are (JSON, texts): a hash of each, taken when it is asked for and again when the file changed.
import { hash } from 'node:crypto';
import type { Disk } from './disk.ts';

export class DataFiles {
  readonly #disk: Disk;
  readonly #known = new Map<string, { readonly stamp: string | null; readonly version: string | null }>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Null when the file cannot be read. */
  version(path: string): string | null {
    const known = this.#known.get(path) ?? this.#read(path);
    this.#known.set(path, known);
    return known.version;
  }

  /** Looks at every file that was asked for. True: one of them is another now. */
  renew(): boolean {
    let isNews = false;
    for (const [path, { stamp, version }] of this.#known) {
      if ((this.#disk.stat(path)?.stamp ?? null) === stamp) continue;
      const now = this.#read(path);
      this.#known.set(path, now);
      isNews ||= now.version !== version;
    }
    return isNews;
  }

  #read(path: string): { readonly stamp: string | null; readonly version: string | null } {
    const stamp = this.#disk.stat(path)?.stamp ?? null;
    const text = stamp === null ? null : this.#disk.read(path);
    return { stamp, version: text === null ? null : hash('sha256', text, 'hex').slice(0, 32) };
  }
}
