// Each mistake a person can make with the API: a sentence that says what, where and what to do, and nothing else is harmed.
import { afterEach, describe, expect, test } from 'vitest';
import { endings, eventsOf, failureOf, makeProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const from = (...names: string[]): string =>
  `import { ${names.join(', ')} } from 'headwater';\nimport { existsSync, readdirSync, watch, writeFileSync } from 'node:fs';\n`;
/** Resolves when another step has left its mark. */
const appears = `const appears = (file: string) => new Promise<void>((done) => { const w = watch('.', () => { if (existsSync(file)) { w.close(); done(); } }); if (existsSync(file)) { w.close(); done(); } });\n`;

describe('what a multi-asset yields', () => {
  const outputs = `outputs: { users: output<number>(), posts: output<number>() }`;
  test.each([
    [
      'an output that it does not declare',
      `yield ctx.result('userz' as 'users', 1);`,
      { users: /ctx\.result: the first argument names an output of this multi-asset.*'users', 'posts'|"userz"/ },
      { users: 'step-failed', posts: 'step-failed' },
    ],
    [
      'not all of its outputs',
      `yield ctx.result('users', 1);`,
      { posts: /^The body of users, posts ended without yielding `posts`: yield each output it is asked for\.$/ },
      { users: 'materialized', posts: 'step-failed' },
    ],
    [
      'one of them twice',
      `yield ctx.result('users', 1); yield ctx.result('users', 2); yield ctx.result('posts', 3);`,
      { posts: /^The body of users, posts yielded `users` twice: each output is made once in a run\.$/ },
      { users: 'materialized', posts: 'step-failed' },
    ],
    [
      'a plain value',
      `yield 5 as never;`,
      { users: /^The body of users, posts yielded something that is no output: yield ctx\.result\(name, value\)/ },
      { users: 'step-failed', posts: 'step-failed' },
    ],
  ])('%s', async (_name, body, messages, ends) => {
    project = makeProject({
      'assets.ts': `${from('multiAsset', 'output')}export const { users, posts } = multiAsset({ ${outputs} }, async function* (ctx) { ${body} });`,
    });
    const finished = await project.headwater('materialize', '--json');
    expect([finished.code, endings(finished)]).toEqual([1, ends]);
    for (const [asset, message] of Object.entries(messages))
      expect(failureOf(finished, asset).message).toMatch(message as RegExp);
  });
});

test('E03: an outcome of a check that is not declared, or a declared one without an outcome, fails its step and names the check', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
const given = (ctx: { result(value: number, options: object): unknown }, checks: object) => ctx.result(1, { checks });
export const more = asset({ checks: ['one'] }, (ctx) => given(ctx, { one: true, two: true }) as never);
export const less = asset({ checks: ['one', 'two'] }, (ctx) => given(ctx, { two: true }) as never);
export const none = asset({ checks: ['one'] }, () => 1);
export const word = asset({ checks: ['one'] }, (ctx) => given(ctx, { one: 'yes' }) as never);
export const fine = asset({ checks: ['one'] }, (ctx) => given(ctx, { one: false }) as never);`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toEqual({
    more: 'step-failed',
    less: 'step-failed',
    none: 'step-failed',
    word: 'step-failed',
    fine: 'materialized',
  });
  expect(failureOf(finished, 'more').message).toBe(
    '`more` returned an outcome of check `two`, which it does not declare: add it to its `checks` (now check `one`).',
  );
  for (const asset of ['less', 'none'])
    expect(failureOf(finished, asset).message).toBe(
      `\`${asset}\` declares check \`one\` and returned no outcome: return ctx.result(value, { checks: { one } }).`,
    );
  expect(failureOf(finished, 'word').message).toMatch(
    /check "one": an outcome is true, false or \{ passed, metadata, severity \}/,
  );
  // Written where it can be read, it is known before anything runs.
  project.write(
    'assets.ts',
    `${from('asset')}export const more = asset({ checks: ['one'] }, (ctx) => ctx.result(1, { checks: { one: true, two: true } }));`,
  );
  const refused = await project.headwater('materialize');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/^assets\.ts:3: `more` declares no check `two`/);
});

