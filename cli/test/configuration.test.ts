// What a run is configured with: values and files, environments, `.env`, resources and secrets; and what is said when it is wrong.
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, failureOf, makeProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const from = (...names: string[]): string =>
  `import { ${names.join(', ')} } from 'headwater';\nimport { appendFileSync, writeFileSync } from 'node:fs';\n`;
/** A schema by the standard, with one number and its default. */
const schema = `const config = { '~standard': { version: 1 as const, vendor: 'test', types: undefined as unknown as { input: { limit?: number }; output: { limit: number } }, validate: (value: unknown) => {
  const { limit = 5, ...rest } = value as { limit?: unknown };
  const more = Object.keys(rest).map((name) => ({ message: 'is not known', path: [name] }));
  if (typeof limit !== 'number') return { issues: [{ message: 'is not a number', path: ['limit'] }, ...more] };
  return more.length > 0 ? { issues: more } : { value: { limit } };
} } };\n`;
const shown = async (key: string): Promise<unknown> =>
  (JSON.parse((await project.headwater('show', key, '--json')).stdout) as { value: unknown }).value;

test('configuration reaches the body from values and from a file, later ones winning, with the schema’s defaults', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}${schema}export const orders = asset({ config }, (ctx) => ctx.config.limit);
export const byKey = asset({ config, key: ['api', 'v1.2'] }, (ctx) => ctx.config.limit);`,
    'run.json': JSON.stringify({ assets: { orders: { limit: 7 }, 'api/v1.2': { limit: 8 } } }),
  });
  await project.headwater('materialize');
  expect([await shown('orders'), await shown('api/v1.2')]).toEqual([5, 5]);
  await project.headwater('materialize', '--config', 'run.json', '--config', 'orders.limit=9');
  expect([await shown('orders'), await shown('api/v1.2')]).toEqual([9, 8]);
  await project.headwater('materialize', '--config', 'api/v1.2.limit=3');
  expect(await shown('api/v1.2')).toBe(3);
});

test('a configuration that does not validate stops everything before any body, and says why', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}${schema}
export const orders = asset({ config }, (ctx) => { appendFileSync('ran', 'o'); return ctx.config.limit; });
export const plain = asset(() => { appendFileSync('ran', 'p'); return 1; });`,
  });
  const finished = await project.headwater(
    'materialize',
    '--config',
    'orders.limit=many',
    '--config',
    'orders.lmit=1',
    '--json',
  );
  expect(finished.code).toBe(1);
  expect(project.has('ran')).toBe(false);
  expect(endings(finished)).toEqual({ orders: 'step-failed', plain: 'step-skipped' });
  expect(failureOf(finished, 'orders').message).toBe(
    'The configuration of `orders` does not validate: limit: is not a number; lmit: is not known.',
  );
  const none = await project.headwater('materialize', '--config', 'plain.x=1', '--json');
  expect(failureOf(none, 'plain').message).toContain('`plain` takes no configuration');
  const unknown = await project.headwater('materialize', '--config', 'ordres.limit=1');
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    'The configuration names `ordres`, which is no asset of this project. Did you mean `orders`?\n',
  ]);
  for (const wrong of ['limit=1', 'nothing.json', 'assets.ts']) {
    const refused = await project.headwater('materialize', '--config', wrong);
    expect([refused.code, refused.stderr.split(':')[0]]).toEqual([
      2,
      `--config ${wrong.includes('=') ? 'limit=…' : wrong}`,
    ]);
  }
});

test('B19: with env=dev a write to the production store is impossible: its resource is never created', async () => {
  project = makeProject({
    '.env': 'PLACE=general\nONLY=general',
    '.env.dev': 'PLACE=development',
    'assets.ts': `${from('asset', 'definitions', 'env', 'resource')}
const store = (name: string) => resource({ create: ({ env }) => { appendFileSync('created', name + ':' + env + ' '); return { handleOutput: (ctx: unknown, value: unknown) => { writeFileSync(name + '.json', JSON.stringify(value)); return {}; } }; }, dispose: () => { appendFileSync('created', '-' + name + ' '); } });
export const orders = asset({ io: 'warehouse' }, () => [env('PLACE'), env('ONLY'), env('NONE', { default: 'none' })]);
export const more = asset({ io: 'warehouse', deps: [orders] }, () => [1]);
export const project = definitions({ resources: { warehouse: store('production') }, env: { dev: { resources: { warehouse: store('dev') } } } });`,
  });
  const finished = await project.headwater('materialize', '--env', 'dev', '--concurrency', '1', '--json');
  expect(finished.code).toBe(0);
  expect(project.has('production.json')).toBe(false);
  expect(JSON.parse(project.read('dev.json'))).toEqual([1]);
  // Once for the worker and the run, disposed at its end.
  expect(project.read('created')).toBe('dev:dev -dev ');
  expect(eventsOf(finished)[0]).toMatchObject({ env: 'dev' });
  await project.headwater('materialize', '--select', 'key:orders', '--env', 'dev');
  expect(JSON.parse(project.read('dev.json'))).toEqual(['development', 'general', 'none']);
  const wrong = await project.headwater('materialize', '--env', 'dve', '--json');
  expect(wrong.code).toBe(1);
  expect(eventsOf(wrong).at(-1)).toMatchObject({
    status: 'failure',
    message: 'There is no environment `dve`; did you mean `dev`: definitions(…) has dev.',
  });
});

test('secrets are masked in logs, metadata, errors and what is printed, also in the files of the store', async () => {
  project = makeProject({
    '.env': 'TOKEN=hunter2-and-more',
    'assets.ts': `${from('asset', 'env')}
export const leak = asset((ctx) => {
  const token = env('TOKEN', { secret: true });
  ctx.log.info('log ' + token); console.log('printed ' + token); ctx.addOutputMetadata({ token });
  throw new Error('refused ' + token);
});
export const missing = asset(() => env('NOT_SET'));`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(finished.stdout).not.toContain('hunter2');
  expect(failureOf(finished, 'leak').message).toBe('refused ***');
  const run = eventsOf(finished)[0]?.run ?? '';
  expect((await project.headwater('logs', run, 'leak')).stdout).toMatch(/log \*\*\*\n.*printed \*\*\*/);
  expect(failureOf(finished, 'missing').message).toContain('NOT_SET');
});

test('mistakes in definitions are sentences that name them, before or instead of a run', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'definitions')}
export const orders = asset({ io: 'nope' }, () => 1);
export const project = definitions({ assets: { orders }, resources: { store: { handleOutput: () => ({}) } } });`,
  });
  const checked = await project.headwater('check');
  expect(checked.code).toBe(1);
  expect(checked.stdout).toMatch(/assets\.ts:4:\d+ {2}error {2}.*nope.*\[unknown-io\]/);
  const [, pages = ''] = /What each \[code\] means: (.+)\n$/.exec(checked.stdout) ?? [];
  expect(readFileSync(pages, 'utf8')).toContain('[`unknown-io`](unknown-io.md)');
  project.write('second.ts', `${from('definitions')}export const again = definitions({});`);
  expect((await project.headwater('check')).stdout).toContain('[two-definitions]');
});
