// Selections of jobs that name what no asset has: a warning at the name, and silence where only a run can tell.
import { describe, expect, test } from 'vitest';
import { ROOT, check } from './test/fixture.ts';

const HEADER = `import { asset, definitions, job } from 'headwater';
export const orders = asset({ group: 'raw', kinds: ['table'], tags: { domain: 'sales' }, owners: ['team:data'] }, () => 1);
`;

describe('L3 bad-selection: names that nothing has', () => {
  test('a warning at each name, with the one that was meant; the job stays in the graph', async () => {
    const { document, problems } = await check(
      `
${HEADER}export const a = job('a', { selection: 'group:rwa or +key:"ordres" and not tag:slow' });
//                                            ^^^ bad-selection: The selection of \`a\` names what is not there: no asset has the group "rwa"; did you mean "raw"?
//                                                        ^^^^^^^^ bad-selection: no asset has the key "ordres"; did you mean "orders"?
//                                                                             ^^^^ bad-selection: no asset has the tag "slow".
export const b = job('b', { selection: 'roots(kind:tabel) or owner:"team:dta" or tag:domain=buying' });
//                                                 ^^^^^ bad-selection: did you mean "table"?
//                                                                 ^^^^^^^^^^ bad-selection: did you mean "team:data"?
//                                                                                   ^^^^^^ bad-selection: no asset has the tag "domain" with the value "buying".
`,
      { loads: true },
    );
    expect(document.jobs.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(new Set(problems.map(({ severity }) => severity))).toEqual(new Set(['warning']));
  });

  test('at the whole where it is computed or escaped, at each where a name stands twice', async () => {
    await check(`
${HEADER}const group = 'rwa';
export const a = job('a', { selection: 'group:rwa or kind:rwa' });
//                                            ^^^ bad-selection: group
//                                                        ^^^ bad-selection: kind
export const b = job('b', { selection: \`group:"\${group}"\` });
//                                     ^^^^^^^^^^^^^^^^^^ bad-selection: did you mean "raw"?
export const c = job('c', { selection: 'group:r\\x77a' });
//                                     ^^^^^^^^^^^^^^ bad-selection
`);
  });

  test('a job that no one declares, and a job that is told itself', async () => {
    await check(`
${HEADER}export const nightly = job('nightly', { selection: 'group:rwa' });
//                                                        ^^^ bad-selection
export const a = job('a', { selection: 'job:"nightyl"' });
//                                          ^^^^^^^^^ bad-selection: there is no job "nightyl"; did you mean "nightly"?
export const b = job('b', { selection: 'job:"nightly"+' });
export const c = job('c', { selection: 'job:"c"' });
//                                          ^^^ bad-selection: it is defined by itself (c → c)
`);
  });

  test('silent: what is there, wildcards, kinds of assets, statuses, lists, no one', async () => {
    await check(
      `
${HEADER}export const a = job('a', { selection: 'group:raw and key:"or*" or tag:domain=sales' });
export const b = job('b', { selection: 'is:external or not status:fresh or owner:<null>' });
export const c = job('c', { selection: [orders] });
export const d = job('d', { selection: '*' });
export default definitions({ jobs: [job('e', { selection: 'job:"a"' })] });
`,
      { loads: true },
    );
  });

  test('silent while the graph has no assets, or some that only a run can tell', async () => {
    await check(`
import { job } from 'headwater';
export const a = job('a', { selection: 'group:raw' });
`);
    await check(`
${HEADER}export const a = job('a', { selection: 'group:made' });
for (const key of ['x']) asset({ key, group: 'made' }, () => 1);
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic
`);
  });

  test('of those that definitions name', async () => {
    await check(`
${HEADER}export const other = asset({ group: 'other' }, () => 1);
export const a = job('a', { selection: 'group:other' });
//                                            ^^^^^ bad-selection
export const defs = definitions({ assets: { orders } });
`);
  });

  test('it goes when an asset of that name comes', async () => {
    const { analyzer, disk } = await check(`
${HEADER}export const a = job('a', { selection: 'group:gold' });
//                                            ^^^^ bad-selection
`);
    const file = `${ROOT}/src/assets.ts`;
    analyzer.setOpenFile(file, (disk.read(file) ?? '').replace("'raw'", "'gold'"));
    expect((await analyzer.analyze()).document.problems).toEqual([]);
  });
});