test('B01: what the definitions name and nobody made, what is taken twice and what turns in a circle is said, each by name', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'definitions')}import { late } from './late.ts';
export const orders = asset({ io: 'warehouse' }, () => 1);
export const twice = asset({ key: 'orders' }, () => 2);
export const early = asset({ deps: [late] }, () => 1);
export const project = definitions({ resources: {} });`,
    'late.ts': `${from('asset')}import { early } from './assets.ts';\nexport const late = asset({ deps: [early] }, () => 1);`,
  });
  const { code, stdout } = await project.headwater('check', '--json');
  const { problems } = JSON.parse(stdout) as {
    problems: { code: string; message: string; file: string; line: number }[];
  };
  expect(code).toBe(1);
  const said = (of: string): string[] =>
    problems
      .filter((problem) => problem.code === of)
      .map(({ file, line, message }) => `${file}:${String(line)} ${message}`);
  expect(said('duplicate-key')).toEqual([
    expect.stringMatching(/^assets\.ts:4 .*`orders`.*assets\.ts:5/) as string,
    expect.stringMatching(/^assets\.ts:5 .*`orders`.*assets\.ts:4/) as string,
  ]);
  expect(said('unknown-io')).toEqual([expect.stringMatching(/^assets\.ts:4 .*warehouse/) as string]);
  expect(said('cycle').join()).toMatch(/early.*late|late.*early/);
});

test('two definitions: both are named, and nothing runs until one is gone', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'definitions')}export const orders = asset(() => { writeFileSync('ran', ''); return 1; });\nexport const one = definitions({});`,
    'more.ts': `${from('definitions')}export const two = definitions({ env: { prod: {} } });`,
  });
  const refused = await project.headwater('materialize', '--env', 'prod');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /^assets\.ts:4: A project has one call of definitions, and there is another at more\.ts:3\./,
  );
  expect(project.has('ran')).toBe(false);
  project.write('more.ts', '');
  expect((await project.headwater('materialize')).code).toBe(0);
});

test('a resource that cannot be created fails those that use it, one that is not there is known before', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'resource')}
const db = resource({ create: () => { throw new Error('no connection'); } });
export const reads = asset({ resources: { db } }, () => 1);
export const apart = asset((ctx) => (ctx.resources as { db?: unknown }).db === undefined);`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toEqual({ reads: 'step-failed', apart: 'materialized' });
  expect(failureOf(finished, 'reads').message).toBe('Resource `db` could not be created: no connection');
  project.write('assets.ts', `${from('asset')}export const reads = asset({ resources: { db: missing } }, () => 1);`);
  const refused = await project.headwater('materialize');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/^assets\.ts:3: .*`db`.*`missing`/)]);
});

test.each([
  [`retry: { maxRetries: -1 }`, 'retry.maxRetries is a whole number, 0 or more; got number -1.'],
  [
    `timeout: '5 parsecs'.trim()`,
    `timeout is a duration such as '500ms', '5s', '30m', '1h' or '2d', or milliseconds; got a string ("5 parsecs").`,
  ],
  [`memoryLimit: 'all'.trim()`, 'memoryLimit'],
  [`retries: 3`, 'there is no option "retries". The options are'],
  [`checks: [1]`, 'a check is a name, or { name, blocking, severity }; one of them is number 1.'],
])('an option that is none, { %s }, is named at its place', async (option, sentence) => {
  project = makeProject({ 'assets.ts': `${from('asset')}export const a = asset({ ${option} } as object, () => 1);` });
  const finished = await project.headwater('materialize', '--json');
  const { message, file, line } = failureOf(finished, 'a');
  expect(message).toContain(sentence);
  expect([file, line]).toEqual(['assets.ts', 3]);
});

test('a duration that is none is known before anything runs, where it is written out', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}export const a = asset({ timeout: '5 min' } as object, () => 1);`,
  });
  const refused = await project.headwater('materialize');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/^assets\.ts:3: .*'5 min'.*'5m'/)]);
});

