// The thread that reads a base: who waits for it, who gives up, and what is kept.
import { beforeEach, expect, test } from 'vitest';
import { createBaseReader } from './base-reader.ts';
import { MANIFEST, gitProject, noGit } from './test/git-project.ts';

beforeEach(({ skip }) => {
  if (noGit !== null) skip(noGit);
});

const ORDERS = `import { asset } from 'headwater';
export const orders = asset(() => [1]);
`;

test('one reading for all who ask for the same commit, kept until it is dropped', async () => {
  const repository = gitProject({ 'package.json': MANIFEST, 'src/orders.ts': ORDERS });
  const { root } = repository;
  try {
    repository.write('src/orders.ts', ORDERS.replaceAll('orders', 'sales'));
    repository.commit('Sales');
    const reader = createBaseReader({ project: { root, name: 'shop' }, indexFolder: null });
    const keys = async (answer: ReturnType<typeof reader.read>): Promise<string | string[]> => {
      const read = await answer;
      return 'problem' in read ? read.problem : read.document.assets.map(({ key }) => key);
    };
    const reason = new Error('no longer wanted');
    const givenUp = new AbortController();
    const asked = [reader.read('HEAD'), reader.read(undefined, givenUp.signal), reader.read('main')] as const;
    const all = Promise.allSettled(asked);
    givenUp.abort(reason);
    const [head, lost, main] = await all;
    expect(lost).toEqual({ status: 'rejected', reason });
    expect(await keys(asked[0])).toEqual(['sales']);
    const documents = [head, main, await Promise.allSettled([reader.read(undefined)]).then(([last]) => last)].map(
      (each) => (each.status === 'fulfilled' && 'document' in each.value ? each.value.document : null),
    );
    expect(documents[0]).not.toBeNull();
    // The same object: nothing was read twice.
    expect(documents.every((each) => each === documents[0])).toBe(true);
    expect(main).toMatchObject({ value: { base: { ref: 'main', title: 'Sales' } } });

    // A person who chooses another base waits for that one alone.
    const ended = keys(reader.read('HEAD~1'));
    const bases = await reader.bases();
    expect(bases).toHaveLength(2);
    reader.drop();
    expect([['orders'], 'What the base was could not be read: another base is wanted now.']).toContainEqual(
      await ended,
    );
  } finally {
    repository.dispose();
  }
});
