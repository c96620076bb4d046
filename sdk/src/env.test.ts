// `env`: what it reads, what it says when there is nothing, and what the engine is told to mask.
import { afterEach, expect, test, vi } from 'vitest';
import { env } from 'headwater';
import type { EngineHooks } from 'headwater/internal';

const HOOKS = Symbol.for('headwater.hooks');
const holder = globalThis as { [HOOKS]?: EngineHooks };
// Another test of this thread may have run an engine, which puts its own there once.
const before = holder[HOOKS];

afterEach(() => {
  vi.unstubAllEnvs();
  Object.assign(holder, { [HOOKS]: before });
});

test('it gives the text as it is when it is called', () => {
  vi.stubEnv('SHOP_TOKEN', 'abc');
  expect(env('SHOP_TOKEN')).toBe('abc');
  vi.stubEnv('SHOP_TOKEN', '');
  expect(env('SHOP_TOKEN', { default: 'none' })).toBe('');
  expect(env('NOT_SET_ANYWHERE', { default: 'none' })).toBe('none');
});

test('one that is not set is named, with what to do', () => {
  expect(() => env('NOT_SET_ANYWHERE')).toThrow(
    "The environment variable NOT_SET_ANYWHERE is not set: put it into the project's .env file or the environment, or give env('NOT_SET_ANYWHERE', { default }) one.",
  );
});

test('a secret is masked from then on, another value is not', () => {
  const masked: string[] = [];
  holder[HOOKS] = { maskSecret: (value) => void masked.push(value) };
  vi.stubEnv('SHOP_TOKEN', 'abc');
  env('SHOP_TOKEN');
  env('SHOP_TOKEN', { secret: true });
  env('NOT_SET_ANYWHERE', { secret: true, default: 'fallback' });
  vi.stubEnv('SHOP_TOKEN', '');
  env('SHOP_TOKEN', { secret: true });
  expect(masked).toEqual(['abc', 'fallback']);
});

test.each<[string, () => unknown, string]>([
  ['no name', () => env('' as never), "env: the name of a variable is a text, such as 'SHOP_TOKEN'; got a string"],
  ['a default that is no text', () => env('A', { default: 5 as never }), 'env("A"): default is a text; got number 5.'],
  [
    'a mistyped option',
    () => env('A', { secrt: true } as never),
    'env("A"): there is no option "secrt". Did you mean "secret"?',
  ],
  [
    'secret in words',
    () => env('A', { secret: 'yes' as never }),
    'env("A"): secret is true or false; got a string ("yes").',
  ],
])('%s is a TypeError with a sentence', (_what, read, sentence) => {
  expect(read).toThrow(TypeError);
  expect(read).toThrow(sentence);
});
