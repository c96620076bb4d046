// What a client is told of the difference between its unsaved text and a commit of a real repository.
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { gitProject, noGit } from '../../analyzer/src/git/test/git-project.ts';
import { DIFF, DIFF_BASES, DIFF_CLOSED } from './protocol.ts';
import type { DiffBases, DiffQuestion, GraphDiff } from './protocol.ts';
import { MANIFEST, startClient, temporaryFolder } from './test/client.ts';

beforeEach(({ skip }) => {
  if (noGit !== null) skip(noGit);
});

const ORDERS = `import { asset } from 'headwater';
export const orders = asset(() => [1]);
`;
const DAILY = `import { asset } from 'headwater';
import { orders } from './orders';
export const daily = asset({ inputs: { orders } }, ({ orders }) => orders.length);
`;

test('V8 unsaved text against a commit, each time as it is typed, and what a person may compare with', async () => {
  const repository = gitProject({ 'package.json': MANIFEST, 'src/orders.ts': ORDERS, 'src/daily.ts': DAILY });
  const elsewhere = temporaryFolder({ 'package.json': MANIFEST, 'src/orders.ts': ORDERS });
  const client = await startClient({ folders: [repository.root, elsewhere.root] });
  const { root } = repository;
  const ask = (of: Partial<DiffQuestion> = {}): Promise<GraphDiff> =>
    client.connection.sendRequest(DIFF, { project: root, ...of });
  const told = ({ assets }: GraphDiff): string[] => assets.map(({ key, change }) => `${key} ${change}`);
  try {
    const file = join(root, 'src/orders.ts');
    await client.open(file, ORDERS);
    const same = await ask();
    expect(same).toMatchObject({
      base: { ref: 'HEAD', title: 'The first state' },
      assets: [],
      edges: [],
      plan: [],
      problem: null,
    });
    await client.change(file, ORDERS.replace('[1]', '[1, 2]'));
    const typed = await ask();
    expect(typed).toMatchObject({
      assets: [
        { key: 'daily', change: 'downstream', because: ['orders'] },
        { key: 'orders', change: 'changed', pieces: [{ message: 'its body', file: 'src/orders.ts', line: 2 }] },
      ],
      plan: ['orders', 'daily'],
    });
    // Many ask at once, some give up; the others are answered.
    const [, second, third] = await Promise.allSettled([ask({ base: 'HEAD~1' }), ask(), ask({ base: 'main' })]);
    expect(second).toMatchObject({ value: typed });
    expect(third).toMatchObject({ value: { ...typed, base: { ...typed.base, ref: 'main' } } });
    await client.change(file, `${ORDERS}export const sales = asset({ inputs: { orders } }, ({ orders }) => orders);\n`);
    expect(await ask()).toMatchObject({
      assets: [{ key: 'sales', change: 'added' }],
      edges: [{ from: 'orders', to: 'sales', input: 'orders', change: 'added' }],
      plan: ['sales'],
    });
    await client.change(file, ORDERS);
    expect(await ask()).toEqual(same);

    // The branch moves on: its last commit is another base.
    repository.write('src/returns.ts', ORDERS.replace('orders', 'returns'));
    await client.watched(join(root, 'src/returns.ts'), 1);
    repository.commit('Returns');
    await client.connection.sendNotification(DIFF_CLOSED, { project: root });
    expect(told(await ask({ base: 'HEAD~1' }))).toEqual(['returns added']);
    const { bases, problem } = await client.connection.sendRequest<DiffBases>(DIFF_BASES, { project: root });
    expect([problem, bases.map(({ kind, title }) => `${kind} ${title}`)]).toEqual([
      null,
      ['default Returns', 'branch Returns'],
    ]);

    expect(await ask({ base: 'mian' })).toMatchObject({
      base: { ref: 'mian' },
      assets: [],
      problem: expect.stringContaining('Did you mean `main`?') as string,
    });
    expect((await ask({ project: elsewhere.root })).problem).toMatch(/is in no git repository/);
    expect((await ask({ project: '/nowhere' })).problem).toBe('There is no project in /nowhere any more.');
    const none = await client.connection.sendRequest<DiffBases>(DIFF_BASES, { project: elsewhere.root });
    expect(none).toMatchObject({ bases: [], problem: expect.stringMatching(/is in no git repository/) as string });
  } finally {
    await client.stop();
    repository.dispose();
    elsewhere.remove();
  }
});
