// What runs by itself in a host: conditions, schedules and sensors, when they are on, and what is asked and told of them.
import type { GraphDocument } from '@headwater/graph';
import type { AutomationMethods } from '../automation-protocol.ts';
import { HostRefusal } from '../host/host-refusal.ts';
import type { RunEvent } from '../run-event.ts';
import { automationDocument } from './automation-document.ts';
import type { AutomationHost } from './automation-host.ts';
import { automationLoop, EVERY_MS, type AutomationLoop } from './automation-loop.ts';
import { openAutomationStore } from './automation-store.ts';
import { automationSwitch, type AutomationMode } from './automation-switch.ts';
import { SET_BACK_MS } from './clock.ts';
import { createConditionPass } from './condition-pass.ts';
import { createNamedPass } from './named-pass.ts';
import { nextCron } from './next-cron.ts';
import { createNotices, reasonWords } from './notices.ts';
import { sensorDue } from './sensor-turn.ts';
import { iso } from './take-tick.ts';

export interface Automation {
  readonly methods: {
    [M in keyof AutomationMethods]: (params: AutomationMethods[M]['params']) => Promise<AutomationMethods[M]['result']>;
  };
  /** Begins to look; a process that does not stay never does. */
  start(): void;
  /** An event of a run of this host. */
  heard(event: RunEvent): void;
  /** Files were saved, or something else happened that conditions may ask for. */
  wake(): void;
  /** One look at all that is due. Resolves to when the next one is wanted; null: there is nothing to look at. */
  pass(): Promise<number | null>;
  /** Resolves when no function of a schedule or sensor is being asked. */
  asked(): Promise<void>;
  /** Ends looking and asking. What is decided and has not begun is asked for by the next process. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function createAutomation(
  host: AutomationHost,
  { mode }: { readonly mode: AutomationMode },
): Promise<Automation> {
  const { clock, held, tell } = host;
  /** What has not been told yet; the first look is. */
  let isNews = true;
  const news = (): void => {
    isNews = true;
  };
  const notices = createNotices((message) => {
    news();
    tell({ type: 'notice', message });
  });
  const store = await openAutomationStore({ dir: host.dir, held, notice: notices.say, onTick: news });
  let turn: Promise<unknown> = Promise.resolve();
  const serially = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const named = createNamedPass({
    host,
    store,
    serially,
    onAnswered(id, problem) {
      if (problem === undefined) notices.mended(id);
      else wentOn(problem, id);
      changed();
      loop?.wake();
    },
  });
  const switches = automationSwitch({ store, mode, now: clock.now, onMissed: named.missed });
  const conditions = createConditionPass({ host, store, interval: EVERY_MS, notices, onNews: news });
  let loop: AutomationLoop | null = null;
  let stopped = false;
  /** When the last pass began, and when one was carried out. */
  let began: number | null = null;
  let lastPass: number | null = null;
  let looks = 0;
  const changed = (): void => {
    isNews = false;
    tell({ type: 'automation-changed' });
  };
  /** When a tick passes that was told as the next. */
  let nextTold: number | null = null;
  let failedAt = 0;
  const wentOn = (error: unknown, what = LOOK): void => {
    if (what === LOOK) failedAt = looks;
    notices.say(`Automation could not do what was due (${reasonWords(error)}): it goes on and tries again.`, what);
  };
  const onThrown = (error: unknown): void => {
    wentOn(error);
  };
  const wentWell = (): void => {
    if (failedAt < looks) notices.mended(LOOK);
  };

  async function pass(): Promise<number | null> {
    if (stopped || mode === 'never' || !held()) return null;
    const now = clock.now();
    if (began !== null && now < began - SET_BACK_MS)
      notices.say(
        `The clock was set back, from ${iso(began)} to ${iso(now)}: no tick is repeated, and what is due then comes at its time after that.`,
      );
    began = now;
    looks += 1;
    const { document } = await host.describe();
    if (!switches.isOn()) {
      const next = await watch(document, now);
      wentWell();
      if (isNews) changed();
      return next;
    }
    const on = onlyOn(document);
    // One that cannot be carried out stops no other.
    for (const schedule of on.schedules) await named.schedule(schedule).catch(onThrown);
    for (const sensor of on.sensors) await named.sensor(sensor).catch(onThrown);
    const freshUntil = await conditions.pass(document).catch((error: unknown) => {
      wentOn(error);
      return null;
    });
    lastPass = now;
    wentWell();
    const tick = nextCron(document, on.schedules, now);
    // That only time has passed is no news.
    if (isNews || tick !== nextTold) changed();
    nextTold = tick;
    const due = [...(await sensorsDue(on.sensors, now)), ...[tick, freshUntil].filter((time) => time !== null)];
    return Math.min(now + EVERY_MS, ...due);
  }

