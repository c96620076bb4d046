// What is said when a code version is another one: which piece, where, how.
import { expect, test } from 'vitest';
import { node } from '../test/graph-of.ts';
import { codeChange } from './code-change.ts';
import type { CodeParts } from './model.ts';

const orders = node('orders', [], { line: 3, codeVersion: 'c1:new' });
const PARTS: CodeParts = {
  'src/assets.ts#orders': { name: 'orders', file: 'src/assets.ts', line: 3, version: 'o1' },
  'src/price.ts#parsePrice': { name: 'parsePrice', file: 'src/price.ts', line: 14, version: 'p1' },
  'src/price.ts#DIGITS': { name: 'DIGITS', file: 'src/price.ts', line: 2, version: 'd1' },
  'src/price.ts#round': { name: 'round', file: 'src/price.ts', line: 5, version: 'r1' },
  'npm:papaparse': { name: 'papaparse', version: '5.5.0' },
};
const ALL = Object.keys(PARTS);

const said = (ids: readonly string[], then: Record<string, string> | undefined) =>
  codeChange({ node: { ...orders, code: ids }, then, now: PARTS });
const was = (changes: Record<string, string> = {}, ids: readonly string[] = ALL): Record<string, string> =>
  Object.fromEntries([...ids.map((id) => [id, PARTS[id]?.version ?? '']), ...Object.entries(changes)]);

test('the body alone: at the asset', () => {
  expect(said(ALL, was({ 'src/assets.ts#orders': 'o0' }))).toEqual({
    message: 'its code changed',
    file: 'src/assets.ts',
    line: 3,
    column: 14,
  });
});

test('a function it reads: its name and place', () => {
  expect(said(ALL, was({ 'src/price.ts#parsePrice': 'p0' }))).toEqual({
    message: 'its code changed: `parsePrice` in src/price.ts:14',
    file: 'src/price.ts',
    line: 14,
    column: 1,
  });
});

test('a package: both versions', () => {
  expect(said(ALL, was({ 'npm:papaparse': '5.4.1' }))).toMatchObject({
    message: 'its code changed: `papaparse` is 5.5.0, was 5.4.1',
    file: 'src/assets.ts',
  });
});

test('the body with others, and more than are named', () => {
  const then = was(Object.fromEntries(ALL.map((id) => [id, 'old'])));
  expect(said(ALL, then)).toMatchObject({
    message: 'its code changed: its body, `parsePrice` in src/price.ts:14, `DIGITS` in src/price.ts:2 and 2 more',
    line: 3,
  });
});

test('what it newly reads, and what it no longer reads', () => {
  const [body = '', parse = ''] = ALL;
  expect(said([body, parse], was({}, [body])).message).toBe(
    'its code changed: it now reads `parsePrice` in src/price.ts:14',
  );
  expect(said([body], was({}, [body, parse])).message).toBe('its code changed: it no longer reads `parsePrice`');
  expect(said([body], was({ 'npm:@scope/zod': '4.0.0' }, [body])).message).toBe(
    'its code changed: it no longer reads `@scope/zod`',
  );
});

test('what moved to another file is not a change', () => {
  const then = was({ 'src/lib.ts#parsePrice': 'p1', 'src/price.ts#DIGITS': 'd0' });
  delete then['src/price.ts#parsePrice'];
  expect(said(ALL, then).message).toBe('its code changed: `DIGITS` in src/price.ts:2');
  then['src/lib.ts#parsePrice'] = 'p0';
  expect(said(ALL, then).message).toBe('its code changed: `parsePrice` in src/price.ts:14, `DIGITS` in src/price.ts:2');
});

test('where the pieces were not recorded, or are not known, the asset is the place', () => {
  const plain = { message: 'its code changed', file: 'src/assets.ts', line: 3 };
  expect(said(ALL, undefined)).toMatchObject(plain);
  expect(codeChange({ node: orders, then: was(), now: PARTS })).toMatchObject(plain);
  // The same pieces, leading to each other otherwise.
  expect(said(ALL, was())).toMatchObject(plain);
});
