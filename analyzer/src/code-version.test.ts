// The code version changes with what a body means, and with nothing else.
import { describe, expect, test } from 'vitest';
import { codeVersion } from './hash-parts.ts';
import { check } from './test/fixture.ts';

async function version(declaration: string, rest = ''): Promise<string | null> {
  const { document } = await check(
    `import { asset } from 'headwater';\nimport { far } from './far';\nexport const up = asset(() => 1);\n${rest}\nexport const x = ${declaration};\n`,
  );
  const found = document.assets.find(({ key }) => key === 'x');
  if (found === undefined) throw new Error(`No asset in ${declaration}`);
  return found.codeVersion;
}

const body = (code: string): string => `asset((ctx) => { ${code} })`;

describe('the same meaning', () => {
  test.each([
    ['comments', 'return 1 + 2', '/* a */ return 1 /* b */ + 2 // c\n'],
    ['layout', 'const a = 1; return [a, 2]', '\n  const a = 1\n\n  return [\n    a,\n    2,\n  ]\n'],
    ['numeric separators', 'return 20_000', 'return 20000'],
    ['hexadecimal', 'return 0x10', 'return 16'],
    ['bigint separators', 'return 1_0n', 'return 10n'],
    ['quotes', "return 'a'", 'return "a"'],
    ['a template without holes', "return 'a'", 'return `a`'],
    ['escapes', "return 'a\\u0062'", "return 'ab'"],
    ['types of variables', 'const a: number = 1; return a', 'const a = 1; return a'],
    ['as, satisfies, !', 'return f(ctx as any)!.x satisfies Y', 'return f(ctx).x'],
    ['type arguments', 'return new Map<string, number>(f<X>())', 'return new Map(f())'],
    ['generic functions', 'return function g<T>(this: X, a?: T): T { return a }', 'return function g(a) { return a }'],
    ['local types', 'type A = 1; interface B {} return 1', 'return 1'],
    [
      'overloads and members',
      'class A implements I { declare z: 1; private readonly x!: number; f(): void; f() {} } return A',
      'class A { x; f() {} } return A',
    ],
    ['parentheses', 'return (1 + 2) * (3)', 'return (1 + 2) * 3'],
    ['arrow parentheses', 'return f((a) => a)', 'return f(a => a)'],
    ['trailing commas and empty statements', 'f(1, 2,);; return [1,]', 'f(1, 2); return [1]'],
    ['quoted properties', 'return { \'a\': 1, "b-c": 2 }', "return { a: 1, 'b-c': 2 }"],
    ['an instantiation expression', 'return f<string>', 'return f'],
  ])('%s', async (_, one, other) => {
    expect(await version(body(one))).toBe(await version(body(other)));
  });

  test('options, inputs, name and place do not count', async () => {
    const plain = await version('asset((ctx) => 1)');
    expect(
      await version("asset({ group: 'gold', kinds: ['sql'], description: 'd', key: 'x', deps: [up] }, (ctx) => 1)"),
    ).toBe(plain);
    expect(await version('asset((ctx) => 1)', 'const elsewhere = 2;')).toBe(plain);
    expect(await version('asset((((ctx) => 1) as Body) satisfies Body)')).toBe(plain);
  });
});

describe('another meaning', () => {
  test.each([
    ['a literal', 'return 1', 'return 2'],
    ['a string and a number', "return '1'", 'return 1'],
    ['an operator', 'return a + b', 'return a - b'],
    ['a unary operator', 'return -a', 'return +a'],
    ['before and after', 'return ++a', 'return a++'],
    ['let and const', 'let a = 1', 'const a = 1'],
    ['the order', 'a(); b()', 'b(); a()'],
    ['grouping', 'return (1 + 2) * 3', 'return 1 + 2 * 3'],
    ['await', 'return a', 'return void a'],
    ['parts of a for', 'for (a;;) {}', 'for (;a;) {}'],
    ['a default and a rename', 'const { a = b } = c', 'const { a: b } = c'],
    ['a rest', 'const { a } = b', 'const { ...a } = b'],
    ['computed names', 'return { [a]: 1 }', 'return { a: 1 }'],
    ['optional chains', 'return a?.b', 'return a.b'],
    ['the end of an optional chain', 'return (a?.b).c', 'return a?.b.c'],
    ['for of and for in', 'for (const a of b) {}', 'for (const a in b) {}'],
    ['a hole', 'return [1, , 2]', 'return [1, 2]'],
    ['raw templates', 'return tag`a\\u0062`', 'return tag`ab`'],
    ['regular expressions', 'return /a/g', 'return /a/i'],
    ['generators', 'return function* () {}', 'return function () {}'],
    ['async', 'return async () => 1', 'return () => 1'],
    ['parameter properties', 'return class { constructor(private a: 1) {} }', 'return class { constructor(a: 1) {} }'],
    ['statics', 'return class { static a = 1 }', 'return class { a = 1 }'],
    ['extends', 'return class extends A {}', 'return class {}'],
    ['import.meta and new.target', 'return import.meta', 'return new.target'],
  ])('%s', async (_, one, other) => {
    expect(await version(body(one))).not.toBe(await version(body(other)));
  });

  test('JSX text counts, its layout does not', async () => {
    const jsx = async (code: string): Promise<string | null | undefined> =>
      (await check(`//- src/a.tsx\nimport { asset } from 'headwater';\nexport const x = asset(() => ${code});`))
        .document.assets[0]?.codeVersion;
    expect(await jsx('<p a="1">one {two}</p>')).toBe(await jsx("<p a='1'>\n  one {two}\n</p>"));
    expect(await jsx('<p>one</p>')).not.toBe(await jsx('<p>two</p>'));
    expect(await jsx('<p>a b</p>')).not.toBe(await jsx('<p>a  b</p>'));
  });
});

describe('a body by name', () => {
  test('the local function counts, wherever it stands', async () => {
    const before = await version('asset({ inputs: { up } }, load)', 'function load(i) { return 1 }');
    expect(before).toMatch(/^c1:/);
    expect(
      await version(
        'asset({ inputs: { up } }, load)',
        '/** Loads. */ export function load(i: Inputs): number { return 1 }',
      ),
    ).toBe(before);
    expect(await version('asset({ inputs: { up } }, load)', 'function load(i) { return 2 }')).not.toBe(before);
    expect(await version('asset(load)', 'const load = () => 1')).toBe(await version('asset(() => 1)'));
    expect(await version('asset(make(1))', '')).not.toBe(await version('asset(make(2))', ''));
  });
});

test('parts never run together', () => {
  expect(codeVersion(['ab', 'c'])).not.toBe(codeVersion(['a', 'bc']));
  expect(codeVersion(['a', ''])).not.toBe(codeVersion(['a']));
  expect(codeVersion(['1:a'])).not.toBe(codeVersion(['a']));
});
