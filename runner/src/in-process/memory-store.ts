// Keeps values in the memory of this process, as exactly as the project's store does: what it cannot keep is refused the same way.
import { createHash } from 'node:crypto';
import type { DefaultStore } from '../default-store.ts';
import { decodeValue, encodeValue, NotStorable, type Json } from '../store/typed-json.ts';

export function createMemoryStore(): DefaultStore {
  const values = new Map<string, Json>();
  return {
    handleOutput({ asset, key }, value) {
      try {
        const encoded = encodeValue(value);
        const dataVersion = `j1:${createHash('sha256').update(JSON.stringify(encoded)).digest('hex').slice(0, 40)}`;
        const path = `${key.join('/')}#${dataVersion}`;
        values.set(path, encoded);
        return Promise.resolve({ path, dataVersion, ...(Array.isArray(value) && { rows: value.length }) });
      } catch (error) {
        if (!(error instanceof NotStorable)) throw error;
        const place = error.path && `, at ${error.path} of what it returned`;
        throw new Error(
          `\`${asset}\`: the memory store cannot keep ${error.what}${place}. Return plain data (records, arrays, Date, bigint, Map, Set, bytes), or store it in the body and return nothing.`,
          { cause: error },
        );
      }
    },
    loadInput({ asset, path }) {
      const encoded = values.get(path);
      if (encoded === undefined) throw new Error(`The value of \`${asset}\` is not in this process's memory.`);
      // A copy for each who asks: nobody sees what another does to it.
      return Promise.resolve(decodeValue(encoded));
    },
  };
}
