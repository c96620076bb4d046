// `headwater diff` on a real repository: what a person reads, what a program reads, and what it says where it cannot answer.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptyRepository, noGit, type GitProject } from '../../analyzer/src/git/test/git-project.ts';
import { makeProject, type TestProject } from './project.ts';

let project: TestProject;
let repository: GitProject;
beforeEach(({ skip }) => {
  if (noGit !== null) skip(noGit);
});
beforeAll(() => {
  project = makeProject({
    '.gitignore': 'node_modules\n.headwater\n',
    'src/price.ts': 'export const parsePrice = (text: string): number => Number(text);\n',
    'src/orders.ts': `import { asset } from 'headwater';
import { parsePrice } from './price.ts';
export const orders = asset({ group: 'bronze' }, () => [parsePrice('1')]);
`,
    'src/daily.ts': `import { asset } from 'headwater';
import { orders } from './orders.ts';
export const daily = asset({ inputs: { orders } }, ({ orders }) => orders.length);
export const old = asset(() => 1);
`,
  });
});
afterAll(() => {
  project.remove();
});

test('V8 from no repository to a changed one, in words and as JSON', async () => {
  const outside = await project.headwater('diff');
  expect([outside.code, outside.stdout]).toEqual([2, '']);
  expect(outside.stderr).toMatch(/ is in no git repository, .*`git init` and a first commit make one\.\n$/);
  repository = emptyRepository(project.root);
  repository.commit('The first state');
  const same = await project.headwater('diff');
  expect([same.code, same.stderr]).toEqual([0, '']);
  expect(same.stdout).toMatch(/^Nothing differs from HEAD \([0-9a-f]{7} The first state\): the same assets/);

  project.edit('src/price.ts', (text) => `\n${text.replace('Number', 'parseFloat')}`);
  project.edit('src/daily.ts', (text) => text.replace(/export const old.*\n/, ''));
  project.write(
    'src/sales.ts',
    `import { asset } from 'headwater';\nimport { orders } from './orders.ts';\nexport const sales = asset({ inputs: { orders } }, ({ orders }) => orders);\n`,
  );
  repository.git('checkout', '--quiet', '-b', 'cheaper');
  const { code, stdout } = await project.headwater('diff');
  expect(code).toBe(0);
  expect(stdout.replace(/[0-9a-f]{7} /, '')).toBe(`Compared with where this branch left main (The first state)

assets
  - old     removed (it was in src/daily.ts:4)
  ~ orders  changed: \`parsePrice\` in src/price.ts:2
  + sales   added

edges
  + orders → sales

becomes stale: 3 assets; the smallest plan, upstream first:
  orders    changed
  daily     because of orders
  sales     added
`);
  const json = await project.headwater('diff', 'main', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    version: 1,
    base: { ref: 'main', title: 'The first state' },
    assets: [
      { key: 'daily', change: 'downstream', because: ['orders'] },
      { key: 'old', change: 'removed', was: { key: 'old', file: 'src/daily.ts' } },
      { key: 'orders', change: 'changed', stale: true },
      { key: 'sales', change: 'added' },
    ],
    edges: [{ from: 'orders', to: 'sales', input: 'orders', change: 'added' }],
    plan: ['orders', 'daily', 'sales'],
    problem: null,
  });
  const wrong = await project.headwater('diff', 'mian', '--json');
  expect([wrong.code, JSON.parse(wrong.stdout)]).toEqual([
    2,
    {
      version: 1,
      error: { code: 'no-base', message: expect.stringContaining('There is no commit `mian`') as string },
    },
  ]);
  // Looking leaves nothing behind.
  expect(project.has('.headwater')).toBe(false);
  expect(repository.git('status', '--porcelain').split(/\s*\n\s*/)).toEqual([
    'M src/daily.ts',
    'M src/price.ts',
    '?? src/sales.ts',
  ]);
});
