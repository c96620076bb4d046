// Many doors: two windows and the terminal on one project, and a SIGKILL for one of them, mostly for the owner, every round.
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '@headwater/runner/protocol';
import { randomOf, type Random } from '../../runner/torture/random.ts';
import { roundsOf, type Finding, type Scenario } from '../../runner/torture/scenario.ts';
import { commandOf, kill, makeProject, ownerOf, sdk } from './doors-project.ts';
import { processesLeft } from './project-processes.ts';
import { openWindow, type Window } from './window.ts';

const PATIENCE_MS = 60_000;

/** A round is one kill. */
export const manyDoors: Scenario = {
  name: 'many-doors',
  whole: { seconds: 300 },
  async run({ seed, budget, say }) {
    const doors = openDoors(seed);
    let kills = 0;
    try {
      await doors.begin();
      for (const round of roundsOf(budget)) {
        await doors.round(randomOf(seed + round), `(seed ${seed}, round ${round})`);
        kills += 1;
        if (kills % 10 === 0) say(`many doors: ${kills} kills, ${doors.found.length} findings`);
      }
      return { kills, ...(await doors.end()), found: doors.found };
    } finally {
      doors.remove();
    }
  },
};

interface Terminal {
  readonly child: ChildProcess;
  readonly finished: Promise<{ readonly code: number | null; readonly said: string }>;
}

/** What was heard of a run, at whatever door. */
interface Heard {
  ended: string | null;
  readonly made: Map<string, string>;
}

