// Plays a story twice, by the engine and by the reference, and throws where the two do not agree.
import { isDeepStrictEqual } from 'node:util';
import type { AssetKey } from '@headwater/graph';
import type { RunEvent } from '../run-event.ts';
import { createEngine, type Engine } from './engine-under-test.fixture.ts';
import { createReference, type End, type Reference, type RequestedRun } from './engine-reference.fixture.ts';
import { at, type Action, type Asked, type Story, type World } from './engine-world.fixture.ts';

export interface Tally {
  runs: number;
  bodies: number;
  made: number;
  reused: number;
  kept: number;
  failed: number;
  skipped: number;
  cancelled: number;
  refused: number;
  /** Statuses and stored values that were compared. */
  checked: number;
}

export const emptyTally = (): Tally => ({
  runs: 0,
  bodies: 0,
  made: 0,
  reused: 0,
  kept: 0,
  failed: 0,
  skipped: 0,
  cancelled: 0,
  refused: 0,
  checked: 0,
});

/** `project`: an empty folder of its own. @throws Error naming the action and what differs. */
export async function playStory(story: Story, { project, tally }: { project: string; tally: Tally }): Promise<void> {
  const world = structuredClone(story.world) as World;
  const reference = createReference(world);
  const engine = await createEngine({ world, project });
  for (const [index, action] of story.actions.entries()) {
    try {
      await play(action, { world, reference, engine, tally, run: `r${index}` });
      await compare({ reference, engine, world, tally });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`action ${index} (${JSON.stringify(action)}): ${why}`, { cause: error });
    }
  }
}

interface Playing {
  readonly world: World;
  readonly reference: Reference;
  readonly engine: Engine;
  readonly tally: Tally;
  readonly run: string;
}

async function play(action: Action, playing: Playing): Promise<void> {
  const { world, reference, engine } = playing;
  switch (action.do) {
    case 'edit': {
      const body = at(world.bodies, action.body);
      if (body) body.code = action.code;
      return;
    }
    case 'checkout':
      for (const body of world.bodies) {
        const { code, above, elsewhere } = body;
        const there = above.map((edge) => edge.there);
        for (const [i, edge] of above.entries()) edge.there = elsewhere.there[i] ?? true;
        Object.assign(body, { code: elsewhere.code, elsewhere: { code, there } });
      }
      return;
    case 'behave': {
      const body = at(world.bodies, action.body);
      // One that makes a single asset fails before it does.
      if (body) Object.assign(body, { fails: action.fails, failsAfter: body.keys.length > 1 ? action.after : 0 });
      return;
    }
    case 'hold': {
      const external = at(world.externals, action.external);
      if (external) external.holds = action.holds;
      return;
    }
    case 'wire': {
      const edge = at(at(world.bodies, action.body)?.above ?? [], action.edge);
      if (edge) edge.there = !edge.there;
      return;
    }
    case 'check': {
      const check = at(world.checks, action.check);
      if (check) check.passes = action.passes;
      return;
    }
    case 'lose': {
      const key = at(at(world.bodies, action.body)?.keys ?? [], action.body);
      if (key === undefined) return;
      engine.lose(key, action.how);
      reference.lose(key);
      return;
    }
    case 'restart':
      return engine.restart();
    case 'gc':
      return engine.gc();
    case 'run':
      return carryOutBoth(requestOf(action.asked, playing), playing);
    case 'resume': {
      const resume = engine.lastRun();
      if (resume === null) return;
      const alone = { keys: null, widen: null, staleOnly: false, env: null, config: null, cancelAt: null };
      return carryOutBoth({ ...alone, run: playing.run, resume }, playing);
    }
  }
}

function requestOf({ keys, config, ...asked }: Asked, { world, run }: Playing): RequestedRun {
  const all = [...world.bodies.flatMap((body) => body.keys), ...world.externals.map(({ key }) => key)];
  const configured = config && at(world.bodies, config.body);
  return {
    ...asked,
    run,
    resume: null,
    keys: keys?.flatMap((each) => at(all, each) ?? []) ?? null,
    config: config && configured ? { step: configured.step, value: { n: config.value } } : null,
  };
}

