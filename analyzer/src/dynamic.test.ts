// What cannot be read without running is said, with its reason and place; nothing is silently missing.
import { describe, expect, test } from 'vitest';
import { check, edges, keys } from './test/fixture.ts';

const known = `import { asset } from 'headwater';
export const a = asset(() => 1);
export const b = asset(() => 1);
const name = String(1);
const options = { group: 'silver' };
const more = { a };
`;

describe('the node stays in the graph when its key is known', () => {
  test.each([
    [
      'spread options',
      'export const x = asset({ ...options, inputs: { a } }, (i) => i);',
      '...options',
      'its options are spread',
    ],
    [
      'options elsewhere',
      'export const x = asset(options, (i) => i);',
      'options',
      'its options are not written in place',
    ],
    [
      'a computed option',
      "export const x = asset({ ['gr' + 'oup']: 'g' }, (i) => i);",
      "['gr' + 'oup']",
      'the name of an option is computed',
    ],
    ['spread arguments', 'export const x = asset(...[() => 1]);', '...[() => 1]', 'its arguments are spread'],
    ['computed inputs', 'export const x = asset({ inputs: more }, (i) => i);', 'more', 'its inputs are computed'],
    ['spread inputs', 'export const x = asset({ inputs: { ...more } }, (i) => i);', '...more', 'its inputs are spread'],
    [
      'a computed input name',
      'export const x = asset({ inputs: { [name]: a } }, (i) => i);',
      '[name]',
      'the name of an input is computed',
    ],
    [
      'an input by condition',
      'export const x = asset({ inputs: { i: name ? a : b } }, (i) => i);',
      'name ? a : b',
      'the input `i` is chosen by a condition',
    ],
    [
      'an input by call',
      'export const x = asset({ inputs: { i: pick(a) } }, (i) => i);',
      'pick(a)',
      'the input `i` is the result of `pick(…)`',
    ],
    [
      'computed deps',
      'export const x = asset({ deps: [a].concat(b) }, () => 1);',
      '[a].concat(b)',
      'its deps are computed',
    ],
    ['spread deps', 'export const x = asset({ deps: [a, ...[b]] }, () => 1);', '...[b]', 'its deps are spread'],
    ['a computed group', 'export const x = asset({ group: name }, () => 1);', 'name', 'its `group` is computed'],
    ['computed kinds', 'export const x = asset({ kinds: [name] }, () => 1);', '[name]', 'its `kinds` is computed'],
    [
      'a condition',
      'export const x = name ? asset(() => 1) : asset(() => 2);',
      'asset(() => 1)',
      'it is made in a condition',
    ],
    ['a fallback', 'export const x = name || asset(() => 1);', 'asset(() => 1)', 'it is made in a condition'],
    ['let', 'export let x = asset(() => 1);', 'asset(() => 1)', 'it is not declared with `const`'],
  ])('%s', async (_, line, at, reason) => {
    const column =
      line.lastIndexOf(at) === line.indexOf(at) || at === 'name' || at === 'more'
        ? line.lastIndexOf(at)
        : line.indexOf(at);
    const marker = `//${' '.repeat(Math.max(0, column - 2))}${'^'.repeat(at.length)} dynamic: ${reason}`;
    const { document } = await check(`${known}${line}\n${marker}\n`);
    expect(document.assets.find(({ key }) => key === 'x')?.dynamic).toEqual({ reason, file: 'src/assets.ts', line: 7 });
  });

  test('what can be read is still read', async () => {
    const { document } = await check(`${known}
export const x = asset({ ...options, inputs: { a, other: pick(b) }, kinds: ['sql'] }, (i) => i);
//                       ^^^^^^^^^^ dynamic: its options are spread
//                                                       ^^^^^^^ dynamic: the input \`other\`
`);
    expect(edges(document)).toEqual(['a → x']);
    expect(document.assets.find(({ key }) => key === 'x')?.kinds).toEqual(['sql']);
  });
});

describe('otherwise there is a problem alone', () => {
  test('a computed key, also of an upstream', async () => {
    const { document } = await check(`${known}
export const x = asset({ key: name }, () => 1);
//                            ^^^^ dynamic: its key is computed
export const y = asset({ inputs: { x } }, ({ x }) => x);
//                                 ^ dynamic: the key of the input \`x\` is computed
`);
    expect(keys(document)).toEqual(['a', 'b', 'y']);
  });

  test.each([
    ['a loop', 'for (const n of [1]) asset({ key: String(n) }, () => 1);', 'in a loop'],
    ['a callback', 'export const all = [1].map((n) => asset({ key: String(n) }, () => 1));', 'inside a function'],
    ['a function', 'function make(key) { return asset({ key }, () => 1); }', 'inside a function'],
    ['an array', 'export const all = [asset(() => 1)];', 'inside an array'],
    ['an object', 'export const all = { x: asset(() => 1) };', 'inside an object'],
    ['a default object', 'export default { x: asset(() => 1) };', 'inside an object'],
    ['an if', 'if (name) asset(() => 1);', 'in a condition'],
    ['a block', '{ const inner = asset(() => 1); }', 'inside a block'],
    ['a wrapper', 'export const x = wrap(asset(() => 1));', 'an argument of another call'],
    ['a class', 'class C { static x = asset(() => 1); }', 'inside a function'],
  ])('%s', async (_, line, reason) => {
    const start = line.indexOf('asset(');
    const call = line.slice(start).replace(/^(asset\(.*?\(\) => 1\)).*$/, '$1');
    await check(`${known}${line}\n//${' '.repeat(start - 2)}${'^'.repeat(call.length)} dynamic: ${reason}\n`);
  });

  test('the factory handed on, and the SDK loaded with a call', async () => {
    await check(`
//- src/a.ts
import { asset } from 'headwater';
export const all = [() => 1].map(asset);
//                               ^^^^^ dynamic: \`asset\` itself is handed to another function
//- src/b.cjs
exports.a = [require('headwater')].map(({ asset }) => asset(() => 1));
//           ^^^^^^^^^^^^^^^^^^^^ dynamic: loaded with a call
//- src/c.mjs
const { asset } = await import('headwater');
//                      ^^^^^^^^^^^^^^^^^^^ dynamic: loaded with a call
export const a = asset(() => 1);
`);
  });

  test('no false alarm: comments, strings, shadowing, types, other properties', async () => {
    await check(`
import { asset, type Asset } from 'headwater';
// asset( in a comment, an asset, asset
const text = 'asset(';
type Of = ReturnType<typeof asset>;
function f(asset: (x: number) => void) { asset(1); }
const g = (asset: any) => asset();
const h = { asset: 1 }.asset;
const onFailure = ({ asset }: any) => write(asset);
function k(failure: any) { const { asset, more: [job] } = failure; write(asset, job); }
other.asset(() => 1);
export const a = asset(() => { return other.asset(1); });
`);
  });
});
