// Copies to stdout what another process appends to a file.
import * as fs from 'node:fs';

const INTERVAL_MS = 50;

/**
 * @param {string} file
 * @returns {{ file: string, end: () => Promise<void> }} `end` resolves when everything is copied
 */
export function followFile(file) {
  fs.writeFileSync(file, '');
  const fd = fs.openSync(file, 'r');
  const buffer = Buffer.alloc(65_536);
  const copy = () => {
    for (let length; (length = fs.readSync(fd, buffer)) > 0;)
      process.stdout.write(Buffer.from(buffer.subarray(0, length)));
  };
  const timer = setInterval(copy, INTERVAL_MS);
  return {
    file,
    end: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        copy();
        fs.closeSync(fd);
        process.stdout.write('', () => resolve());
      }),
  };
}
