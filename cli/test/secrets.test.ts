// Secret variables: nothing that a run says, stores of its history, or lets others print shows one; names that happen to be the same stay.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, failureOf, makeProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

/** Every file of the store but the bundles of the code, as text. */
function storeText(): string {
  const store = join(project.root, '.headwater');
  return readdirSync(store, { recursive: true })
    .map(String)
    .filter((file) => !file.startsWith('cache') && statSync(join(store, file)).isFile())
    .map((file) => readFileSync(join(store, file), 'latin1'))
    .join('\n');
}

test('masked in logs, metadata, checks, errors, progress, what is printed, also by other programs, and in the files of the store', async () => {
  project = makeProject({
    '.env': 'TOKEN=hunter2-and-more\nSHORTER=hunter2\nPEM="-----BEGIN KEY-----\nqwertyuiop\n-----END KEY-----"\n',
    'assets.ts': `import { asset, assetCheck, env, graphAsset, op, resource } from 'headwater';
import { spawnSync } from 'node:child_process';
const secret = (name: string) => env(name, { secret: true });
export const leak = asset({ checks: ['named'] }, (ctx) => {
  const [token, shorter, pem] = [secret('TOKEN'), secret('SHORTER'), secret('PEM')];
  ctx.log.info('log ' + token + ' ' + shorter);
  console.log('printed ' + token);
  console.error(pem);
  console.log(JSON.stringify({ pem }));
  ctx.progress(0.5, 'with ' + token);
  ctx.addOutputMetadata({ token, ['of ' + token]: { nested: [token] } as never && 1 });
  spawnSync('node', ['-e', 'console.log("child " + process.env.TOKEN); console.error("child " + process.env.SHORTER)'], { stdio: 'inherit' });
  return ctx.result(1, { checks: { named: { passed: false, metadata: { token } } } });
});
export const looks = assetCheck(leak, () => { throw new Error('check ' + secret('TOKEN')); });
export const throws = asset((): number => { throw new Error('refused ' + secret('TOKEN'), { cause: new Error('by ' + secret('SHORTER')) }); });
const call = op(async (ctx) => { ctx.log.warn('op ' + secret('TOKEN')); throw new Error('op refused ' + secret('TOKEN')); });
export const steps = graphAsset(async () => await call());
const db = resource({ create: () => { throw new Error('no way in with ' + secret('TOKEN')); } });
export const reads = asset({ resources: { db } }, () => 1);`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toEqual({
    leak: 'materialized',
    throws: 'step-failed',
    steps: 'step-failed',
    reads: 'step-failed',
  });
  const events = eventsOf(finished);
  const said = events.flatMap((event) => (event.type === 'log' && event.asset === 'leak' ? [event.message] : []));
  expect(new Set(said)).toEqual(new Set(['log *** ***', 'printed ***', '***', '{"pem":"***"}', 'child ***']));
  expect(failureOf(finished, 'throws').message).toBe('refused *** (cause: by ***)');
  expect(failureOf(finished, 'steps').message).toBe('op refused ***');
  expect(failureOf(finished, 'reads').message).toBe('Resource `db` could not be created: no way in with ***');
  expect(events.find((event) => event.type === 'materialized')).toMatchObject({
    metadata: { token: { value: '***' }, 'of ***': { value: 1 } },
  });
  const everything = finished.stdout + finished.stderr + storeText();
  for (const value of ['hunter2', 'qwertyuiop']) expect(everything).not.toContain(value);
  const run = events[0]?.run ?? '';
  for (const args of [['logs', run], ['runs', run], ['status'], ['show', 'leak']])
    expect((await project.headwater(...args)).stdout).not.toMatch(/hunter2|qwertyuiop/);
});

test('a secret whose value is also the name of an asset masks texts, and the asset is made all the same', async () => {
  project = makeProject({
    '.env': 'PASSWORD=orders',
    'assets.ts': `import { asset, env } from 'headwater';
export const orders = asset((ctx) => { ctx.log.info('with ' + env('PASSWORD', { secret: true })); return [1]; });
export const below = asset({ inputs: { orders } }, ({ orders }) => orders);`,
  });
  const finished = await project.headwater('materialize', '--concurrency', '1', '--json');
  expect(endings(finished)).toEqual({ orders: 'materialized', below: 'materialized' });
  expect(eventsOf(finished).flatMap((event) => (event.type === 'log' ? [event.message] : []))).toEqual(['with ***']);
  expect(JSON.parse((await project.headwater('show', 'below', '--json')).stdout)).toMatchObject({ value: [1] });
});
