// The real planner, the real run and the real tables, with bodies of a small world and a journal in memory: what the reference is held against.
import { existsSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { computeStatus, type AssetKey, type Materialization } from '@headwater/graph';
import { loadSqlite } from '@headwater/stores';
import type { RunEvent, StoredEvent } from '../run-event.ts';
import type { MaterializeRequest } from '../protocol.ts';
import { migrate } from '../store/catalog-schema.ts';
import { SqliteCatalogue } from '../store/sqlite-catalogue.ts';
import { engineDouble, observedOf } from './engine-double.fixture.ts';
import type { End, RequestedRun } from './engine-reference.fixture.ts';
import { documentOf, type World } from './engine-world.fixture.ts';
import { withForeignStores } from './foreign-stores.ts';
import { collectGarbage, tidyAfterRun } from './collect-garbage.ts';
import { foreseenReuse } from './foreseen-reuse.ts';
import { HostRefusal } from './host-refusal.ts';
import { checksOf, createPlanner } from './planner.ts';

import { carryOut } from './run.ts';
import { runTasks } from './run-tasks.ts';
import type { StepLogs } from './step-log.ts';

export interface Carried {
  readonly refused: boolean;
  readonly events: readonly RunEvent[];
  readonly bodies: Readonly<Record<string, number>>;
  /** What the plan said would be found again. */
  readonly foreseen: Readonly<Record<AssetKey, End>>;
}

export interface Engine {
  carryOut(request: RequestedRun): Promise<Carried>;
  statuses(): Promise<Record<AssetKey, string>>;
  latest(key: AssetKey): Materialization | undefined;
  content(key: AssetKey): string;
  /** Its file is deleted, or cut. */
  lose(key: AssetKey, how: 'gone' | 'cut'): void;
  /** As after the end of the process: the tables are made again out of the journal. */
  restart(): void;
  gc(): Promise<void>;
  lastRun(): string | null;
}

const NO_LOGS: StepLogs = { write: () => undefined, close: () => Promise.resolve() };

export async function createEngine({ world, project }: { world: World; project: string }): Promise<Engine> {
  const store = join(project, '.headwater');
  const sqlite = await loadSqlite();
  const events: StoredEvent[] = [];
  const journal = {
    bytes: 0,
    events: 0,
    append: (event: StoredEvent) => Promise.resolve(void events.push(event)),
    reset: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  };
  const open = () => {
    const database = new sqlite.Database();
    migrate(database, 0);
    const catalogue = new SqliteCatalogue({
      dir: store,
      database,
      journal,
      held: () => true,
      events: [...events],
      now: () => new Date(),
      keep: undefined,
      notices: [],
      readOnly: null,
    });
    const described = withForeignStores({
      project,
      describe: () => Promise.resolve({ document: documentOf(world), sources: {} }),
      catalogue,
    });
    const envOf = ({ env }: MaterializeRequest): string | null => env ?? null;
    return { database, ...described, planner: createPlanner({ ...described, project, store, envOf }) };
  };
  let { database, catalogue, describe, planner } = open();
  let lastRun: string | null = null;

  async function carry(request: RequestedRun): Promise<Carried> {
    const { run, keys, widen, staleOnly, env, config, cancelAt, resume } = request;
    if (staleOnly)
      for (const { asset, dataVersion } of observedOf(world))
        if (catalogue.facts().observations[asset]?.dataVersion !== dataVersion)
          await catalogue.record(run, { type: 'observed', step: asset, asset, attempt: 1, dataVersion });
    const asked: MaterializeRequest = {
      staleOnly,
      ...(keys && { keys }),
      ...(widen && { widen }),
      ...(env !== null && { env }),
      ...(config && { config: { assets: { [config.step]: config.value } } }),
      ...(resume !== null && { fromFailure: resume }),
    };
    const planning = await planner.plan(asked).catch((error: unknown) => {
      if (error instanceof HostRefusal) return null;
      throw error;
    });
    if (!planning) return { refused: true, events: [], bodies: {}, foreseen: {} };
    lastRun = run;
    const foreseen = (await foreseenReuse(planning)).run.flatMap(({ asset, why }): [AssetKey, End][] =>
      why.endsWith('is kept') ? [[asset, 'reused']] : why.endsWith('fresh as it is') ? [[asset, 'kept']] : [],
    );
    const heard: RunEvent[] = [];
    const bodies: Record<string, number> = {};
    const abort = new AbortController();
    let begun = 0;
    const { plan, description, facts, opResults, configs, reuse } = planning;
    const checks = checksOf(planning);
    const built = {
      type: 'built' as const,
      bundle: '',
      bindings: [],
      checks: new Map(checks.map(({ asset, name }) => [`${asset}\n${name}`, { module: '', exportName: name }])),
      definitions: null,
    };
    const scope = { run, bundle: '', project, store, env, config: asked.config ?? {}, definitions: null, bindings: [] };
    await carryOut({
      run,
      plan,
      built,
      checks,
      configs,
      reuse,
      tasks: runTasks({ scope, built, assets: description.document.assets, configs, facts, opResults, catalogue }),
      staleOnly,
      openLogs: () => NO_LOGS,
      env,
      catalogue,
      executor: engineDouble({
        world,
        store,
        onBody({ step, attempt }) {
          bodies[step] = attempt;
          begun += 1;
          if (begun === cancelAt) abort.abort(new Error('cancelled'));
        },
      }),
      signal: abort.signal,
      emit: (event) => heard.push(event),
    });
    const made = heard.flatMap((event) =>
      event.type === 'materialized' && event.io === undefined ? [event.asset] : [],
    );
    await tidyAfterRun({ made: [...made].map((asset) => ({ asset })), store, catalogue });
    return { refused: false, events: heard, bodies, foreseen: Object.fromEntries(foreseen) };
  }

  return {
    carryOut: carry,
    async statuses() {
      const { document } = await describe();
      return Object.fromEntries(
        computeStatus(document.assets, catalogue.facts()).map(({ key, status, causes }) => {
          const kinds = causes.map(({ kind, asset }) => (asset === undefined ? kind : `${kind} ${asset}`));
          return [key, [status, ...kinds.sort()].join(', ')];
        }),
      );
    },
    latest: (key) => catalogue.facts().materializations[key],
    content(key) {
      const { path = '' } = catalogue.facts().materializations[key] ?? {};
      return existsSync(join(store, path)) ? readFileSync(join(store, path), 'utf8') : '';
    },
    lose(key, how) {
      const { path, io } = catalogue.facts().materializations[key] ?? {};
      if (path === undefined || io !== undefined) return;
      if (how === 'gone') rmSync(join(store, path), { force: true });
      else if (existsSync(join(store, path))) truncateSync(join(store, path), 3);
    },
    restart() {
      database.close();
      ({ database, catalogue, describe, planner } = open());
    },
    async gc() {
      await collectGarbage({ store, catalogue, dryRun: false });
    },
    lastRun: () => lastRun,
  };
}
