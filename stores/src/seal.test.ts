// A sealed file is whole, and any change of one bit is told.
import { expect, test } from 'vitest';
import { seal, sealOf } from './seal.ts';
import { loadSqlite } from './sqlite.ts';

test('any bit that flips, any cut and anything added is told; a file without a seal says so', async () => {
  const sqlite = await loadSqlite();
  const database = new sqlite.Database();
  database.run("CREATE TABLE data (text TEXT); INSERT INTO data VALUES ('kept')");
  const bytes = database.export();
  expect(sealOf(bytes)).toBe('none');
  seal(bytes);
  expect(sealOf(bytes)).toBe('whole');
  for (let bit = 0; bit < bytes.length * 8; bit += bit < 1000 ? 1 : 97) {
    const copy = bytes.slice();
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(sealOf(copy), `bit ${bit}`).toBe('changed');
  }
  for (const length of [0, 63, 64, 4096, bytes.length - 1]) expect(sealOf(bytes.subarray(0, length))).toBe('changed');
  expect(sealOf(Buffer.concat([bytes, Buffer.alloc(1)]))).toBe('changed');
  const again = new sqlite.Database(bytes);
  expect(again.exec('SELECT text FROM data')[0]?.values).toEqual([['kept']]);
  expect(again.exec('PRAGMA integrity_check')[0]?.values).toEqual([['ok']]);
});
