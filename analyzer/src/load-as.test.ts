// `loadAs(asset, type)` among inputs is the same edge, whatever type the value is wanted as.
import { describe, expect, test } from 'vitest';
import { check, edges } from './test/fixture.ts';

const declared = (
  imports: string,
  highs: string,
): string => `import { asset, multiAsset, output, types } from 'headwater';
${imports}
export const daily = asset(() => [{ high: 1 }]);
export const { raw } = multiAsset({ outputs: { raw: output<object[]>() } }, async function* () {});
export const report = asset({ inputs: { highs: ${highs} } }, ({ highs }) => highs);`;

describe('the edge is read', () => {
  test.each([
    ['in place', `import { loadAs } from 'headwater';`, 'loadAs(daily, types.arrow)', 'daily → report'],
    ['under another name', `import { loadAs as as } from 'headwater';`, 'as(daily, types.rows)', 'daily → report'],
    ['of a namespace', `import * as hw from 'headwater';`, 'hw.loadAs(daily, hw.types.stream)', 'daily → report'],
    ['of an output', `import { loadAs } from 'headwater';`, 'loadAs(raw, types.columns)', 'raw → report'],
    [
      'of a type of its own',
      `import { dataType, loadAs } from 'headwater';\nconst lines = dataType<string[]>('lines');`,
      'loadAs(daily, lines)',
      'daily → report',
    ],
  ])('%s', async (_, imports, highs, edge) => {
    const { document } = await check(declared(imports, highs));
    expect(edges(document)).toEqual([edge]);
    expect(document.problems).toEqual([]);
    expect(document.assets.find(({ key }) => key === 'report')?.inputs).toEqual({ highs: edge.split(' ')[0] });
  });

  test('through a barrel of the project', async () => {
    const { document } = await check(`
//- src/lib.ts
export * from 'headwater';
//- src/assets.ts
import { asset, loadAs, types } from './lib';
export const daily = asset(() => [{ high: 1 }]);
export const report = asset({ inputs: { highs: loadAs(daily, types.rows) } }, ({ highs }) => highs);`);
    expect(edges(document)).toEqual(['daily → report']);
  });
});

test('a misspelt asset in it is said where it stands', async () => {
  await check(
    `import { asset, loadAs, types } from 'headwater';
export const daily = asset(() => [{ high: 1 }]);
export const report = asset({ inputs: { highs: loadAs(dailly, types.rows) } }, ({ highs }) => highs);
//                                                    ^^^^^^ unknown-input: This file knows no \`dailly\` for the input \`highs\`. Did you mean \`daily\`?`,
    { loads: false },
  );
});

test('a function of that name that is not headwater’s is read by nobody', async () => {
  const { document } = await check(
    `import { asset, types } from 'headwater';
export const daily = asset(() => [{ high: 1 }]);
const loadAs = (each: typeof daily, _: unknown) => each;
export const report = asset({ inputs: { highs: loadAs(daily, types.rows) } }, ({ highs }) => highs);
//                                             ^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: the input \`highs\` is the result of \`loadAs(…)\``,
    { loads: false },
  );
  expect(edges(document)).toEqual([]);
});
