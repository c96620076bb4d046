// A host for tests of automation: the real catalogue and memory on disk, a clock that stands still, and runs that end when the test says.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AssetKey, AssetNode, GraphDocument, ScheduleNode, SensorNode } from '@headwater/graph';
import { asset, graphOf } from '../asset-node.fixture.ts';
import { HostRefusal } from '../host/host-refusal.ts';
import type { HostMessage } from '../protocol.ts';
import type { RunEventBody } from '../run-event.ts';
import { openCatalogue } from '../store/index.ts';
import { createAutomation, type Automation } from './automation.ts';
import type { EvaluateTick, PlannedRun, TickAnswer, TickQuestion } from './automation-host.ts';
import type { AutomationMode } from './automation-switch.ts';
import { fakeClock, type FakeClock } from './clock.fixture.ts';
import type { DecidedRun } from './named-memory.ts';

export interface AutomationWorld {
  readonly clock: FakeClock;
  readonly dir: string;
  /** What is on disk now. */
  document: GraphDocument;
  automation: Automation;
  /** Runs as the host was asked for them, each time. */
  readonly asked: DecidedRun[];
  readonly heard: HostMessage[];
  /** What functions answer; what it throws breaks the pass itself. */
  answer: (question: TickQuestion) => TickAnswer | Promise<TickAnswer>;
  /** The first is never answered, as when the process is killed: resolves once it was asked for. */
  killedAtRequest(): Promise<DecidedRun>;
  /** Looks at that time, and not before. */
  at(time: string): Promise<void>;
  /** Looks whenever a look is due, until then. */
  goTo(time: string | number): Promise<void>;
  /** Looks now. */
  look(): Promise<void>;
  /** Carries out the runs that wait, in their order. */
  runAll(): Promise<void>;
  /** Records this as a run that somebody asked for by hand. */
  make(...assets: AssetKey[]): Promise<void>;
  fail(asset: AssetKey): Promise<void>;
  /** As after the end of the process: waiting runs are forgotten, what is on disk is read again. */
  restart(mode?: AutomationMode): Promise<void>;
  notices(): readonly string[];
  close(): Promise<void>;
}

