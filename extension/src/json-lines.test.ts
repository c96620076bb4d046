// Messages survive however the stream cuts them; anything else printed is kept apart.
import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJsonLines, readLines, writeJsonLine } from './json-lines.ts';

async function read(chunks: readonly (Buffer | string)[]): Promise<{ messages: object[]; others: string[] }> {
  const input = new PassThrough();
  const messages: object[] = [];
  const others: string[] = [];
  readJsonLines({ input, onMessage: (message) => messages.push(message), onOther: (line) => others.push(line) });
  for (const chunk of chunks) input.write(chunk);
  input.end();
  await once(input, 'end');
  return { messages, others };
}

describe('JSON lines', () => {
  test('a message is the same wherever its bytes are cut', async () => {
    const message = { id: 1, text: 'größer → 数据 "quoted"\n' };
    const bytes = Buffer.from(`${JSON.stringify(message)}\n${JSON.stringify({ id: 2 })}\n`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 6 }), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(await read(chunks)).toEqual({ messages: [message, { id: 2 }], others: [] });
      }),
    );
  });

  test('what is printed beside messages is given apart', async () => {
    expect(await read(['warming up\n', '{"id":1}\r\n', '\n', '{broken\n', '[1]\n'])).toEqual({
      messages: [{ id: 1 }],
      others: ['warming up', '{broken', '[1]'],
    });
  });

  test('a last line without its end is read', async () => {
    const input = new PassThrough();
    const lines: string[] = [];
    readLines(input, (line) => lines.push(line));
    input.end('one\ntwo');
    await once(input, 'end');
    expect(lines).toEqual(['one', 'two']);
  });

  test('writing to an end that is gone says so', async () => {
    const output = new PassThrough();
    expect(writeJsonLine(output, { id: 1 })).toBe(true);
    output.destroy();
    await once(output, 'close');
    expect(writeJsonLine(output, { id: 2 })).toBe(false);
  });
});