async function carryOutBoth(request: RequestedRun, { engine, reference, tally, world }: Playing): Promise<void> {
  // As the host does: what is stale is planned once it is known what external assets hold.
  if (request.staleOnly) for (const { key } of world.externals) reference.observe(key);
  const done = await engine.carryOut(request);
  const { events, bodies } = done;
  const isOf = (type: RunEvent['type'], asset: AssetKey) => (event: RunEvent) =>
    event.type === type && 'asset' in event && event.asset === asset;
  // One whose moment never came is a run like any other.
  const ended = events.at(-1);
  const stopped = ended?.type === 'run-finished' && ended.status === 'cancelled';
  const predicted = reference.carryOut(stopped ? request : { ...request, cancelAt: null }, {
    cancelled: (asset) => events.some(isOf('step-cancelled', asset)),
    made: (asset) => events.some(isOf('materialized', asset)),
    failed: (asset) => events.some(isOf('step-failed', asset)),
    checked: (asset, check) =>
      events.some((event) => isOf('check', asset)(event) && event.type === 'check' && event.check === check),
  });
  tally.runs += 1;
  if (predicted.refused) tally.refused += 1;
  same('whether it is refused', done.refused, predicted.refused);
  if (done.refused) return;
  const ends = endsOf(events);
  same('how its assets end', ends, predicted.ends);
  for (const end of Object.values(ends)) tally[end] += 1;
  const last = events.at(-1);
  if (last?.type !== 'run-finished') throw new Error('the run has no end');
  same('its counts', { reused: 0, ...last.counts }, countsOf(Object.values(ends)));
  for (const [asset, foreseen] of Object.entries(done.foreseen))
    if (![foreseen, 'skipped', 'cancelled'].includes(ends[asset] ?? ''))
      throw new Error(`${asset} was foreseen as ${foreseen}, and is ${ends[asset] ?? 'not there'}`);
  tally.bodies += Object.values(bodies).reduce((sum, each) => sum + each, 0);
  if (stopped) return;
  same('its outcome', last.status, predicted.outcome);
  same('how often bodies begin', bodies, predicted.bodies);
}

function endsOf(events: readonly RunEvent[]): Record<AssetKey, End> {
  const ends: Record<AssetKey, End> = {};
  for (const event of events) {
    if (event.type === 'materialized') ends[event.asset] = event.reused === undefined ? 'made' : 'reused';
    if (event.type === 'step-failed') ends[event.asset] = 'failed';
    if (event.type === 'step-cancelled') ends[event.asset] = 'cancelled';
    if (event.type === 'step-skipped') ends[event.asset] = event.message.endsWith('still fresh') ? 'kept' : 'skipped';
  }
  return ends;
}

function countsOf(ends: readonly End[]): Record<string, number> {
  const count = (...of: End[]): number => ends.filter((end) => of.includes(end)).length;
  return {
    materialized: count('made', 'reused'),
    reused: count('reused'),
    failed: count('failed'),
    skipped: count('skipped', 'kept'),
    cancelled: count('cancelled'),
  };
}

async function compare({ reference, engine, world, tally }: Omit<Playing, 'run'>): Promise<void> {
  const statuses = await engine.statuses();
  for (const key of [...world.bodies.flatMap((body) => body.keys), ...world.externals.map((each) => each.key)]) {
    same(`the status of ${key}`, statuses[key], reference.status(key));
    const { dataVersion, run, reused } = engine.latest(key) ?? {};
    const expected = reference.latest(key);
    same(
      `what is stored of ${key}`,
      [dataVersion, run, reused?.run ?? run],
      [expected?.version, expected?.run, expected?.origin],
    );
    const right = reference.rightContent(key);
    if (right !== null) same(`the value of ${key}, which is fresh`, engine.content(key), right);
    tally.checked += 2;
  }
}

function same(what: string, engine: unknown, reference: unknown): void {
  if (isDeepStrictEqual(engine, reference)) return;
  throw new Error(`${what}: the engine says ${JSON.stringify(engine)}, the reference ${JSON.stringify(reference)}`);
}
