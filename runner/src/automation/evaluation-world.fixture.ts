// A project in memory with a clock of its own: what is made, fails and runs, and evaluations whose memory goes through JSON.
import type { AssetKey, AssetNode, Condition, GraphDocument, Materialization, StoredFacts } from '@headwater/graph';
import { createSlicing } from '../plan/slicing.ts';
import { automationFacts, type RunUnderWay } from './automation-facts.ts';
import { evaluateAutomation } from './evaluate-automation.ts';
import type { AutomationEvaluation, AutomationMemory, AutomationQuestion, PartitionFacts } from './evaluation.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const eager: Condition = { is: 'eager' };

export function onCron(cron: string, timezone: string | null = null): Condition {
  return { is: 'onCron', cron, timezone };
}

/** How an evaluation is asked for. */
type Asking = Partial<Pick<AutomationQuestion, 'skip' | 'interval'>>;

/** Each evaluation is 30 s after the last one unless `tick` is told another time. */
export class EvaluationWorld {
  now: number;
  memory: AutomationMemory | null = null;
  last: AutomationEvaluation | null = null;
  partitions: ((key: AssetKey) => PartitionFacts) | undefined;
  #graph: Pick<GraphDocument, 'assets' | 'checks' | 'jobs'>;
  #seq = 0;
  #runs = 0;
  readonly #made = new Map<AssetKey, Materialization>();
  readonly #history = new Map<string, Materialization>();
  readonly #failures = new Map<AssetKey, StoredFacts['failures'][string]>();
  readonly #observations = new Map<AssetKey, StoredFacts['observations'][string]>();
  readonly #planned = new Map<string, readonly AssetKey[]>();
  readonly #underWay = new Map<string, RunUnderWay>();

  constructor(assets: readonly AssetNode[], start = '2026-03-02T10:00:00Z') {
    this.#graph = { assets, checks: [], jobs: [] };
    this.now = Date.parse(start);
  }

  edit(assets: readonly AssetNode[]): void {
    this.#graph = { ...this.#graph, assets };
  }

  /** One run that begins and ends at once. */
  make(...assets: readonly AssetKey[]): string {
    const run = this.begin(...assets);
    for (const key of assets) this.finish(run, key);
    this.end(run);
    return run;
  }

  begin(...assets: readonly AssetKey[]): string {
    const run = `run-${++this.#runs}`;
    this.#planned.set(run, assets);
    this.#underWay.set(run, { run, assets });
    return run;
  }

  finish(run: string, key: AssetKey): Materialization {
    const node = this.#graph.assets.find((each) => each.key === key);
    const inputs = Object.values(node?.inputs ?? {}).map((each) => {
      const read = this.#made.get(each);
      return [each, { dataVersion: read?.dataVersion ?? null, run: read?.run ?? null }];
    });
    const seq = ++this.#seq;
    const made: Materialization = {
      asset: key,
      run,
      seq,
      time: this.#time(),
      codeVersion: node?.codeVersion ?? null,
      dataVersion: `${key}@${seq}`,
      inputs: Object.fromEntries(inputs),
      durationMs: 1,
      metadata: {},
    };
    this.#made.set(key, made);
    this.#failures.delete(key);
    this.#history.set(`${run} ${key}`, made);
    return made;
  }

  fail(run: string, key: AssetKey): void {
    this.#failures.set(key, { asset: key, run, seq: ++this.#seq, time: this.#time(), message: 'boom' });
  }

  end(run: string): void {
    this.#underWay.delete(run);
  }

  observe(key: AssetKey, dataVersion: string): void {
    this.#observations.set(key, { dataVersion, run: 'observed', time: this.#time() });
  }

  forget(key: AssetKey): void {
    this.#made.delete(key);
  }

  question(asking: Asking = {}): AutomationQuestion {
    const stored: StoredFacts = {
      materializations: Object.fromEntries(this.#made),
      failures: Object.fromEntries(this.#failures),
      checks: {},
      observations: Object.fromEntries(this.#observations),
      running: [],
    };
    const facts = automationFacts({
      nodes: this.#graph.assets,
      stored,
      underWay: [...this.#underWay.values()],
      plannedBy: (run) => this.#planned.get(run) ?? null,
      madeBy: (key, run) => this.#history.get(`${run} ${key}`) ?? null,
      partitionsOf: createSlicing({ assets: this.#graph.assets, now: this.now, dynamicKeys: () => [] }).of,
      ...(this.partitions === undefined ? {} : { partitions: this.partitions }),
    });
    return { graph: this.#graph, now: this.now, previous: this.memory, facts, interval: 30 * SECOND, ...asking };
  }

  /** Evaluates `after` milliseconds later; what is requested is told as `a b`, one string for each run. */
  tick(after = 30 * SECOND, asking: Asking = {}): readonly string[] {
    this.look(after, asking);
    this.memory = JSON.parse(JSON.stringify(this.memory)) as AutomationMemory; // As it comes back from the disk.
    return this.#told();
  }

  /** The same without a restart. */
  look(after: number, asking: Asking = {}): void {
    this.now += after;
    this.last = evaluateAutomation(this.question(asking));
    this.memory = this.last.memory;
  }

  #told(): readonly string[] {
    if (this.last === null) return [];
    return this.last.runs.map(({ assets, partitions }) => [...assets, ...(partitions ?? [])].join(' '));
  }

  #time(): string {
    return new Date(this.now).toISOString();
  }
}
