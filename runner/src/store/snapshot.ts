// The catalogue's file as a whole: written in one piece and sealed, so that a start tells quickly that it is as it was written.
import { join } from 'node:path';
import { replaceFile, seal } from '@headwater/stores';

export const SNAPSHOT_FILE = 'catalog.sqlite';

export async function writeSnapshot(dir: string, bytes: Uint8Array): Promise<void> {
  seal(bytes);
  await replaceFile(join(dir, SNAPSHOT_FILE), bytes);
}
