// The published types: one file that stands alone, read by a consumer under each way of resolving modules.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTypes } from './build-types.mjs';
import { room } from './test/compile.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-types-')));
const installed = join(folder, 'node_modules/headwater');

beforeAll(async () => {
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(room, 'package.json'), join(installed, 'package.json'));
  await buildTypes({ outDir: join(installed, 'dist') });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says of a consumer of the package, library files checked too. */
function consume(name: string, options: ts.CompilerOptions): string[] {
  const text = `import { asset, type InputValue } from 'headwater';
export const orders = asset(() => [{ id: 1 }]);
export const count = asset({ inputs: { orders } }, ({ orders }, ctx) => { ctx.signal.throwIfAborted(); return orders.length; });
export const order: InputValue<typeof orders>[number] = { id: 2 };
// @ts-expect-error -- the types are really there
count({ orders: 'none' });
`;
  writeFileSync(join(folder, name), text);
  const program = ts.createProgram([join(folder, name)], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    types: [],
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map((each) => ts.flattenDiagnosticMessageText(each.messageText, '\n'));
}

test.each([
  ['ES module, node16', 'consumer.mts', { module: ts.ModuleKind.Node16 }],
  ['CommonJS, node16', 'consumer.cts', { module: ts.ModuleKind.Node16 }],
  ['bundler', 'consumer.ts', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
])('a consumer compiles: %s', (_how, name, options) => {
  expect(consume(name, options)).toEqual([]);
});

test('both files are the same text, import nothing, and keep the documentation', () => {
  const text = readFileSync(join(installed, 'dist/index.d.ts'), 'utf8');
  expect(readFileSync(join(installed, 'dist/index.d.cts'), 'utf8')).toBe(text);
  expect(text).not.toMatch(/^\s*(import|export \*|export .* from)\b/m);
  expect(text).toContain('Defines an asset: a piece of data, and the function that makes it.');
});
