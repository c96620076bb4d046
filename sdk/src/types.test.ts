// What the compiler accepts and refuses, and that the examples in the documentation compile.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { compile, compilers, options, room, runTsc } from '../test/compile.ts';

const sources = readdirSync(join(room, 'src')).filter((each) => /^[a-z-]+\.ts$/.test(each));
const read = (name: string): string => readFileSync(join(room, 'src', name), 'utf8');

test('the oldest, the own and the newest TypeScript are at hand', () => {
  expect(compilers.map(({ version }) => version)).toEqual(['5.9', '6.0', '7.0']);
});

// One program for all: most of its time goes to what each of them imports.
test.each(compilers.map((compiler) => [compiler.version, compiler] as const))(
  'TypeScript %s: inputs, options and calls (A11), resources, configuration, results and checks (G03 G05), outputs, ops, jobs and runs (A20), inputs loaded as another type (C09) are typed: every error that is expected comes, and no other',
  async (_, compiler) => {
    const files = ['asset', 'context', 'composition', 'load-as', 'partitions'].map((name) => `${name}.test-d.ts`);
    expect(await runTsc(compiler, files)).toBe('');
  },
);

const upstream =
  "import { asset, assetCheck, graphAsset, multiAsset, op, output, resource } from 'headwater';\nconst stored = asset(async () => {});\nconst counts = asset((): Record<string, number> => ({}));\n";

const REFUSED = [
  [
    'an asset without a value as input: what to do instead',
    'export const a = asset({ inputs: { stored } }, () => 1);',
    /use deps instead of inputs/,
  ],
  ['an upstream that is nowhere', 'export const a = asset({ inputs: { cuonts } }, () => 1);', /'cuonts'.*'counts'/],
  [
    'an unknown option, and the one that was meant',
    "export const a = asset({ gruop: 'x' }, () => 1);",
    /'gruop'.*'group'/,
  ],
  [
    'an op that is handed a promise',
    'const d = op(async () => 1); const p = op((ctx, n: number) => n); export const a = graphAsset(async () => p(d()));',
    /'Promise<number>' is not assignable to .*'number'/,
  ],
  [
    'an output that is not declared',
    "export const { a } = multiAsset({ outputs: { a: output<number>() } }, async function* (ctx) { yield ctx.result('b' as const, 1); });",
    /'"b"' is not assignable to .*'"a"'/,
  ],
  [
    'a check that is not declared: how to declare it',
    'export const a = asset((ctx) => ctx.result(1, { checks: { notEmpty: true } }));',
    /'notEmpty' does not exist in type .*declare the check in the options first/,
  ],
  [
    'a field that an outcome does not have: which there are',
    'export const c = assetCheck(counts, () => ({ passed: true, level: 1 }));',
    /no other fields than passed, severity and metadata/,
  ],
  [
    'a call without the context that resources need',
    'const db = resource({ create: () => 1 }); const a = asset({ resources: { db } }, () => 1); void a();',
    /Expected 1 arguments, but got 0/,
  ],
] as const;

test('A20 A26 the compiler names what is wrong, at its line: an upstream that is nowhere, an op that is handed a promise, and others', () => {
  const made = Object.fromEntries(REFUSED.map(([, line], n) => [`refused-${n}.ts`, `${upstream}${line}`]));
  const said = compile({ made });
  for (const [n, [what, , sentence]] of REFUSED.entries()) {
    const own = said.filter((each) => each.startsWith(`refused-${n}.ts:`));
    expect(own, what).toHaveLength(1);
    expect(own[0], what).toMatch(/^refused-\d+\.ts:4: /);
    expect(own[0], what).toMatch(sentence);
  }
  expect(said).toHaveLength(REFUSED.length);
});

test('A11 an input used as another type than its producer returns is one error, at the use', () => {
  const text = `${upstream}export const a = asset({ inputs: { counts } },\n({ counts }) => {\n  const text: string = counts;\n  return text;\n});`;
  expect(compile({ made: { 'misused.ts': text } })).toEqual([
    expect.stringMatching(/^misused\.ts:6: Type 'Record<string, number>' is not assignable to type 'string'/),
  ]);
});

test('every example in the documentation compiles', () => {
  const made: Record<string, string> = {};
  for (const name of sources) {
    let count = 0;
    for (const [, body] of read(name).matchAll(/@example\n\s*\* ```ts\n([\s\S]*?)\n\s*\* ```/g))
      made[`${name.replace('.ts', '')}-example-${++count}.ts`] =
        `${(body ?? '').replace(/^\s*\* ?/gm, '')}\nexport {};\n`;
  }
  const readme = readFileSync(join(room, 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g);
  for (const [index, match] of [...readme].entries()) made[`readme-example-${index + 1}.ts`] = match[1] ?? '';
  expect(Object.keys(made)).toEqual(
    expect.arrayContaining([
      'asset-example-1.ts',
      'asset-types-example-2.ts',
      'materialize-example-2.ts',
      'readme-example-1.ts',
    ]),
  );
  expect(compile({ made })).toEqual([]);
});

test('everything public is documented: functions with an example, options field by field', () => {
  const program = ts.createProgram([join(room, 'src/index.ts')], { ...options(), noEmit: true });
  const checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(join(room, 'src/index.ts'))!)!;
  const isBare = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length === 0;
  const bare = checker.getExportsOfModule(index).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const { name } = symbol;
    const fields = name.endsWith('Options') ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)) : [];
    const isMade = (symbol.flags & ts.SymbolFlags.Value) !== 0 && name !== 'DEFINITION';
    const hasExample = symbol.getJsDocTags(checker).some((tag) => tag.name === 'example');
    return [
      ...(isBare(symbol) ? [name] : []),
      ...(isMade && !hasExample ? [`${name}: an example`] : []),
      ...fields.filter(isBare).map((field) => `${name}.${field.name}`),
    ];
  });
  expect(bare).toEqual([]);
});

test('the SDK imports nothing but itself', () => {
  const imported = sources.flatMap((name) => ts.preProcessFile(read(name)).importedFiles.map((each) => each.fileName));
  expect(imported.length).toBeGreaterThan(3);
  // Types of optional peers, which are erased.
  const outside = imported.filter((each) => !each.startsWith('./'));
  expect(outside).toEqual(['apache-arrow', 'arquero']);
});
