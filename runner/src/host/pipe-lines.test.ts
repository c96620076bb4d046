// Lines come out as they went in, however they are cut into chunks, and a line without an end is bounded.
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { MAX_PIPE_LINE, readPipeLines } from './pipe-lines.ts';

async function linesOf(chunks: readonly (string | Buffer)[]): Promise<string[]> {
  const input = new PassThrough();
  const lines: string[] = [];
  readPipeLines(input, (line) => lines.push(line));
  for (const chunk of chunks) input.write(chunk);
  input.end();
  await new Promise((done) => input.once('close', done));
  return lines;
}

test('lines are put together from chunks, also where a character is cut in two', async () => {
  const bytes = Buffer.from('größe\r\n\nlast');
  for (let size = 1; size <= bytes.length; size += 1) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    expect(await linesOf(chunks)).toEqual(['größe', '', 'last']);
  }
});

test('of a long line only the beginning is kept, and its length is said', async () => {
  const part = 'x'.repeat(1000);
  const [long, next] = await linesOf([...Array.from({ length: 100 }, () => part), '\nnext\n']);
  expect(long).toBe(`${'x'.repeat(MAX_PIPE_LINE)}… (100000 characters)`);
  expect(next).toBe('next');
});
