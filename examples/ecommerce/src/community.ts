// What the shop's community says: three assets of one call.
import { multiAsset, output, resource } from 'headwater';

interface User {
  readonly id: number;
  readonly name: string;
}

interface Post {
  readonly id: number;
  readonly userId: number;
  readonly title: string;
}

interface Comment {
  readonly id: number;
  readonly postId: number;
  readonly text: string;
}

export interface CommunityApi {
  everything(signal: AbortSignal): Promise<{
    readonly users: readonly User[];
    readonly posts: readonly Post[];
    readonly comments: readonly Comment[];
  }>;
}

/** Stands for the client of a service. What it answers is made up here, so that the example runs offline. */
export const communityApi = resource({
  create: (): CommunityApi => ({
    everything: async () => ({
      users: [
        { id: 1, name: 'John' },
        { id: 2, name: 'Mary' },
      ],
      posts: [
        { id: 1, userId: 1, title: 'Hello' },
        { id: 2, userId: 2, title: 'Which running shoes?' },
      ],
      comments: [
        { id: 1, postId: 1, text: 'Nice!' },
        { id: 2, postId: 2, text: 'The red ones.' },
        { id: 3, postId: 2, text: 'Not the red ones.' },
      ],
    }),
  }),
});

/** One call answers with all three; each is recorded when it is yielded, and has a status and a history of its own. */
export const { users, posts, comments } = multiAsset(
  {
    outputs: {
      users: output<readonly User[]>({ group: 'community', kinds: ['api'] }),
      posts: output<readonly Post[]>({ group: 'community', kinds: ['api'] }),
      comments: output<readonly Comment[]>({ group: 'community', kinds: ['api'] }),
    },
    resources: { communityApi },
  },
  async function* (ctx) {
    ctx.log.info('Making single call to API...');
    const { users, posts, comments } = await ctx.resources.communityApi.everything(ctx.signal);
    yield ctx.result('users', users, { metadata: { count: users.length } });
    yield ctx.result('posts', posts, { metadata: { count: posts.length } });
    yield ctx.result('comments', comments, { metadata: { count: comments.length } });
  },
);
