// User code at its worst, all in one run: each body ends alone, with a clear word, and those beside it go on.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endings, eventsOf, failureOf, makeProject, type Finished, type TestProject } from './project.ts';

const later = 'await new Promise((done) => setTimeout(done, 20));';
const forever = 'await new Promise(() => { setInterval(() => {}, 1000); });';
const child = (code: string): string =>
  `spawn(process.execPath, ['-e', ${JSON.stringify(code)}], { stdio: 'inherit' })`;
/** Name to body and, where it is to fail, the reason. */
const BODIES: Readonly<Record<string, readonly [body: string, failure?: RegExp]>> = {
  exits: ['process.exit(0);', /exit code 0 before the body returned: does it call process\.exit\?/],
  // What it leaves behind holds its pipes open.
  abandons: [
    `writeFileSync('abandoned', String(${child('setInterval(() => {}, 1e6)')}.pid)); process.exit(3);`,
    /exit code 3/,
  ],
  eats: ['const all = []; for (;;) all.push(new Array(1e5).fill(all.length));', /ran out of memory and ended/],
  closesAll: [
    `for (let fd = 3; fd < 100; fd += 1) try { closeSync(fd); } catch {}\n${later}${forever}`,
    /its process was (ended by SIGABRT|cut off from headwater)/,
  ],
  swallows: [
    `process.on('uncaughtException', () => {}); setTimeout(() => { throw new Error('swallowed?'); }, 1); ${later}`,
    /^swallowed\? \(thrown outside the body/,
  ],
  closesOutput: ['closeSync(1); closeSync(2);'],
  says: [`process.send?.('ready'); process.send?.({ type: 'done' }); process.disconnect?.(); ${later}`],
  deaf: [`process.removeAllListeners(); ${later}`],
  leaves: [`process.chdir('/');`],
  serves: [`createServer().listen(0, '127.0.0.1').unref(); createServer().listen(0, '127.0.0.1');`],
  pollutes: [`Object.prototype.evil = 'polluted'; Object.prototype.toJSON = function () { return 1; };`],
  patchesJson: [`JSON.stringify = () => '"patched"'; JSON.parse = () => 'patched';`],
  patchesArrays: [
    `Array.prototype.map = () => []; Array.prototype.push = () => 0; Array.prototype[Symbol.iterator] = function* () {};`,
  ],
  patchesPromises: [`globalThis.Promise = class {}; Object.prototype.then = undefined;`],
  floods: [`const line = 'x'.repeat(1e6); for (let i = 0; i < 100; i += 1) console.log(line);`],
  floodsLog: [
    `for (let i = 0; i < 12e3; i += 1) { ctx.log.info('line ' + i); ctx.progress(i / 12e3); ctx.addOutputMetadata({ i }); }`,
  ],
  floodsRaw: [
    `const flood = ${child(`const part = 'y'.repeat(1e6); for (let i = 0; i < 100; i += 1) require('fs').writeSync(1, part); console.log()`)}; await new Promise((done) => flood.once('close', done));`,
  ],
  fine: [''],
};
const failing = Object.entries(BODIES).flatMap(([name, [, failure]]) => (failure ? [[name, failure] as const] : []));

let project: TestProject;
let finished: Finished;
beforeAll(async () => {
  const assets = Object.entries(BODIES).map(
    ([name, [body]]) =>
      `export const ${name} = asset(async (ctx) => { if (process.cwd() !== import.meta.dirname) throw new Error('the folder is ' + process.cwd());\n${body}\nreturn [{ at: new Date(7), n: 1.5 }]; });`,
  );
  project = makeProject({
    'assets.ts': `import { spawn } from 'node:child_process';
import { closeSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { asset } from 'headwater';
${assets.join('\n')}\n`,
  });
  // The host too: a flood that it kept would end it.
  const { NODE_OPTIONS = '' } = process.env;
  process.env['NODE_OPTIONS'] = `${NODE_OPTIONS} --max-old-space-size=110`;
  try {
    finished = await project.headwater('materialize', '--concurrency', '2', '--json');
  } finally {
    process.env['NODE_OPTIONS'] = NODE_OPTIONS;
  }
});
afterAll(() => {
  project.remove();
});

const logsOf = (asset: string, level: string): string[] =>
  eventsOf(finished).flatMap((event) =>
    event.type === 'log' && event.asset === asset && event.level === level ? [event.message] : [],
  );

test('each body ends with its own word, and no other', () => {
  expect(finished.stderr).toBe('');
  expect(endings(finished)).toEqual(
    Object.fromEntries(
      Object.entries(BODIES).map(([name, [, failure]]) => [name, failure ? 'step-failed' : 'materialized']),
    ),
  );
  for (const [name, failure] of failing) expect(failureOf(finished, name).message).toMatch(failure);
  expect(eventsOf(finished).at(-1)).toMatchObject({
    type: 'run-finished',
    status: 'failure',
    counts: { failed: failing.length, materialized: Object.keys(BODIES).length - failing.length },
  });
});

test('what a body does to JavaScript’s own objects changes no value, of its own or of others, and is told', () => {
  const versions = eventsOf(finished).flatMap((event) => (event.type === 'materialized' ? [event.dataVersion] : []));
  expect(new Set(versions).size).toBe(1);
  for (const [name, changed] of [
    ['patchesJson', 'JSON.parse, JSON.stringify'],
    ['pollutes', 'Object.prototype.evil, Object.prototype.toJSON'],
    ['patchesPromises', 'globalThis.Promise, Object.prototype.then'],
  ] as const)
    expect(logsOf(name, 'warn')).toEqual([expect.stringContaining(`The body changed ${changed}, which all code`)]);
});

test('of a flood of output a part is kept, and the rest is counted', () => {
  const printed = logsOf('floods', 'info');
  expect([printed.length, new Set(printed).size]).toEqual([100, 1]);
  expect(printed[0]).toBe(`${'x'.repeat(16_384)}… (1000000 characters)`);
  expect(logsOf('floodsLog', 'info')).toHaveLength(10_000);
  expect(logsOf('floodsLog', 'warn')).toEqual([
    '2,000 more lines were printed and are not kept (the limit is 10,000 lines and 16 MB a step).',
  ]);
  // What another process prints may come when the body has ended.
  for (const line of logsOf('floodsRaw', 'info')) expect(line).toBe(`${'y'.repeat(16_384)}… (100000000 characters)`);
  // The last word of what was held back is said all the same.
  const made = eventsOf(finished).find((event) => event.type === 'materialized' && event.asset === 'floodsLog');
  expect(made).toMatchObject({ metadata: { i: { kind: 'int', value: 11_999 } } });
});

test('what a body had started ends with it', () => {
  const pid = project.read('abandoned');
  const state = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : 'State:\tZ';
  if (process.platform === 'linux') expect(state).toMatch(/^State:\s+Z/m);
  else expect(() => process.kill(Number(pid), 0)).toThrow(/ESRCH/);
});
