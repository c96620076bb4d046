// The analyzer refuses exactly the durations and sizes that the SDK refuses when the module loads.
import { describe, expect, test } from 'vitest';
import { readDuration, readSize } from '../../sdk/src/quantities.ts';
import { DELAY, DURATION, SIZE, isQuantity, meantQuantity } from './quantity.ts';
import { check } from './test/fixture.ts';

const NUMBERS = [
  '',
  '0',
  '00',
  '1',
  '5',
  '0.5',
  '.5',
  '5.',
  '1.25',
  '0.0001',
  '-1',
  '+1',
  '1e3',
  '1_000',
  ' 1',
  '1,5',
  '٣',
  '∞',
];
const UNITS = [
  '',
  'ms',
  's',
  'm',
  'h',
  'd',
  'S',
  'M',
  'KB',
  'MB',
  'GB',
  'kb',
  'B',
  'w',
  ' s',
  's ',
  'min',
  'toString',
  '\n',
];
const TEXTS = NUMBERS.flatMap((number) => UNITS.map((unit) => number + unit));
const OTHERS = [0, 1, 0.5, -1, -0, 1e21, Infinity, NaN, null, true, [], ['5s'], {}];

test.each([
  ['a duration', DURATION, (given: unknown) => readDuration(given, { of: 'asset', option: 'timeout', least: 1 })],
  ['a delay', DELAY, (given: unknown) => readDuration(given, { of: 'asset', option: 'retry.delay', least: 0 })],
  ['a size', SIZE, (given: unknown) => readSize(given, { of: 'asset', option: 'memoryLimit' })],
] as const)('L3 %s is one for the analyzer exactly when it is one for the SDK', (_, kind, read) => {
  const isTaken = (given: unknown): boolean => {
    try {
      read(given);
      return true;
    } catch {
      return false;
    }
  };
  const verdicts = [...TEXTS, ...OTHERS].map((given) => [given, isTaken(given)]);
  expect([...TEXTS, ...OTHERS].map((given) => [given, isQuantity(given, kind)])).toEqual(verdicts);
  expect(new Set(verdicts.map(([, taken]) => taken))).toEqual(new Set([true, false]));
});

test('what was probably meant, always something the SDK takes', () => {
  const meant = (given: unknown, kind = DURATION): string | null => meantQuantity(given, kind);
  expect(['5 minutes', '5min', '10 SEC', '1.5hrs', '2days', '500millis', '3S'].map((each) => meant(each))).toEqual([
    '5m',
    '5m',
    '10s',
    '1.5h',
    '2d',
    '500ms',
    '3s',
  ]);
  expect(['512mb', '2 g', '1kib', '5m'].map((each) => meant(each, SIZE))).toEqual(['512MB', '2GB', '1KB', '5MB']);
  expect(['-5m', '5 fortnights', 'soon', '0min', '512MB', 7].map((each) => meant(each))).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});

describe('L3 bad-duration', () => {
  const HEADER = `import { asset, assetCheck, externalAsset, graphAsset, multiAsset, op, output } from 'headwater';\n`;

  test('at the literal, in every factory that takes one; the module would not load', async () => {
    const { problems } = await check(`
${HEADER}export const a = asset({ timeout: '5 minutes' }, () => 1);
//                                ^^^^^^^^^^^ bad-duration: \`timeout\` of \`a\` is '5 minutes', which is not a duration, so the module cannot load. Did you mean '5m'?
export const { b } = multiAsset({ outputs: { b: output() }, memoryLimit: '512mb' }, function* (ctx) {});
//                                                                       ^^^^^^^ bad-duration: \`memoryLimit\` is '512mb', which is not a size
export const c = graphAsset({ retry: { maxRetries: 2, delay: '5' } }, () => 1);
//                                                           ^^^ bad-duration: \`retry.delay\` of \`c\`
export const d = op({ timeout: 0 }, () => 1);
//                             ^ bad-duration: is 0, which is too little to mean anything
export const e = asset({ timeout: -5, memoryLimit: 0.5, retry: { delay: -1 } }, () => 1);
//                                ^^ bad-duration: is -5, which is not a duration
//                                                 ^^^ bad-duration: is 0.5, which is too little
//                                                                      ^^ bad-duration
export const f = asset({ timeout: null, memoryLimit: [1] }, () => 1);
//                                ^^^^ bad-duration: is null
//                                                   ^^^ bad-duration: is [1]
`);
    expect(new Set(problems.map(({ severity }) => severity))).toEqual(new Set(['error']));
  });

  test('through constants, also of another file, at the option', async () => {
    await check(`
//- src/policy.ts
export const patient = { maxRetries: 3, delay: '10 seconds' };
export const limits = { long: '1hour' };
//- src/assets.ts
${HEADER}import { limits, patient } from './policy';
export const a = asset({ retry: patient, timeout: limits.long }, () => 1);
//                              ^^^^^^^ bad-duration: \`retry.delay\` of \`a\` is '10 seconds', which is not a duration, so the module cannot load. Did you mean '10s'?
//                                                ^^^^^^^^^^^ bad-duration: Did you mean '1h'?
const timeout = '1 day';
export const b = asset({ timeout }, () => 1);
//                       ^^^^^^^ bad-duration: Did you mean '1d'?
`);
  });

  test('silent: what the SDK takes', async () => {
    await check(
      `
${HEADER}const patient = { maxRetries: 3, delay: '10s' } as const;
export const a = asset({ timeout: '1.5h', memoryLimit: '2GB', retry: 3 }, () => 1);
export const b = asset({ timeout: 1, memoryLimit: 1, retry: { delay: 0 } }, () => 1);
export const c = asset({ timeout: \`5m\`, retry: patient }, () => 1);
export const d = asset({ retry: { delay: '0ms', maxRetries: 1 } }, () => 1);
`,
      { loads: true },
    );
  });

  test('silent: what only a run can tell is no part of the graph, and other factories have no such option', async () => {
    await check(
      `
${HEADER}const minutes = (count: number) => count * 60_000;
const policy = () => ({ maxRetries: 1 });
const shared = { delay: minutes(1) };
export const a = asset({ timeout: minutes(5), memoryLimit: Number('1024'), retry: policy() }, () => 1);
export const b = asset({ retry: { maxRetries: 1, delay: minutes(1) } }, () => 1);
export const c = asset({ retry: { delay: minutes(2), ...policy() } }, () => 1);
export const d = asset({ retry: shared, timeout: undefined }, () => 1);
`,
      { loads: true },
    );
  });

  test('a delay before a spread may be another', async () => {
    await check(`
${HEADER}const shared = { delay: '5s' };
export const a = asset({ retry: { delay: 'soon', ...shared } }, () => 1);
export const b = asset({ retry: { ...shared, delay: 'soon' } }, () => 1);
//                                                  ^^^^^^ bad-duration
`);
  });
});
