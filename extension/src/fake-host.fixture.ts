// A small host for tests: a real process that speaks the protocol and does what its requests tell it, failures included.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LaunchDecision } from './host-launch.ts';

export interface FakeHost {
  readonly project: string;
  readonly launch: LaunchDecision;
  remove(): void;
}

/** Writes the host's script into a folder of its own; `hello` changes its answer to the handshake, `first` runs at its start. */
export function fakeHost({
  hello = {},
  first = '',
}: { readonly hello?: object; readonly first?: string } = {}): FakeHost {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'hw-host-')));
  const host = join(project, 'host.mjs');
  writeFileSync(host, script(hello, first));
  const node = { source: 'path', file: process.execPath, env: {}, version: process.versions.node } as const;
  return {
    project,
    launch: { launch: { node, host }, nodes: { chosen: node, skipped: [] } },
    remove: () => rmSync(project, { recursive: true, force: true }),
  };
}

function script(hello: object, first: string): string {
  return `
import { createInterface } from 'node:readline';
import { existsSync, writeFileSync } from 'node:fs';
${first}
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
const status = (key, status) => ({ key, status, causes: [] });
let on = false, backfilling = null, seq = 0, runs = 0, statuses = [status('a', 'never'), status('b', 'never')];
const event = (run, body) => say({ type: 'event', event: { version: 1, seq: ++seq, time: new Date().toISOString(), run, ...body } });
const step = (asset) => ({ step: asset, asset, attempt: 1 });
const finish = (run, status) => event(run, { type: 'run-finished', status, counts: { materialized: 1, failed: 0, skipped: 0, cancelled: 0 } });
const methods = {
  hello: () => ({ protocol: 1, headwater: '0.1.0', node: process.versions.node, execPath: process.execPath, pid: process.pid, project: process.argv[3], owner: true, notices: [], ...${JSON.stringify(hello)} }),
  status: ({ select }) => {
    if (select === 'crash') { process.stderr.write('out of memory\\n'); process.exit(7); }
    if (select === 'leave') { say({ type: 'owner-leaving' }); setImmediate(() => process.exit(0)); return undefined; }
    if (select === 'print') process.stdout.write('hello from a library\\n');
    if (select === 'hang') { say({ type: 'notice', message: 'deaf' }); process.stdin.removeAllListeners(); lines.removeAllListeners(); setInterval(() => {}, 1000); return undefined; }
    if (select === 'arguments') return { version: 1, assets: [], arguments: process.argv.slice(2), cwd: process.cwd() };
    return { version: 1, assets: statuses };
  },
  materialize: ({ keys }, reply) => {
    const run = 'run-' + ++runs;
    event(run, { type: 'run-started', selection: 'x', assets: keys });
    reply({ run, plan: { version: 1, run: [], skip: [], load: [] } });
    event(run, { type: 'step-started', ...step(keys[0]) });
    if (keys[0] === 'hang') { event(run, { type: 'progress', ...step('hang'), fraction: 0.4, message: 'loading' }); return undefined; }
    if (keys[0] === 'crash') process.exit(9);
    event(run, { type: 'materialized', ...step(keys[0]), codeVersion: null, dataVersion: 'd', inputs: {}, durationMs: 1, metadata: {} });
    statuses = statuses.map((s) => (s.key === keys[0] ? status(s.key, 'fresh') : s));
    say({ type: 'status-changed' });
    finish(run, 'success');
    return undefined;
  },
  automation: () => ({ version: 1, on, since: null, now: new Date().toISOString(), lastTick: null, sensors: [], notices: [], schedules: [],
    assets: [{ key: 'a', condition: 'eager()', next: null, last: null, freshness: null }] }),
  setAutomation: (params) => { on = params.on; say({ type: 'automation-changed' }); return methods.automation(); },
  backfills: () => ({ version: 1, backfills: backfilling ? [{ backfill: 'b1', status: backfilling, selection: 'a', started: new Date(0).toISOString(), assets: ['a'], counts: { total: 2, made: 1, failed: 0, waiting: 1 }, ranges: { failed: [] }, runs: [] }] : [] }),
  steerBackfill: ({ to }) => { backfilling = to === 'cancel' ? 'cancelled' : 'running'; say({ type: 'backfill-changed' }); return methods.backfills().backfills[0]; },
  why: ({ dryRun }) => ({ version: 1, evaluation: null, message: dryRun ? 'dry' : 'never' }),
  cancel: ({ run }) => { finish(run, 'cancelled'); return { cancelled: true }; },
  show: () => { throw { code: 'never-materialized', message: 'a was never materialized.' }; },
  shutdown: () => ({}),
};
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  try {
    const result = methods[method](params, (result) => say({ id, result }));
    if (result !== undefined) say({ id, result });
  } catch (error) { say({ id, error }); }
});
lines.on('close', () => process.exit(0));
`;
}
