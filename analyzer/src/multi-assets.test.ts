// Multi-assets: one body, a node per output; taken out, kept whole, half written.
import { describe, expect, test } from 'vitest';
import { check, edges, keys } from './test/fixture.ts';

const API = `
import { asset, multiAsset, output } from 'headwater';
export const token = asset(() => 'x');
/** All of the API. */
export const { users, posts: articles } = multiAsset(
  {
    outputs: {
      users: output({ group: 'bronze', kinds: ['json'], tags: { pii: 'yes' }, owners: ['team:data'], description: 'People' }),
      /** Written by users. */
      posts: output({ key: ['api', 'posts'] }),
    },
    inputs: { token },
    canSubset: true,
  },
  async function* ({ token }, ctx) {
    yield ctx.result('users', [token]);
    yield ctx.result('posts', []);
  },
);
export const report = asset({ inputs: { users, articles } }, ({ users, articles }) => [users, articles]);
`;

describe('taken out', () => {
  test('one node for each output, each with its own key, facts and place, made by one step', async () => {
    const { document } = await check(API, { loads: true });
    expect(edges(document)).toEqual(['api/posts → report', 'token → api/posts', 'token → users', 'users → report']);
    const [posts, , , users] = document.assets;
    const common = {
      kind: 'multi',
      step: 'api/posts',
      inputs: { token: 'token' },
      deps: [],
      places: { inputs: { token: { line: 11, column: 15 } }, deps: {} },
      canSubset: true,
    };
    expect(users).toEqual({
      ...common,
      key: 'users',
      output: 'users',
      exportName: 'users',
      group: 'bronze',
      kinds: ['json'],
      tags: { pii: 'yes' },
      owners: ['team:data'],
      description: 'People',
      file: 'src/assets.ts',
      line: 4,
      column: 16,
      range: { startLine: 4, startColumn: 1, endLine: 18, endColumn: 3 },
      io: null,
      checks: [],
      codeVersion: expect.stringMatching(/^c1:/) as string,
      code: ['src/assets.ts#users'],
    });
    expect(posts).toMatchObject({
      ...common,
      key: 'api/posts',
      output: 'posts',
      exportName: 'articles',
      description: 'Written by users.',
      line: 4,
      column: 30,
    });
    expect(posts?.codeVersion).toBe(users?.codeVersion);
  });

  test('an output without a comment has that of its const, or of the statement', async () => {
    const { document } = await check(
      `
import { multiAsset, output } from 'headwater';
/** Both. */
export const {
  /** The first. */
  a,
  b,
} = multiAsset({ outputs: { a: output(), b: output() } }, function* (ctx) {});
`,
      { loads: true },
    );
    expect(document.assets.map(({ description }) => description)).toEqual(['The first.', 'Both.']);
  });

  test('the const is the key, the property is the output', async () => {
    const { document } = await check(
      `
import { multiAsset, output } from 'headwater';
export const { users: people } = multiAsset({ outputs: { users: output() } }, function* (ctx) {});
`,
      { loads: true },
    );
    expect(document.assets).toMatchObject([
      { key: 'people', output: 'users', exportName: 'people', step: 'people', canSubset: false },
    ]);
  });

  test.each([
    ['exported later', 'const { users, posts } = MADE;\nexport { users, posts };'],
    ['taken out of a const', 'const api = MADE;\nexport const { users, posts } = api;'],
    ['one by one', 'const api = MADE;\nexport const users = api.users;\nexport const posts = api.posts;'],
    ['in parentheses', 'export const { users, posts } = (MADE);'],
  ])('%s', async (_, text) => {
    const made = 'multiAsset({ outputs: { users: output(), posts: output() } }, function* (ctx) {})';
    const { document } = await check(
      `import { multiAsset, output } from 'headwater';\n${text.replace('MADE', made)}\n`,
      { loads: true },
    );
    expect(document.assets.map(({ key, exportName, output, step }) => [key, exportName, output, step])).toEqual([
      ['posts', 'posts', 'posts', 'posts'],
      ['users', 'users', 'users', 'posts'],
    ]);
  });

  test('across files, by import, barrel and namespace', async () => {
    const { document } = await check(
      `
//- src/api.ts
import * as hw from 'headwater';
export const { users, posts } = hw.multiAsset({ outputs: { users: hw.output(), posts: hw.output() } }, function* (ctx) {});
//- src/index.ts
export * from './api';
//- src/report.ts
import { asset } from 'headwater';
import { users } from './index';
import * as all from './index';
export const report = asset({ inputs: { users }, deps: [all.posts] }, ({ users }) => users);
`,
      { loads: true },
    );
    expect(edges(document)).toEqual(['posts ⇢ report', 'users → report']);
  });
});

