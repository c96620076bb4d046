// Damage to the files of a store: what bad disks, editors, copies and cut transfers do to a journal and to a snapshot.
import { crc32 } from 'node:zlib';
import { DatabaseSync } from 'node:sqlite';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from './random.ts';

/** Lines with their ends; the last may have none. */
export const linesOf = (bytes: Buffer): Buffer[] => {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    lines.push(bytes.subarray(start, end === -1 ? bytes.length : end + 1));
    start = end === -1 ? bytes.length : end + 1;
  }
  return lines;
};

const garbage = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => random.below(256)));

function flipped(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  for (let n = 1 + random.below(8); n > 0 && copy.length > 0; n -= 1) {
    const at = random.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  }
  return copy;
}

function overwritten(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length + 1);
  const part = random.chance(1 / 2) ? Buffer.alloc(random.below(5000)) : garbage(random, random.below(5000));
  part.copy(copy, at);
  return copy;
}

/** Lines with a right checksum that are no events. */
const STRANGE = [
  'null',
  '5',
  '"text"',
  '[]',
  '{}',
  '{not json',
  '{"version":1}',
  '{"version":1,"seq":"1","time":"t","run":"r","type":"run-started"}',
  '{"version":1,"seq":1e400,"time":"t","run":"r","type":"observed"}',
  '{"version":1,"seq":-5,"time":"t","run":"r","type":"check"}',
  '{"version":1,"seq":900001,"time":"t","run":"r","type":"materialized"}',
  '{"version":1,"seq":900002,"time":"t","run":"r","type":"never heard of"}',
  '{"version":1,"seq":900003,"time":null,"run":null,"type":"run-finished"}',
  '{"version":1,"seq":900004,"time":"t","run":"r","type":"step-failed","asset":{"toString":1}}',
  '{"version":1,"seq":900005,"time":"t","run":"r","type":"check","asset":5,"check":[],"passed":"no","metadata":7}',
];
const strangeLine = (random: Random): Buffer => {
  const body = random.pick(STRANGE);
  return Buffer.from(`{"crc":"${crc32(body).toString(16).padStart(8, '0')}","event":${body}}\n`);
};

export function mutateJournal(bytes: Buffer, random: Random): Buffer {
  const lines = linesOf(bytes);
  const at = random.below(lines.length + 1);
  const line = lines[at] ?? Buffer.alloc(0);
  switch (random.below(13)) {
    case 0:
    case 1:
      return flipped(bytes, random);
    case 2:
      return bytes.subarray(0, random.below(bytes.length + 1));
    case 3:
      return Buffer.concat([bytes, garbage(random, random.below(300))]);
    case 4:
      // Twice, side by side or far apart.
      return Buffer.concat(lines.toSpliced(random.below(lines.length + 1), 0, line));
    case 5:
      return Buffer.concat(lines.toSpliced(at, 0, garbage(random, random.below(200)), Buffer.from('\n')));
    case 6:
      return Buffer.concat(lines.toSpliced(at, 0, strangeLine(random), strangeLine(random)));
    case 7:
      return overwritten(bytes, random);
    case 8:
      return Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n'));
    case 9:
      return Buffer.concat(lines.toSpliced(at, 1, line.subarray(0, random.below(line.length + 1))));
    case 10:
      return Buffer.concat(lines.toSpliced(at, 0, Buffer.from('\n'), Buffer.from('   \n'), Buffer.from('{}\n')));
    case 11:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    default: {
      const other = random.below(lines.length + 1);
      const swapped = [...lines];
      if (lines[at] && lines[other]) [swapped[at], swapped[other]] = [lines[other], lines[at]];
      return Buffer.concat(swapped);
    }
  }
}

export function mutateSnapshot(bytes: Buffer, random: Random): Buffer {
  switch (random.below(9)) {
    case 0:
    case 1:
    case 2:
      return flipped(bytes, random);
    case 3:
      return bytes.subarray(0, random.below(bytes.length + 1));
    case 4:
      return bytes.subarray(0, 4096 * random.below(bytes.length / 4096));
    case 5:
      return overwritten(bytes, random);
    case 6:
      return Buffer.from(random.pick(['', '{}', 'SQLite format 3\0', '<<<<<<< HEAD\n']));
    case 7:
      return Buffer.concat([bytes.subarray(bytes.length / 2), bytes.subarray(0, bytes.length / 2)]);
    default:
      return changedBySql(
        bytes,
        random.pick([
          'DROP TABLE latest',
          'DROP TABLE materializations',
          'DROP TABLE store',
          "DELETE FROM store WHERE name = 'schema_version'",
          "UPDATE store SET value = 1 WHERE name = 'schema_version'",
          "UPDATE store SET value = -3 WHERE name = 'schema_version'",
          "UPDATE store SET value = 'much' WHERE name = 'last_seq'",
        ]),
      );
  }
}

function changedBySql(bytes: Buffer, sql: string): Buffer {
  const file = join(tmpdir(), `headwater-mutated-${process.pid}.sqlite`);
  writeFileSync(file, bytes);
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  const changed = readFileSync(file);
  rmSync(file);
  return changed;
}