export async function automationWorld(
  start: string,
  parts: Partial<GraphDocument> = {},
  mode: AutomationMode = 'on',
): Promise<AutomationWorld> {
  const root = mkdtempSync(join(tmpdir(), 'headwater-automation-'));
  const clock = fakeClock(start);
  const catalogue = await openCatalogue({
    dir: root,
    held: () => true,
    readOnly: null,
    now: () => new Date(clock.now()),
  });
  let waiting: PlannedRun[] = [];
  let ids = 0;
  let killed: ((run: DecidedRun) => void) | null = null;
  const record = async (run: string, body: RunEventBody): Promise<void> => {
    const event = await catalogue.record(run, body);
    world.automation.heard(event);
  };
  const carryOut = async (run: string, assets: readonly AssetKey[]): Promise<void> => {
    await record(run, { type: 'run-started', selection: assets.join(' '), assets });
    for (const asset of assets) {
      const node = world.document.assets.find(({ key }) => key === asset);
      const { materializations } = catalogue.facts();
      const inputs = Object.values(node?.inputs ?? {}).map((key) => {
        const { dataVersion = null, run: by = null } = materializations[key] ?? {};
        return [key, { dataVersion, run: by }] as const;
      });
      const of = {
        step: asset,
        asset,
        attempt: 1,
        durationMs: 1,
        metadata: {},
        codeVersion: node?.codeVersion ?? null,
      };
      await record(run, { type: 'materialized', ...of, dataVersion: `v:${run}`, inputs: Object.fromEntries(inputs) });
    }
    const counts = { materialized: assets.length, failed: 0, skipped: 0, cancelled: 0 };
    await record(run, { type: 'run-finished', status: 'success', counts });
  };
  const evaluate: EvaluateTick = async (question) => world.answer(question);
  const open = (as: AutomationMode): Promise<Automation> =>
    createAutomation(
      {
        dir: join(root, 'automation'),
        clock,
        catalogue,
        evaluate,
        held: () => true,
        describe: () => Promise.resolve({ document: world.document, sources: {} }),
        tell: (message) => world.heard.push(message),
        runs: {
          newId: () => `r${String((ids += 1))}`,
          begin(decided) {
            if (killed) return new Promise(() => killed?.(decided));
            world.asked.push(decided);
            const { keys, select } = decided.request;
            const chosen = keys ?? world.document.assets.map(({ key }) => key);
            if (select === 'nothing')
              return Promise.reject(new HostRefusal({ code: 'bad-selection', message: 'nothing is selected' }));
            const made = chosen.map((asset) => ({ asset, why: 'asked' }));
            waiting.push({ run: decided.run, made });
            return Promise.resolve({ run: decided.run, plan: { version: 1, run: made, skip: [], load: [] } });
          },
          hasBegun: (run) => catalogue.run(run) !== null,
          has: (run) => waiting.some((each) => each.run === run),
          planned: () => waiting,
        },
      },
      { mode: as },
    );
  const world: AutomationWorld = {
    clock,
    dir: join(root, 'automation'),
    document: graphOf([], parts),
    automation: undefined as unknown as Automation,
    asked: [],
    heard: [],
    answer: () => ({ type: 'answered', requests: [{}], skip: null, cursor: null }),
    killedAtRequest() {
      const died = new Promise<DecidedRun>((done) => (killed = done));
      void world.automation.pass();
      return died.finally(() => (killed = null));
    },
    at(time) {
      clock.set(time);
      return world.look();
    },
    async look() {
      await world.automation.pass();
      await world.automation.asked();
    },
    async goTo(time) {
      const end = typeof time === 'number' ? time : Date.parse(time);
      for (;;) {
        const next = await world.automation.pass();
        await world.automation.asked();
        if (next === null || next > end) break;
        clock.set(Math.max(next, clock.now() + 1));
      }
      clock.set(end);
      await world.look();
    },
    async runAll() {
      for (const { run, made } of waiting) {
        await carryOut(
          run,
          made.map(({ asset }) => asset),
        );
        waiting = waiting.filter((each) => each.run !== run);
      }
    },
    make: (...assets) => carryOut(`hand${String((ids += 1))}`, assets),
    async fail(asset) {
      const run = `hand${String((ids += 1))}`;
      await record(run, { type: 'run-started', selection: asset, assets: [asset] });
      await record(run, { type: 'step-failed', step: asset, asset, attempt: 1, error: { message: 'no' } });
      const counts = { materialized: 0, failed: 1, skipped: 0, cancelled: 0 };
      await record(run, { type: 'run-finished', status: 'failure', counts });
    },
    async restart(as = mode) {
      await world.automation.close();
      waiting = [];
      world.automation = await open(as);
    },
    notices: () =>
      world.heard.flatMap((message) => ('type' in message && message.type === 'notice' ? [message.message] : [])),
    async close() {
      await world.automation.stop();
      await world.automation.close();
      await catalogue.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  world.automation = await open(mode);
  return world;
}

/** The file cannot be written, as on a full disk, until what this returns is called. */
export function blocked(file: string): () => void {
  rmSync(file, { force: true });
  mkdirSync(join(file, 'in the way'), { recursive: true });
  return () => {
    rmSync(file, { recursive: true });
  };
}

const place = { file: 'assets.ts', line: 1, column: 1, exportName: null };

export const scheduleNode = (name: string, cron: string, more: Partial<ScheduleNode> = {}): ScheduleNode => ({
  name,
  selection: '*',
  cron,
  timezone: null,
  hasBody: false,
  ...place,
  ...more,
});

export const sensorNode = (name: string, minimumIntervalMs = 30_000): SensorNode => ({
  name,
  selection: '*',
  minimumIntervalMs,
  ...place,
});

export const assetNode = (key: AssetKey, more: Partial<AssetNode> = {}): AssetNode =>
  asset(key, [], { codeVersion: `c:${key}`, ...more });