test('through modules of the project that pass the SDK on, in files that never name it', async () => {
  const { document } = await check(
    `
//- src/tools.ts
export { multiAsset as several, graphAsset, op, output, assetCheck, job as task } from 'headwater';
//- src/api.ts
import { assetCheck, graphAsset, op, output, several, task } from './tools';
import * as tools from './tools';
const step = op((ctx) => 1);
export const { users } = several({ outputs: { users: output({ group: 'g' }) } }, function* (ctx) {});
export const steps = graphAsset({ inputs: { users } }, async ({ users }) => step());
export const full = assetCheck(users, () => true);
export const daily = task('daily', { selection: '*' });
for (const name of ['x']) task(name, { selection: '*' });
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: This job is not in the graph before a run: it is made in a loop.
void [tools.assetCheck(users, () => true)];
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: This check is not in the graph before a run
`,
    { loads: true },
  );
  expect(edges(document)).toEqual(['users → steps']);
  expect(document.assets.map(({ group, checks, ops }) => [group, checks, ops?.map(({ name }) => name)])).toEqual([
    ['default', [], ['step']],
    ['g', ['full'], undefined],
  ]);
  expect(document.jobs.map(({ name }) => name)).toEqual(['daily']);
});

describe('kept whole', () => {
  test('outputs have their own names, and are named as properties', async () => {
    const { document } = await check(
      `
//- src/api.ts
import { multiAsset, output } from 'headwater';
export const api = multiAsset(
  { outputs: { users: output(), posts: output({ key: 'articles' }) } },
  function* (ctx) {},
);
//- src/report.ts
import { asset } from 'headwater';
import { api } from './api';
import * as files from './api';
export const report = asset({ inputs: { a: api.users, b: files.api.posts } }, ({ a, b }) => [a, b]);
`,
      { loads: true },
    );
    expect(edges(document)).toEqual(['articles → report', 'users → report']);
    expect(
      document.assets
        .slice(0, 3)
        .map(({ key, exportName, output, line, column }) => [key, exportName, output, line, column]),
    ).toEqual([
      ['articles', 'api', 'posts', 3, 33],
      ['report', 'report', undefined, 4, 14],
      ['users', 'api', 'users', 3, 16],
    ]);
  });

  test('a const that is exported wins over the whole', async () => {
    const { document } = await check(
      `
import { multiAsset, output } from 'headwater';
export const api = multiAsset({ outputs: { users: output(), posts: output() } }, function* (ctx) {});
export const { users: people } = api;
`,
      { loads: true },
    );
    expect(document.assets.map(({ key, exportName, output }) => [key, exportName, output])).toEqual([
      ['people', 'people', 'users'],
      ['posts', 'api', 'posts'],
    ]);
  });

  test('a default export', async () => {
    const { document } = await check(
      `
import { multiAsset, output } from 'headwater';
export default multiAsset({ outputs: { users: output() } }, function* (ctx) {});
`,
      { loads: true },
    );
    expect(document.assets.map(({ key, exportName, output }) => [key, exportName, output])).toEqual([
      ['users', 'default', 'users'],
    ]);
  });
});