test('an asset that stores its data itself cannot be loaded: whoever names it among its inputs is told to name it in deps', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const own = asset(() => { writeFileSync('own.txt', 'x'); });
export const reader = asset({ inputs: { own } } as object, (({ own }: { own: unknown }) => own) as never);
export const nothing = asset(() => null);
export const knows = asset({ inputs: { nothing } }, ({ nothing }) => nothing === null);`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toMatchObject({ reader: 'step-failed', knows: 'materialized' });
  expect(failureOf(finished, 'reader').message).toBe(
    'Input `own`: `own` stored no value; it returns nothing, so name it in deps instead of inputs.',
  );
});

test('an op that is called outside a graph asset runs, and the log says that it was no step', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'graphAsset', 'op')}
const load = op(async () => [1, 2]);
export const plain = asset(async () => await load());
export const steps = graphAsset(async () => await load());`,
  });
  const events = eventsOf(await project.headwater('materialize', '--json'));
  const warnings = events.flatMap((event) =>
    event.type === 'log' ? [`${event.level} ${event.asset}: ${event.message}`] : [],
  );
  expect(warnings).toEqual([
    'warn plain: The op `load` was called outside a graph asset: it ran as a plain function, not as a step. Write the asset with graphAsset(…), or call a plain function.',
  ]);
});

test('what a body threw away: an Error of others, a cause, no Error at all', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const several = asset((): number => { throw new AggregateError([new Error('first'), new Error('second')], 'all of them'); });
export const caused = asset((): number => { throw new Error('outer', { cause: new Error('inner') }); });
export const quoted = asset((): number => { throw new Error('outer: inner', { cause: new Error('inner') }); });
export const text = asset((): number => { throw 'just text'; });`,
  });
  const finished = await project.headwater('materialize', '--json');
  const messages = Object.fromEntries(
    ['several', 'caused', 'quoted', 'text'].map((asset) => [asset, failureOf(finished, asset).message]),
  );
  expect(messages).toEqual({
    several: 'AggregateError: all of them (first, and 1 more)',
    caused: 'outer (cause: inner)',
    quoted: 'outer: inner',
    text: 'threw "just text", which is not an Error',
  });
});

describe('a promise that is rejected after the return', () => {
  // The rejection comes when the next step of the same worker says that it runs.
  const late = `export const late = asset(() => { void appears('next').then(() => { throw new Error('too late'); }); return 1; });`;
  const sentence =
    '`late` had ended when this was thrown: too late (assets.ts:4). Await every promise a body starts.\n';

  test('harms no other step, and is told with its place', async () => {
    project = makeProject({
      'assets.ts': `${from('asset')}${appears}${late}
export const next = asset({ inputs: { late } }, async ({ late }) => { const rejected = new Promise<void>((done) => process.once('unhandledRejection', () => setImmediate(done))); writeFileSync('next', ''); await rejected; return [late, process.pid]; });
export const last = asset({ inputs: { next } }, ({ next }) => [...next, process.pid]);`,
    });
    const finished = await project.headwater('materialize', '--concurrency', '1', '--json');
    expect(endings(finished)).toEqual({ late: 'materialized', next: 'materialized', last: 'materialized' });
    expect([finished.code, finished.stderr]).toEqual([0, sentence]);
    // The process that is worn gets no other step.
    const { stdout } = await project.headwater('show', 'last', '--json');
    const [, second, third] = (JSON.parse(stdout) as { value: number[] }).value;
    expect(second).not.toBe(third);
  });

  test('is told also when its process waits for another step', async () => {
    project = makeProject({
      'assets.ts': `${from('asset')}${appears}${late}
export const beside = asset(async () => { await appears('.headwater/told'); return 1; });`,
    });
    const { child, finished } = project.start('materialize', '--concurrency', '2', '--json');
    // Both run at once; the mark is left when the one has ended.
    child.stdout?.on('data', (text: string) => {
      if (text.includes('"materialized"')) project.write('next', '');
    });
    child.stderr?.on('data', () => {
      project.write('.headwater/told', '');
      project.write('again', '');
    });
    expect(await finished).toMatchObject({ code: 0, stderr: sentence });
  });

  test('at once, it fails its own step alone', async () => {
    project = makeProject({
      'assets.ts': `${from('asset')}
export const a = asset(() => { void Promise.reject(new Error('at once')); return 1; });
export const b = asset(() => 2);
export const c = asset(() => 3);`,
    });
    const finished = await project.headwater('materialize', '--concurrency', '1', '--json');
    expect(endings(finished)).toEqual({ a: 'step-failed', b: 'materialized', c: 'materialized' });
    expect(failureOf(finished, 'a')).toMatchObject({
      message: "at once (thrown outside the body's own promise: await every promise the body starts)",
      file: 'assets.ts',
      line: 4,
    });
  });
});