function openDoors(seed: number) {
  const project = makeProject();
  const found: Finding[] = [];
  const runs = new Map<string, Heard>();
  const windows: Window[] = [];
  const printed: string[] = [];
  let events = 0;
  let onEvents: () => void = () => undefined;

  function hear(event: RunEvent): void {
    events += 1;
    onEvents();
    // What a door says of a run that nobody recorded: it never began.
    if (event.seq === 0 && !runs.has(event.run)) return;
    const heard = runs.get(event.run) ?? { ended: null, made: new Map<string, string>() };
    runs.set(event.run, heard);
    if (event.type === 'materialized') heard.made.set(event.asset, event.dataVersion);
    if (event.type !== 'run-finished') return;
    if (heard.ended !== null && heard.ended !== event.status)
      found.push({
        kind: 'corrupt',
        what: `run ${event.run} ended as ${heard.ended} and as ${event.status} (seed ${seed})`,
      });
    heard.ended = event.status;
  }

  function terminal(...args: string[]): Terminal {
    const child = spawn(process.execPath, [join(sdk, 'bin/headwater.js'), ...args], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (args[0] !== 'materialize') return;
      const message = JSON.parse(line) as RunEvent | { readonly error: { readonly message: string } };
      if ('type' in message) hear(message);
      else said += message.error.message;
    });
    return { child, finished: new Promise((done) => child.once('close', (code) => done({ code, said }))) };
  }

  async function within<T>(work: Promise<T>, what: string): Promise<T | null> {
    const late = new AbortController();
    const result = await Promise.race([
      work,
      sleep(PATIENCE_MS, 'late' as const, { signal: late.signal }).catch(() => 'late' as const),
    ]);
    late.abort();
    if (result !== 'late') return result;
    found.push({ kind: 'stuck', what });
    return null;
  }

  /** Everything once, so that a part can be asked for. */
  async function begin(): Promise<void> {
    await within(terminal('materialize', '--json').finished, `the first run does not end (seed ${seed})`);
  }

  async function round(random: Random, where: string): Promise<void> {
    for (let at = windows.length - 1; at >= 0; at -= 1) if (!windows[at]?.alive) retire(at);
    while (windows.length < 2) {
      const window = openWindow({ host: join(sdk, 'dist/host.mjs'), project, onEvent: hear });
      windows.push(window);
      void window.ask('hello', { protocol: 1, client: 'torture' });
    }
    const terminals = Array.from({ length: random.below(3) }, () => terminal('materialize', '--json'));
    if (random.chance(1 / 3)) terminals.push(terminal('status', '--json'));
    const asked = windows
      .filter(() => random.chance(3 / 4))
      .map((window) => window.ask('materialize', random.chance(1 / 2) ? {} : { select: 'key:"c"+' }));
    // By what is heard, not by the clock alone: a busy machine gets as far as an idle one.
    const after = events + random.below(12);
    const reached = new Promise<void>((done) => {
      onEvents = () => {
        if (events >= after) done();
      };
      onEvents();
    });
    if (asked.length > 0 || terminals.length > 0) await Promise.race([reached, sleep(5000)]);
    await sleep(random.next() * 40);
    const victim = pickVictim(random, terminals);
    if (random.chance(1 / 8)) await within(closeOne(random, where), `a window does not close ${where}`);
    if (victim !== null) kill(victim);

    for (const { child, finished } of terminals) {
      const ended = await within(finished, `a terminal does not end ${where}`);
      if (ended === null) child.kill('SIGKILL');
      else if (!isWord(ended.said))
        found.push({ kind: 'wrong', what: `a terminal said: ${ended.said.trim()} ${where}` });
    }
    for (const answer of await Promise.all(asked.map((each) => within(each, `a window is not answered ${where}`))))
      if (answer && 'error' in answer && !isWord(answer.error.message))
        found.push({ kind: 'wrong', what: `a window was answered: ${answer.error.message} ${where}` });
    // Each run that was accepted ends, for the window that asked for it, whoever carries it out.
    for (const window of windows) {
      const quiet = async (): Promise<void> => {
        while (window.alive && window.waiting.size > 0) await sleep(10);
      };
      await within(quiet(), `runs ${[...window.waiting].join(', ')} do not end ${where}`);
    }
  }

  function retire(at: number): void {
    printed.push(...(windows[at]?.printed ?? []));
    windows.splice(at, 1);
  }

  async function closeOne(random: Random, where: string): Promise<void> {
    const at = random.below(windows.length);
    const window = windows[at];
    if (!window?.alive) return;
    windows.splice(at, 1);
    if (!(await window.close()))
      found.push({ kind: 'wrong', what: `a window that was closed failed: ${window.printed.join(' ')} ${where}` });
  }

  function pickVictim(random: Random, terminals: readonly Terminal[]): number | null {
    const pids = [
      ...windows.filter(({ alive }) => alive).map(({ pid }) => pid),
      ...terminals.flatMap(({ child }) => (child.exitCode === null && child.pid !== undefined ? [child.pid] : [])),
    ];
    const owner = ownerOf(project);
    const victim = owner !== null && pids.includes(owner) && random.chance(3 / 4) ? owner : random.pick(pids);
    return pids.length === 0 ? null : victim;
  }

  /** What was heard is recorded, once; nothing is left. */
  async function end(): Promise<{ runs: number; checked: number }> {
    const last = await within(terminal('materialize', '--json').finished, `the last run does not end (seed ${seed})`);
    if (last && (last.code !== 0 || last.said !== ''))
      found.push({ kind: 'wrong', what: `the last run: ${last.said.trim()} (seed ${seed})` });
    const window = openWindow({ host: join(sdk, 'dist/host.mjs'), project, onEvent: () => undefined });
    const answer = await window.ask('runs', { limit: 1_000_000 });
    const recorded = answer && 'result' in answer ? answer.result.runs : [];
    let checked = 0;
    for (const [run, { ended, made }] of runs) {
      const all = recorded.filter((each) => each.run === run);
      checked += 1;
      if (all.length !== 1)
        found.push({ kind: 'lost', what: `run ${run} is recorded ${all.length} times (seed ${seed})` });
      else if (ended !== null && all[0]?.status !== ended)
        found.push({
          kind: 'corrupt',
          what: `run ${run} ended as ${ended} and is recorded as ${String(all[0]?.status)} (seed ${seed})`,
        });
      const steps = await window.ask('run', { run });
      for (const asset of made.keys()) {
        checked += 1;
        const kept =
          steps &&
          'result' in steps &&
          steps.result.steps.some((step) => step.asset === asset && step.status === 'materialized');
        if (!kept) found.push({ kind: 'lost', what: `\`${asset}\` of run ${run} (seed ${seed})` });
      }
    }
    for (const { run, status } of recorded)
      if (status === 'running') found.push({ kind: 'stuck', what: `run ${run} never ends (seed ${seed})` });
    windows.push(window);
    await Promise.all(
      windows
        .filter(({ alive }) => alive)
        .map((each) => within(each.close(), `a window does not close (seed ${seed})`)),
    );
    while (windows.length > 0) retire(0);
    for (const line of printed) found.push({ kind: 'wrong', what: `a host printed: ${line} (seed ${seed})` });
    for (const pid of await processesLeft(project)) {
      found.push({ kind: 'stuck', what: `process ${pid} is left: ${commandOf(pid)} (seed ${seed})` });
      kill(pid);
    }
    return { runs: recorded.length, checked };
  }

  return {
    found,
    begin,
    round,
    end,
    remove() {
      for (const window of windows) window.kill();
      rmSync(project, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** What a door may say of a kill, or of somebody's run; a word of locks, journals or sockets is a mistake. */
function isWord(said: string): boolean {
  const words =
    /^(The process that (owned this project|ran this|was to run this) ended before |A run that another window or terminal asked for goes on)/;
  return said.split('\n').every((line) => line === '' || words.test(line));
}