describe('what is wrong', () => {
  test('unknown-input: an output that does not exist, with the nearest name', async () => {
    const { document } = await check(`
import { asset, multiAsset, output } from 'headwater';
export const api = multiAsset({ outputs: { users: output(), posts: output() } }, function* (ctx) {});
export const a = asset({ inputs: { x: api.usrs } }, ({ x }) => x);
//                                    ^^^^^^^^ unknown-input: The multi-asset has no output \`usrs\`. Did you mean \`users\`?
export const b = asset({ deps: [api.comments] }, () => 1);
//                              ^^^^^^^^^^^^ unknown-input: It has \`users\`, \`posts\`.
`);
    expect(edges(document)).toEqual([]);
  });

  test('unknown-input: a const that is taken from no output', async () => {
    const { document } = await check(`
import { multiAsset, output } from 'headwater';
export const { usrs, posts } = multiAsset({ outputs: { users: output(), posts: output() } }, function* (ctx) {});
//             ^^^^ unknown-input: The multi-asset has no output \`usrs\`. Did you mean \`users\`?
//                                                     ^^^^^ unexported: The output \`users\` is not exported, so nothing can materialize it. Take it out: \`export const { users, … } = multiAsset(…)\`.
`);
    expect(keys(document)).toEqual(['posts']);
  });

  test('not-an-asset: a whole multi-asset as an input', async () => {
    await check(`
import { asset, multiAsset, output } from 'headwater';
export const api = multiAsset({ outputs: { users: output() } }, function* (ctx) {});
export const a = asset({ inputs: { api } }, ({ api }) => api);
//                                 ^^^ not-an-asset: The input \`api\` is a whole multi-asset, not an asset. Name one of its outputs, such as \`api.users\`.
`);
  });

  test('unexported: nothing of it, or one of its outputs', async () => {
    const { document } = await check(
      `
import { asset, multiAsset, output } from 'headwater';
const api = multiAsset({ outputs: { users: output() } }, function* (ctx) {});
//                                  ^^^^^ unexported: The output \`users\` is not exported, so nothing can materialize it. Write \`export const api = multiAsset(…)\`.
const { posts } = multiAsset({ outputs: { posts: output() } }, function* (ctx) {});
//      ^^^^^ unexported: The output \`posts\` is not exported
export const a = asset({ inputs: { x: api.users } }, ({ x }) => x);
//                                    ^^^^^^^^^ unexported: The input \`x\` is never materialized, because \`users\` is not exported. Export it.
`,
    );
    expect(keys(document)).toEqual(['a']);
  });

  test('unused-input, once for all outputs', async () => {
    await check(
      `
import { asset, multiAsset, output } from 'headwater';
export const a = asset(() => 1);
export const { b, c } = multiAsset({ outputs: { b: output(), c: output() }, inputs: { a } }, async function* ({}, ctx) {});
//                                                                                    ^ unused-input: is loaded, but the body does not take it
`,
      { loads: true },
    );
  });

  test('duplicate-key and noun-name of outputs', async () => {
    await check(`
import { asset, multiAsset, output } from 'headwater';
export const users = asset(() => 1);
//           ^^^^^ duplicate-key: taken twice, also at src/assets.ts:4
export const api = multiAsset({ outputs: { users: output(), getPosts: output() } }, function* (ctx) {});
//                                         ^^^^^ duplicate-key: taken twice, also at src/assets.ts:2
//                                                          ^^^^^^^^ noun-name: \`posts\` would say that
`);
  });

  test('not-an-asset: only a multi-asset has parts', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
export const { a } = asset(() => 1);
//                   ^^^^^^^^^^^^^^ not-an-asset: Only a multi-asset has parts to take out
`);
    expect(keys(document)).toEqual([]);
  });
});

describe('what only a run can tell', () => {
  const made = 'multiAsset({ outputs: { users: output(), posts: output() } }, function* (ctx) {})';
  const dynamic = (text: string) =>
    check(`import { asset, multiAsset, output } from 'headwater';\nconst more = {};\n${text}`, { loads: true });

  test('a default, a rest, a computed name, a pattern inside', async () => {
    const { document } = await dynamic(`
export const { users = asset(() => 1), ...rest } = ${made};
//             ^^^^^^^^^^^^^^^^^^^^^^ dynamic: \`users\` has a default
//                     ^^^^^^^^^^^^^^ dynamic: it is made inside another expression
//                                     ^^^^^^^ dynamic: the rest of its outputs is taken together
`);
    expect(document.assets.map(({ key, dynamic }) => [key, dynamic?.reason])).toEqual([
      ['users', '`users` has a default'],
    ]);
  });

  test('taken from a const with a default, or with let', async () => {
    const { document } = await dynamic(`
const api = ${made};
export const { users = 1 } = api;
//             ^^^^^ dynamic: it has a default
export let { posts: articles } = api;
//                  ^^^^^^^^ dynamic: it is not declared with \`const\`
`);
    expect(document.assets.map(({ key, dynamic: { reason } = {} }) => [key, reason])).toEqual([
      ['articles', 'it has a default'],
      ['users', 'it has a default'],
    ]);
  });

  test('let, without a pattern', async () => {
    const { document } = await dynamic(`
const api = ${made};
export let users = api.users, posts = api.posts;
//         ^^^^^ dynamic: it is not declared with \`const\`
//                            ^^^^^ dynamic: it is not declared with \`const\`
`);
    expect(keys(document)).toEqual(['posts', 'users']);
  });

  test.each([
    ['{ ...all }', '       ^^^^^^', 'the rest of its outputs is taken together'],
    ["{ ['us' + 'ers']: a }", '       ^^^^^^^^^^^^^^^^^', 'the name of an output is computed'],
    ['{ users: { name } }', '       ^^^^^^^^^^^^^^^', 'an output is taken apart'],
    ['[a]', '     ^^^', 'it is taken apart as an array'],
  ])('%s', async (pattern, carets, reason) => {
    const { document } = await check(
      `import { multiAsset, output } from 'headwater';\nconst ${pattern} = ${made};\n//${carets.slice(1)} dynamic: ${reason}\n`,
    );
    expect(keys(document)).toEqual([]);
  });

  test('spread outputs: those that are written, and those that a pattern names', async () => {
    const { document } = await dynamic(`
export const { users, posts } = multiAsset({ outputs: { users: output(), ...more, posts: output() } }, function* (ctx) {});
//                                                                       ^^^^^^^ dynamic: its outputs are spread
`);
    expect(document.assets.map(({ key, dynamic }) => [key, dynamic?.reason])).toEqual([
      ['posts', 'its outputs are spread'],
      ['users', 'its outputs are spread'],
    ]);
  });

  test('outputs elsewhere: an input that may be one of them', async () => {
    const { document } = await dynamic(`
const outputs = { users: output() };
export const api = multiAsset({ outputs }, function* (ctx) {});
//                              ^^^^^^^ dynamic: its outputs are not written in place
export const report = asset({ inputs: { users: api.users } }, ({ users }) => users);
//                                             ^^^^^^^^^ dynamic: the input \`users\` is the output \`users\` of outputs that are computed
`);
    expect(keys(document)).toEqual(['report']);
  });

  test('an output made elsewhere has its key, and the rest after a run', async () => {
    const { document } = await dynamic(`
const users = output({ group: 'g' });
const options = { group: 'g' };
export const api = multiAsset({ outputs: { users, posts: output(options) } }, function* (ctx) {});
//                                         ^^^^^ dynamic: Part of \`users\` is known only after a run: the output \`users\` is not written in place
//                                                              ^^^^^^^ dynamic: the options of the output \`posts\` are not written in place
`);
    expect(document.assets.map(({ key, dynamic }) => [key, dynamic !== undefined])).toEqual([
      ['posts', true],
      ['users', true],
    ]);
  });

  test('a computed canSubset', async () => {
    await dynamic(`
export const { a } = multiAsset({ outputs: { a: output() }, canSubset: Boolean(1) }, function* (ctx) {});
//                                                                     ^^^^^^^^^^ dynamic: its \`canSubset\` is computed
`);
  });
});
