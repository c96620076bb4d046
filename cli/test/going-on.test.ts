// Runs that go on from a failure: what they reuse, what they make again, what they say of it.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, makeProject, type Finished, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const from = (...names: string[]): string =>
  `import { ${names.join(', ')} } from 'headwater';\nimport { appendFileSync, existsSync } from 'node:fs';\n`;
const note = (name: string): string => `appendFileSync('notes', '${name} ');`;
const notes = (): string[] => (project.has('notes') ? project.read('notes').trim().split(' ') : []);
const runOf = (finished: Finished): string => eventsOf(finished)[0]?.run ?? '';
const valueOf = async (key: string): Promise<unknown> =>
  (JSON.parse((await project.headwater('show', key, '--json')).stdout) as { value: unknown }).value;
const warningsOf = (finished: Finished): string[] =>
  eventsOf(finished).flatMap((event) => (event.type === 'log' && event.level === 'warn' ? [event.message] : []));
const unlessFixed = `if (!existsSync('fixed')) throw new Error('not yet');`;

test('a value is reused though its code has changed since, and the run warns of it', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const a = asset(() => [1]);
export const b = asset({ inputs: { a } }, ({ a }) => { ${unlessFixed} return a.length; });`,
  });
  const failed = await project.headwater('materialize', '--json');
  project.edit('assets.ts', (text) => text.replace('[1]', '[1, 2]'));
  project.write('fixed', '');
  const resumed = await project.headwater('materialize', '--from-failure', runOf(failed), '--json');
  expect([endings(resumed), warningsOf(resumed)]).toEqual([
    { b: 'materialized' },
    ['The stored value of `a` is reused, though its code has changed since it was made.'],
  ]);
  expect(await valueOf('b')).toBe(1);
});

test('a run that went on and failed is gone on from in turn; one that made all leaves nothing to do, and says so', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const a = asset(() => { ${note('a')} return 1; });
export const b = asset({ inputs: { a } }, ({ a }) => { ${note('b')} if (!existsSync('b-fixed')) throw new Error('b'); return a; });
export const c = asset({ inputs: { b } }, ({ b }) => { ${note('c')} if (!existsSync('c-fixed')) throw new Error('c'); return b; });`,
  });
  const first = await project.headwater('materialize', '--json');
  project.write('b-fixed', '');
  const second = await project.headwater('materialize', '--from-failure', runOf(first), '--json');
  expect(endings(second)).toEqual({ b: 'materialized', c: 'step-failed' });
  project.write('c-fixed', '');
  const third = await project.headwater('materialize', '--from-failure', runOf(second), '--json');
  expect(endings(third)).toEqual({ c: 'materialized' });
  expect(notes()).toEqual(['a', 'b', 'b', 'c', 'c']);
  const fourth = await project.headwater('materialize', '--from-failure', runOf(third));
  expect([fourth.code, fourth.stdout]).toEqual([
    0,
    `nothing to run: run ${runOf(third)} made all it set out to make\nsuccess: nothing done\n`,
  ]);
});

