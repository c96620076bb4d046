// Whatever is changed of JavaScript's own objects is named and put back; what nobody touched is left alone.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtIns, type BuiltIns } from './built-ins.ts';

let before: BuiltIns;
beforeEach(() => {
  before = builtIns();
});
afterEach(() => {
  before.restore();
});

test('nothing changed, nothing named', () => {
  expect(before.restore()).toEqual([]);
});

test('functions that are replaced, removed or added are put back and named', () => {
  const { stringify } = JSON;
  const { map, push } = Array.prototype;
  const whole = Promise;
  JSON.stringify = () => 'patched';
  Array.prototype.map = () => [];
  Array.prototype.push = () => 0;
  Object.assign(Array.prototype, { [Symbol.iterator]: () => [] });
  Object.assign(Object.prototype, { evil: true });
  Reflect.deleteProperty(String.prototype, 'trim');
  Object.assign(globalThis, { Promise: Map });
  const changed = before.restore();
  expect([JSON.stringify, Array.prototype.map, Array.prototype.push, globalThis.Promise]).toEqual([
    stringify,
    map,
    push,
    whole,
  ]);
  expect([' x '.trim(), 'evil' in {}, [...[1, 2]]]).toEqual(['x', false, [1, 2]]);
  expect([...changed].sort()).toEqual(
    [
      'JSON.stringify',
      'Array.prototype.map',
      'Array.prototype.push',
      'Array.prototype.Symbol(Symbol.iterator)',
      'Object.prototype.evil',
      'String.prototype.trim',
      'globalThis.Promise',
    ].sort(),
  );
  expect(before.restore()).toEqual([]);
});