  /** How fresh data is is told whether automation is on or not. */
  async function watch(document: GraphDocument, now: number): Promise<number | null> {
    if (!document.assets.some(({ freshness }) => freshness !== undefined)) return null;
    const change = await conditions.watch(document);
    return Math.min(change ?? Infinity, now + WATCH_EVERY_MS);
  }

  const onlyOn = ({ schedules, sensors }: GraphDocument): Pick<GraphDocument, 'schedules' | 'sensors'> => ({
    schedules: schedules.filter(({ name }) => switches.isOn(`schedule ${name}`)),
    sensors: sensors.filter(({ name }) => switches.isOn(`sensor ${name}`)),
  });

  async function sensorsDue(sensors: GraphDocument['sensors'], now: number): Promise<readonly number[]> {
    const due: number[] = [];
    for (const { name, minimumIntervalMs } of sensors) {
      const next = sensorDue((await store.named('sensor', name)).value, { minimumIntervalMs, now });
      // One that is being asked, or waits for its runs, is looked at when that is done.
      if (next > now) due.push(next);
    }
    return due;
  }

  const document = async () =>
    automationDocument((await host.describe()).document, {
      store,
      switches,
      conditions,
      notices: [
        ...notices.all(),
        ...(mode === 'never' && switches.isOn()
          ? ['Nothing looks at it now: `headwater dev`, or the editor with the project open, does.']
          : []),
      ],
      now: clock.now(),
      lastPass,
    });

  return {
    methods: {
      automation: document,
      setAutomation: async (asked) => {
        const { document: graph } = await host.describe();
        refuseUnknown(asked.name, graph);
        await serially(() => {
          // Before: an answer that is there already is not taken after it.
          if (!asked.on) for (const id of idsOf(asked.name)) named.stop(id);
          return switches.set(asked, graph);
        });
        loop?.wake();
        changed();
        return document();
      },
      why: async ({ key, dryRun = false }) => {
        const { document: graph } = await host.describe();
        if (!graph.assets.some((each) => each.key === key)) {
          const message = `There is no asset \`${key}\` in this project: \`headwater graph\` lists them.`;
          throw new HostRefusal({ code: 'not-found', message });
        }
        return conditions.why(key, { document: graph, dryRun, on: switches.isOn() });
      },
      automationDryRun: async () => conditions.dryRun((await host.describe()).document),
      ticks: async (asked) => {
        const page = store.ticks.page(asked);
        // What was deleted has ticks still.
        if (page.ticks.length === 0) refuseUnknown(asked.name, (await host.describe()).document);
        return page;
      },
    },
    start() {
      if (mode !== 'never') loop ??= automationLoop({ clock, pass: () => serially(pass), onThrown });
    },
    heard(event) {
      if (WAKES.has(event.type)) loop?.wake();
    },
    wake() {
      loop?.wake();
    },
    pass: () => serially(pass),
    asked: named.asked,
    async stop() {
      stopped = true;
      named.stop();
      await loop?.stop();
      await named.asked();
      if (held()) await serially(conditions.remember).catch(onThrown);
    },
    close: store.close,
  };
}

/** What a notice is about that says what a look could not do. */
const LOOK = 'look';
/** For what no event tells: another process, another project. */
const WATCH_EVERY_MS = 5 * 60_000;

/** What conditions may ask for, and what ends the waiting of a run. */
const WAKES: ReadonlySet<RunEvent['type']> = new Set([
  'run-started',
  'run-finished',
  'materialized',
  'step-failed',
  'observed',
  'check',
]);

const idsOf = (name: string | undefined): readonly (string | undefined)[] =>
  name === undefined ? [undefined] : [`schedule ${name}`, `sensor ${name}`];

function refuseUnknown(name: string | undefined, { schedules, sensors }: GraphDocument): void {
  const names = [...schedules, ...sensors].map((each) => each.name);
  if (name === undefined || names.includes(name)) return;
  const there = names.length === 0 ? 'the project has none' : `there are ${names.join(', ')}`;
  throw new HostRefusal({ code: 'not-found', message: `There is no schedule or sensor \`${name}\`: ${there}.` });
}
