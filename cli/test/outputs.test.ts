// Bodies that make several assets: parts of them, their attempts, their configuration, and what reads a part that was made.
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, makeProject, statusOf, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const from = (...names: string[]): string =>
  `import { ${names.join(', ')} } from 'headwater';\nimport { appendFileSync, existsSync } from 'node:fs';\n`;
const schema = `const config = { '~standard': { version: 1 as const, vendor: 'test', types: undefined as unknown as { input: { limit?: number }; output: { limit: number } }, validate: (value: unknown) => ({ value: { limit: (value as { limit?: number }).limit ?? 5 } }) } };\n`;
const shown = async (key: string): Promise<unknown> =>
  (JSON.parse((await project.headwater('show', key, '--json')).stdout) as { value: unknown }).value;

test('A17: with canSubset the body is told what is wanted, and the rest stays as it is; without it everything is made', async () => {
  const body = (name: string, options: string): string =>
    `export const { ${name}A, ${name}B, ${name}C } = multiAsset({ outputs: { ${name}A: output<number>(), ${name}B: output<number>(), ${name}C: output<number>() }${options} }, async function* (ctx) { appendFileSync('${name}.selected', ctx.selected.join('+') + ' '); for (const each of ctx.selected) yield ctx.result(each as '${name}A', 1); });`;
  project = makeProject({
    'assets.ts': `${from('asset', 'multiAsset', 'output')}${body('part', ', canSubset: true')}\n${body('whole', '')}
export const below = asset({ inputs: { partB } }, ({ partB }) => partB);`,
  });
  const part = await project.headwater('materialize', '--select', 'key:partB+ or key:wholeC', '--json');
  expect(endings(part)).toEqual({
    partB: 'materialized',
    below: 'materialized',
    wholeA: 'materialized',
    wholeB: 'materialized',
    wholeC: 'materialized',
  });
  expect(await statusOf(project)).toMatchObject({ partA: { status: 'never' }, partC: { status: 'never' } });
  await project.headwater('materialize', '--stale');
  expect(project.read('part.selected')).toBe('partB partA+partC ');
  expect(project.read('whole.selected')).toBe('wholeA+wholeB+wholeC ');
});

test('A18: a body that throws after one output is tried again for the rest, and who reads what was made goes on', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'multiAsset', 'output')}
export const { users, posts, comments } = multiAsset(
  { outputs: { users: output<number>(), posts: output<number>(), comments: output<number>() }, canSubset: true, retry: { maxRetries: 1, delay: 1 } },
  async function* (ctx) {
    appendFileSync('selected', ctx.selected.join('+') + ' ');
    if (ctx.selected.includes('users')) yield ctx.result('users', 1);
    if (ctx.attempt === 1) throw new Error('the line is down');
    if (ctx.selected.includes('posts')) yield ctx.result('posts', 2);
    throw new Error('it is down again');
  },
);
export const ofUsers = asset({ inputs: { users } }, ({ users }) => users);
export const ofPosts = asset({ inputs: { posts } }, ({ posts }) => posts);
export const ofComments = asset({ inputs: { comments } }, ({ comments }) => comments);`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(finished.code).toBe(1);
  expect(endings(finished)).toEqual({
    users: 'materialized',
    posts: 'materialized',
    comments: 'step-failed',
    ofUsers: 'materialized',
    ofPosts: 'materialized',
    ofComments: 'step-skipped',
  });
  expect(
    project
      .read('selected')
      .trim()
      .split(' ')
      .map((each) => each.split('+').sort()),
  ).toEqual([
    ['comments', 'posts', 'users'],
    ['comments', 'posts'],
  ]);
  const own = eventsOf(finished).filter((event) => 'step' in event && event.step === 'comments');
  expect(
    own.map((event) => [event.type, 'asset' in event ? event.asset : '', 'attempt' in event ? event.attempt : 0]),
  ).toEqual([
    ['step-started', 'comments', 1],
    ['materialized', 'users', 1],
    ['attempt-failed', 'comments', 1],
    ['step-started', 'comments', 2],
    ['materialized', 'posts', 2],
    ['step-failed', 'comments', 2],
  ]);
});

test('configuration of the body is given under the key of any of its assets, stays through its attempts, and is given once', async () => {
  project = makeProject({
    'assets.ts': `${from('multiAsset', 'output')}${schema}
export const { users, posts, others } = multiAsset(
  { outputs: { users: output<number>(), posts: output<number>(), others: output<number>() }, config, canSubset: true, retry: { maxRetries: 1, delay: 1 } },
  async function* (ctx) {
    for (const each of ctx.selected) {
      if (each === 'users' && ctx.attempt === 1) throw new Error('again');
      yield ctx.result(each as 'users', ctx.config.limit);
    }
  },
);`,
  });
  expect((await project.headwater('materialize', '--config', 'users.limit=9')).code).toBe(0);
  expect([await shown('users'), await shown('posts'), await shown('others')]).toEqual([9, 9, 9]);
  // Also under one that is not asked for now.
  expect((await project.headwater('materialize', '--select', 'key:posts', '--config', 'others.limit=7')).code).toBe(0);
  expect(await shown('posts')).toBe(7);
  const refused = await project.headwater('materialize', '--config', 'users.limit=1', '--config', 'posts.limit=2');
  expect([refused.code, refused.stderr]).toEqual([
    2,
    'The configuration names `posts` and `users`, which one body makes: give it under one of them.\n',
  ]);
});

test('checks of an output, declared and apart, come with that output alone', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'assetCheck', 'multiAsset', 'output')}
export const { users, posts } = multiAsset({ outputs: { users: output<number[]>({ checks: [{ name: 'some', blocking: true }] }), posts: output<number[]>() } }, async function* (ctx) {
  yield ctx.result('users', [], { checks: { some: { passed: false, metadata: { rows: 0 } } } });
  yield ctx.result('posts', [1]);
});
export const short = assetCheck(posts, (rows) => rows.length < 5);
export const ofUsers = asset({ inputs: { users } }, ({ users }) => users);
export const ofPosts = asset({ inputs: { posts } }, ({ posts }) => posts);`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(finished.code).toBe(1);
  expect(endings(finished)).toEqual({
    users: 'materialized',
    posts: 'materialized',
    ofUsers: 'step-skipped',
    ofPosts: 'materialized',
  });
  const checks = eventsOf(finished).flatMap((event) =>
    event.type === 'check' ? [[event.asset, event.check, event.passed, event.severity]] : [],
  );
  expect(checks.sort()).toEqual([
    ['posts', 'short', true, 'error'],
    ['users', 'some', false, 'error'],
  ]);
});
