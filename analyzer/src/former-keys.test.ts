// The keys an asset had before: read of every factory, told where only a run can tell, and kept right while others move.
import { expect, test } from 'vitest';
import { createAnalyzer } from './analyzer.ts';
import { ROOT, check } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';

test('L6 every factory says them, written in place or folded from constants', async () => {
  const { document } = await check(
    `
//- src/names.ts
export const CRM = 'crm' as const;
export const OLD = ['first', 'second'] as const;
//- src/assets.ts
import { asset, externalAsset, graphAsset, multiAsset, output } from 'headwater';
import { CRM, OLD } from './names';
export const a = asset({ renamedFrom: 'orders' }, () => 1);
export const b = asset({ renamedFrom: [\`\${CRM}/rows\`, ...OLD, 'first'] }, () => 1);
export const c = externalAsset({ renamedFrom: OLD[0] === undefined ? 'x' : 'y' });
//                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: its \`renamedFrom\` is computed
export const d = graphAsset({ renamedFrom: ['d0', 'd1'] }, async () => 1);
export const { e } = multiAsset({ outputs: { e: output({ renamedFrom: 'e0' }) } }, function* (ctx) {});
export const f = asset({ renamedFrom: [] }, () => 1);
`,
    { loads: false },
  );
  expect(document.assets.map(({ key, renamedFrom }) => [key, renamedFrom])).toEqual([
    ['a', ['orders']],
    ['b', ['crm/rows', 'first', 'second']],
    ['c', undefined],
    ['d', ['d0', 'd1']],
    ['e', ['e0']],
    ['f', undefined],
  ]);
  expect(document.assets[2]?.dynamic).toMatchObject({ reason: 'its `renamedFrom` is computed', line: 5 });
  expect(document.problems.map(({ code, line }) => `${code} ${line}`)).toEqual(['dynamic 5']);
});

test('what the source says of them is what its modules say', async () => {
  await check(
    `
//- src/assets.ts
import { asset, externalAsset, multiAsset, output } from 'headwater';
const OLD = ['first', 'second'];
export const a = asset({ renamedFrom: ['orders', 'orders'] }, () => 1);
export const b = asset({ renamedFrom: [...OLD, 'crm/rows'] }, () => 1);
export const c = externalAsset({ renamedFrom: ['third'] });
export const { e } = multiAsset({ outputs: { e: output({ renamedFrom: 'e0' }) } }, function* (ctx) {});
`,
    { loads: true },
  );
});

test('a key that none could have had is told', async () => {
  const { document } = await check(`
import { asset } from 'headwater';
export const a = asset({ renamedFrom: ['x//y', '', '../z'] }, () => 1);
//                                     ^^^^^^ bad-rename: so no asset had the key
//                                             ^^ bad-rename: empty
//                                                 ^^^^^^ bad-rename: cannot be
`);
  expect(document.problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'bad-rename: A segment of a key cannot be empty, so no asset had the key `x//y`. Take it out.',
    'bad-rename: A segment of a key cannot be empty, so no asset had the key ``. Take it out.',
    'bad-rename: A segment of a key cannot be `..`, so no asset had the key `../z`. Take it out.',
  ]);
});

test('of another project they are that one’s', async () => {
  const { document } = await check(`
//- ../lake/package.json
{ "name": "@acme/lake", "type": "module", "dependencies": { "headwater": "*" } }
//- ../lake/src/sales.ts
import { asset } from 'headwater';
export const sales = asset({ renamedFrom: 'orders' }, () => [1, 2]);
//- src/report.ts
import { asset } from 'headwater';
import { sales } from '../../lake/src/sales';
export const report = asset({ inputs: { sales } }, ({ sales }) => sales.length);
`);
  expect(document.assets[0]).toMatchObject({ key: '@acme/lake:sales', renamedFrom: ['@acme/lake:orders'] });
});

test('a problem with one stays right while the asset it names moves and goes', async () => {
  const at = (file: string): string => `${ROOT}/${file}`;
  const disk = memoryDisk({
    [at('package.json')]: '{ "name": "shop", "dependencies": { "headwater": "*" } }',
    [at('a.ts')]: `import { asset } from 'headwater';\nexport const orders = asset(() => 1);`,
    [at('b.ts')]: `import { asset } from 'headwater';\nexport const sales = asset({ renamedFrom: 'orders' }, () => 1);`,
  });
  const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk });
  const told = async () =>
    (await analyzer.analyze()).document.problems.map(
      ({ code, file, message, related }) => `${code} ${file} ${/\((.*?)\)/.exec(message)?.[1]} ${related?.[0]?.line}`,
    );
  expect(await told()).toEqual(['bad-rename b.ts a.ts:2 2']);
  analyzer.setOpenFile(at('a.ts'), `// moved\n${disk.read(at('a.ts'))}`);
  expect(await told()).toEqual(['bad-rename b.ts a.ts:3 3']);
  analyzer.setOpenFile(at('a.ts'), '');
  expect(await told()).toEqual([]);
});
