// What a store takes comes back exactly; what it does not take is refused in a sentence, and what it kept before is still there.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyStore, keep, leftovers, type Keeping, type Kept, type TestedStore } from './every-store.fixture.ts';
import { anyValue, copyOf, oddTable, plainTable } from './random-values.fixture.ts';

const seed = Number(process.env['HEADWATER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
const dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-zz-'));
const stores = everyStore(dir);
/** DuckDB opens its file for each value. */
const runs = ({ name }: TestedStore, most: number): number => (name === 'duckdb' ? Math.ceil(most / 4) : most);

beforeAll(() => {
  console.info(`random tables and values: HEADWATER_SEED=${seed}`);
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** `isDeepStrictEqual` tells -0 from 0 and a Buffer from a Uint8Array; for the sentence of a failure there is `expect`. */
function same(found: unknown, value: unknown): void {
  if (isDeepStrictEqual(found, value)) return;
  expect(found).toStrictEqual(value);
  expect.fail(`not strictly equal: ${fc.stringify(found)} and ${fc.stringify(value)}`);
}

const namesOf = (table: unknown): string[] => {
  const first: unknown = Array.isArray(table) ? table[0] : null;
  return typeof first === 'object' && first !== null ? Object.keys(first) : [];
};

/** Begins with a word or a quoted name, says more than a code, and comes from us. */
function isSentence(error: unknown): void {
  expect(error).toBeInstanceOf(Error);
  const { message, name } = error as Error;
  expect(name, message).toBe('Error');
  expect(message).toMatch(/^(`|an? |it |what |column )[^]{20,}[^.:]$|\.$/);
  expect(message).not.toMatch(/undefined (is|has)|\[object|is not a function|Cannot (read|convert)/);
}

/** Keeps one value after another under one key: after a refusal the one before it is still there. */
function oneAfterAnother({ store, folder }: TestedStore) {
  let last: { value: unknown; kept: Kept } | null = null;
  let accepted = 0;
  let refused = 0;
  return {
    async add(value: unknown, more: Keeping = {}): Promise<boolean> {
      const kept = await keep(store, value, more).catch((error: unknown) => {
        isSentence(error);
        return null;
      });
      expect(leftovers(folder)).toEqual([]);
      if (kept === null) {
        refused += 1;
        const before = last;
        // Nothing of a failure stays while the example is made smaller.
        last = null;
        if (before) same(await before.kept.load(), before.value);
        last = before;
        return false;
      }
      accepted += 1;
      last = null;
      same(await kept.load(), value);
      last = { value, kept };
      return true;
    },
    share: () => accepted / (accepted + refused),
  };
}

describe.each(stores)('$name', (tested) => {
  const { name, store } = tested;
  const plain = plainTable(name.startsWith('file csv') ? { without: ['bytes'] } : {});

  test('every plain table comes back, with its names in order', async () => {
    const values = oneAfterAnother(tested);
    await fc.assert(
      fc.asyncProperty(plain, async ({ rows, columns }) => {
        expect(await values.add(rows, { columns })).toBe(true);
        const { info, load } = await keep(store, rows, { columns });
        expect(info).toMatchObject({ rows: rows.length, dataVersion: expect.stringMatching(/^[jv]1:[0-9a-f]{40}$/) });
        expect(namesOf(await load())).toEqual(namesOf(rows));
      }),
      { seed, numRuns: runs(tested, 200) },
    );
    expect(values.share()).toBe(1);
  });

  test('an odd table comes back or is refused', async () => {
    const values = oneAfterAnother(tested);
    await fc.assert(
      fc.asyncProperty(oddTable, async (rows) => void (await values.add(rows))),
      { seed, numRuns: runs(tested, 900) },
    );
    // The same for all: a store that refuses whatever is odd would prove nothing here.
    expect(values.share()).toBeGreaterThan(0.1);
  });

  test('any other value comes back or is refused', async () => {
    const values = oneAfterAnother(tested);
    await fc.assert(
      fc.asyncProperty(anyValue, async (value) => void (await values.add(value))),
      { seed, numRuns: runs(tested, 900) },
    );
  });

  test('the same content has one data version, other content another', async () => {
    await fc.assert(
      fc.asyncProperty(plain, plain, async (one, other) => {
        const { info } = await keep(store, one.rows, one);
        expect((await keep(store, copyOf(one), one)).info.dataVersion).toBe(info.dataVersion);
        fc.pre(!isDeepStrictEqual(one.rows, other.rows));
        expect((await keep(store, other.rows, other)).info.dataVersion).not.toBe(info.dataVersion);
      }),
      { seed, numRuns: runs(tested, 60) },
    );
  });
});
