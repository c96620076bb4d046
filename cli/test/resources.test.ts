// Resources of a run: made when first needed, once in a worker, configured and replaced by name, disposed before the run has ended.
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, failureOf, makeProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const from = (...names: string[]): string =>
  `import { ${names.join(', ')} } from 'headwater';\nimport { appendFileSync } from 'node:fs';\nimport { setTimeout as after } from 'node:timers/promises';\n`;
const schema = `const config = { '~standard': { version: 1 as const, vendor: 'test', types: undefined as unknown as { input: { path?: string }; output: { path: string } }, validate: (value: unknown) => { const { path = 'default' } = value as { path?: unknown }; return typeof path === 'string' ? { value: { path } } : { issues: [{ message: 'is no text', path: ['path'] }] }; } } };\n`;
const shown = async (key: string): Promise<unknown> =>
  (JSON.parse((await project.headwater('show', key, '--json')).stdout) as { value: unknown }).value;

test('created once for each worker and run that needs it, in whichever order; every one disposed, also of a process of its own', async () => {
  const names = Array.from({ length: 8 }, (_, i) => `a${String(i)}`);
  project = makeProject({
    'assets.ts': `${from('asset', 'resource')}
const db = resource({
  create: ({ runId }) => { appendFileSync('log', 'create ' + runId + ' ' + process.pid + '\\n'); return { pid: process.pid }; },
  // Longer than the end of the run would take without waiting for it.
  dispose: async ({ pid }) => { await after(200); appendFileSync('log', 'dispose ' + pid + '\\n'); },
});
const cache = resource({ create: () => { appendFileSync('log', 'never\\n'); return 1; } });
${names.map((name) => `export const ${name} = asset({ resources: { db } }, async (ctx) => { await after(5); return ctx.resources.db.pid === process.pid; });`).join('\n')}
export const bounded = asset({ resources: { db }, memoryLimit: '400MB' }, (ctx) => ctx.resources.db.pid === process.pid);
export const other = asset({ resources: { cache } }, () => 1);`,
  });
  const finished = await project.headwater('materialize', '--select', 'not key:other', '--concurrency', '3', '--json');
  expect(finished.code).toBe(0);
  for (const key of [...names, 'bounded']) expect(await shown(key)).toBe(true);
  const lines = project.read('log').trim().split('\n');
  const run = eventsOf(finished)[0]?.run ?? '';
  const created = lines.filter((line) => line.startsWith(`create ${run}`)).map((line) => line.split(' ')[2]);
  expect(new Set(created).size).toBe(created.length);
  expect(created.length).toBeLessThanOrEqual(4);
  expect(
    lines
      .filter((line) => line.startsWith('dispose'))
      .map((line) => line.split(' ')[1])
      .sort(),
  ).toEqual(created.sort());
  expect(lines).not.toContain('never');
});

test('what cannot be disposed is told, and changes nothing else', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'resource')}
const first = resource({ create: () => 1, dispose: () => { appendFileSync('disposed', 'first '); } });
const second = resource({ create: () => 2, dispose: () => { throw new Error('it is in use'); } });
export const sum = asset({ resources: { first, second } }, (ctx) => ctx.resources.first + ctx.resources.second);`,
  });
  const finished = await project.headwater('materialize');
  expect([finished.code, finished.stderr]).toEqual([0, 'Resource `second` could not be disposed: it is in use\n']);
  expect(project.read('disposed')).toBe('first ');
});

test('configured by its schema, replaced by name in definitions and environments', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'definitions', 'resource')}${schema}
const db = resource({ config, create: ({ config }) => 'own ' + config.path });
export const reads = asset({ resources: { db } }, (ctx) => ctx.resources.db);
const general = resource({ config, create: ({ config, env }) => 'general ' + config.path + ' ' + (env ?? 'none') });
export const project = definitions({ resources: { db: general }, env: { test: { resources: { db: 'plain' } }, prod: {} } });`,
  });
  const made = async (...args: string[]): Promise<unknown> => {
    expect((await project.headwater('materialize', ...args)).code).toBe(0);
    return shown('reads');
  };
  expect(await made()).toBe('general default none');
  expect(await made('--config', 'resources.db.path=a.db', '--env', 'prod')).toBe('general a.db prod');
  expect(await made('--env', 'test')).toBe('plain');
  const wrong = await project.headwater('materialize', '--config', 'resources.db.path=1', '--json');
  expect(endings(wrong)).toEqual({ reads: 'step-failed' });
  expect(failureOf(wrong, 'reads').message).toBe(
    '`reads`: The configuration of resource `db` does not validate: path: is no text.',
  );
  const unused = await project.headwater('materialize', '--config', 'resources.dbb.path=x', '--json');
  expect(
    eventsOf(unused).flatMap((event) => (event.type === 'log' ? [`${event.level} ${event.message}`] : [])),
  ).toEqual(['warn The configuration names the resource `dbb`, which nothing in this run uses; did you mean `db`.']);
});
