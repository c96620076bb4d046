// A checksum of a SQLite file inside of the file: in the number that its header leaves to whoever writes it (`PRAGMA user_version`).
import { crc32 } from 'node:zlib';

const PLACE = 60;
const BEHIND = PLACE + 4;

/** Zero is what a file without a seal has. */
const checksum = (bytes: Uint8Array): number => crc32(bytes.subarray(BEHIND), crc32(bytes.subarray(0, PLACE))) || 1;
const numbers = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Seals the bytes themselves, for any SQLite tool to open as before. */
export function seal(bytes: Uint8Array): void {
  numbers(bytes).setUint32(PLACE, checksum(bytes));
}

/** `changed`: by a disk, a copy that was cut, or another tool. `none`: written by a version that did not seal. */
export function sealOf(bytes: Uint8Array): 'whole' | 'changed' | 'none' {
  if (bytes.length < BEHIND) return 'changed';
  const found = numbers(bytes).getUint32(PLACE);
  if (found === 0) return 'none';
  return found === checksum(bytes) ? 'whole' : 'changed';
}
