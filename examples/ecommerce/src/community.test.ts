// A multi-asset in tests: with a client of our own that counts its calls, and as a run in this process.
import { expect, test } from 'vitest';
import { materialize, testContext } from 'headwater';
import { comments, posts, users, type CommunityApi } from './community.ts';

function countingApi(): CommunityApi & { calls: number } {
  return {
    calls: 0,
    async everything() {
      this.calls += 1;
      return {
        users: [{ id: 7, name: 'Ana' }],
        posts: [],
        comments: [
          { id: 1, postId: 1, text: 'a' },
          { id: 2, postId: 1, text: 'b' },
        ],
      };
    },
  };
}

test('called, an output gives its own value', async () => {
  const ctx = testContext({ resources: { communityApi: countingApi() } });
  expect(await users(ctx)).toEqual([{ id: 7, name: 'Ana' }]);
  expect(await posts(ctx)).toEqual([]);
});

test('A17: one run makes all three with one call, and each says its count', async () => {
  const communityApi = countingApi();
  const result = await materialize({ users, posts, comments }, { resources: { communityApi } });
  expect([result.success, communityApi.calls]).toEqual([true, 1]);
  expect(result.values.users).toEqual([{ id: 7, name: 'Ana' }]);
  expect(result.values.comments).toHaveLength(2);
  expect(result.metadata).toEqual({
    users: { count: { kind: 'int', value: 1 } },
    posts: { count: { kind: 'int', value: 0 } },
    comments: { count: { kind: 'int', value: 2 } },
  });
});