test('a run that was killed in the middle is gone on from: what was acknowledged is reused', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}import { writeFileSync } from 'node:fs';
export const a = asset(() => { ${note('a')} return 1; });
export const b = asset({ inputs: { a } }, async ({ a }) => { ${note('b')} if (!existsSync('fixed')) { writeFileSync('waiting', ''); await new Promise(() => setInterval(() => {}, 1000)); } return a; });`,
  });
  const { child, finished } = project.start('materialize', '--json');
  // What is printed is recorded; that the body runs says nothing of the journal.
  let printed = '';
  await new Promise<void>((done) => {
    child.stdout?.on('data', (text: string) => {
      printed += text;
      if (/"step-started"[^\n]*"asset":"b"/.test(printed)) done();
    });
  });
  await project.appears('waiting');
  child.kill('SIGKILL');
  const run = runOf(await finished);
  project.write('fixed', '');
  expect((await project.headwater('runs', run)).stdout).toMatch(
    /^\S+ {2}interrupted [^]*materialized {2}a\n {2}interrupted {3}b\n$/,
  );
  const resumed = await project.headwater('materialize', '--from-failure', run, '--json');
  expect(endings(resumed)).toEqual({ b: 'materialized' });
  expect(notes()).toEqual(['a', 'b', 'b']);
});

test('of a body of several assets only what is missing is made again where it can make a part, else all of it', async () => {
  const body = (name: string, options: string): string =>
    `export const { ${name}1, ${name}2 } = multiAsset({ outputs: { ${name}1: output<number>(), ${name}2: output<number>() }${options} }, async function* (ctx) { for (const each of ctx.selected) { ${unlessFixed.replace('if (', `if (each === '${name}2' && `)} appendFileSync('notes', each + ' '); yield ctx.result(each as '${name}1', 1); } });`;
  project = makeProject({
    'assets.ts': `${from('multiAsset', 'output')}\n${body('part', ', canSubset: true')}\n${body('whole', '')}`,
  });
  const failed = await project.headwater('materialize', '--concurrency', '1', '--json');
  expect(endings(failed)).toEqual({
    part1: 'materialized',
    part2: 'step-failed',
    whole1: 'materialized',
    whole2: 'step-failed',
  });
  project.write('fixed', '');
  const plan = await project.headwater('materialize', '--from-failure', runOf(failed), '--dry-run');
  expect(plan.stdout).toBe(
    ['part2', 'whole1', 'whole2']
      .map(
        (key) => `run   ${key}  (${key === 'whole1' ? 'made by the same body' : `not made by run ${runOf(failed)}`})\n`,
      )
      .join(''),
  );
  const resumed = await project.headwater(
    'materialize',
    '--from-failure',
    runOf(failed),
    '--concurrency',
    '1',
    '--json',
  );
  expect(resumed.code).toBe(0);
  expect(notes()).toEqual(['part1', 'whole1', 'part2', 'whole1', 'whole2']);
});

test('a step of a graph asset runs again when its arguments, its code or its stored result are others, and never for another of its name', async () => {
  const a = `${from('op')}export const load = op(async (_ctx, n: number) => { ${note('a')} return n + 1; });`;
  project = makeProject({
    'a.ts': a,
    'b.ts': `${from('op')}export const load = op(async (_ctx, n: number) => { ${note('b')} return n * 10; });`,
    'assets.ts': `${from('graphAsset', 'op')}import { load as loadA } from './a.ts';\nimport { load as loadB } from './b.ts';
const first = op(async (_ctx, n: number) => { ${note('first')} return [n]; });
const second = op(async (_ctx, rows: number[]) => { ${note('second')} return rows; });
const last = op(async (_ctx, rows: unknown) => { ${unlessFixed} return rows; });
export const steps = graphAsset(async () => last(await second(await first(1))));
export const named = graphAsset(async () => last([await loadB(await loadA(1))]));`,
  });
  const args = ['--concurrency', '1', '--json'];
  const failed = await project.headwater('materialize', ...args);
  expect(notes()).toEqual(['a', 'b', 'first', 'second']);
  // Nothing changed: nothing that is known by its name runs again. Two of one name cannot be told apart.
  const again = await project.headwater('materialize', '--from-failure', runOf(failed), ...args);
  expect(notes().slice(4)).toEqual(['a', 'b']);
  // What was stored is gone: it is made again, and so says the log.
  const ops = join(project.root, '.headwater/ops/steps/first');
  expect(readdirSync(ops, { recursive: true }).length).toBeGreaterThan(0);
  rmSync(ops, { recursive: true });
  const gone = await project.headwater('materialize', '--from-failure', runOf(again), ...args);
  expect(notes().slice(6)).toEqual(['a', 'b', 'first']);
  expect(warningsOf(gone)).toEqual([
    expect.stringMatching(/^The stored result of steps\.first cannot be used, so it runs again/),
  ]);
  // Another argument, another code.
  project.write('fixed', '');
  project.edit('assets.ts', (text) => text.replace('first(1)', 'first(2)'));
  project.edit('a.ts', (text) => text.replace('n + 1', 'n + 2'));
  const fixed = await project.headwater('materialize', '--from-failure', runOf(gone), ...args);
  expect(fixed.code).toBe(0);
  expect(notes().slice(9)).toEqual(['a', 'b', 'first', 'second']);
  expect([await valueOf('steps'), await valueOf('named')]).toEqual([[2], [30]]);
});
