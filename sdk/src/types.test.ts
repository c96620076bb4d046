// What the compiler accepts and refuses, and that the examples in the documentation compile.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { compile, room } from '../test/compile.ts';

test('A11 G03 inputs, options and calls are typed: asset.test-d.ts holds, every expected error included', () => {
  expect(compile({ onDisk: ['asset.test-d.ts'] })).toEqual([]);
});

const upstream =
  "import { asset } from 'headwater';\nconst stored = asset(async () => {});\nconst counts = asset((): Record<string, number> => ({}));\n";

test('the refusal of an asset without a value says what to do', () => {
  const said = compile({
    made: { 'refused.ts': `${upstream}export const a = asset({ inputs: { stored } }, () => 1);` },
  });
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^refused\.ts:4: .*use deps instead of inputs/);
});

test('A11 an input used as another type than its producer returns is one error, at the use', () => {
  const text = `${upstream}export const a = asset({ inputs: { counts } },\n({ counts }) => {\n  const text: string = counts;\n  return text;\n});`;
  expect(compile({ made: { 'misused.ts': text } })).toEqual([
    expect.stringMatching(/^misused\.ts:6: Type 'Record<string, number>' is not assignable to type 'string'/),
  ]);
});

test('an unknown option is one error that names it', () => {
  const said = compile({ made: { 'option.ts': `${upstream}export const a = asset({ gruop: 'x' }, () => 1);` } });
  expect(said).toEqual([expect.stringMatching(/^option\.ts:4: .*'gruop'.*'group'/)]);
});

test('every example in the documentation compiles', () => {
  const made: Record<string, string> = {};
  for (const name of readdirSync(join(room, 'src')).filter((each) => /^[a-z-]+\.ts$/.test(each))) {
    const examples = readFileSync(join(room, 'src', name), 'utf8').matchAll(
      /@example\n \* ```ts\n([\s\S]*?)\n\s*\* ```/g,
    );
    let count = 0;
    for (const [, body] of examples)
      made[`${name.replace('.ts', '')}-example-${++count}.ts`] = (body ?? '').replace(/^ \* ?/gm, '');
  }
  const readme = readFileSync(join(room, 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g);
  for (const [index, match] of [...readme].entries()) made[`readme-example-${index + 1}.ts`] = match[1] ?? '';
  expect(Object.keys(made)).toEqual(
    expect.arrayContaining([
      'asset-example-1.ts',
      'asset-example-2.ts',
      'definition-example-1.ts',
      'readme-example-1.ts',
    ]),
  );
  expect(compile({ made })).toEqual([]);
});

test('the SDK imports nothing but itself', () => {
  const sources = readdirSync(join(room, 'src')).filter((each) => /^[a-z-]+\.ts$/.test(each));
  const imported = sources.flatMap((name) =>
    ts.preProcessFile(readFileSync(join(room, 'src', name), 'utf8')).importedFiles.map((each) => each.fileName),
  );
  expect(imported.length).toBeGreaterThan(3);
  expect(imported.filter((each) => !each.startsWith('./'))).toEqual([]);
});
