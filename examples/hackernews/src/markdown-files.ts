// An IO manager that only writes: Markdown files for people, which no asset loads again.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { IoManager } from 'headwater';
import { load } from './etl.ts';

/** Keeps the text of `a/b` in `a/b.md`. */
export function markdownFiles({ dir }: { readonly dir: string }): IoManager {
  return {
    async handleOutput({ key }, value) {
      if (typeof value !== 'string')
        throw new TypeError(`${key.join('/')} is no text (${typeof value}), and a Markdown file is nothing else.`);
      const path = `${join(dir, ...key)}.md`;
      await load(value, path);
      return {
        path,
        bytes: Buffer.byteLength(value),
        dataVersion: createHash('sha256').update(value).digest('hex'),
      };
    },
  };
}
