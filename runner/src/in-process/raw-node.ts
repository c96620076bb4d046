// What became of one node in a run, out of the run's events.
import type { AssetKey } from '@headwater/graph';
import type { RawNode } from 'headwater/internal';
import type { RunEvent } from '../run-event.ts';
import type { GivenGraph } from './given-graph.ts';

export async function rawNode(
  key: AssetKey,
  of: {
    graph: GivenGraph;
    events: readonly RunEvent[];
    loads: readonly AssetKey[];
    load: (key: AssetKey) => Promise<unknown>;
  },
): Promise<RawNode> {
  const definition = of.graph.byKey.get(key);
  if (!definition) throw new Error(`\`${key}\` is not among the definitions.`);
  const own = of.events.filter((event) => 'asset' in event && event.asset === key);
  const made = own.find((event) => event.type === 'materialized');
  const failed = own.find((event) => event.type === 'step-failed' && event.op === undefined);
  const stopped = own.find((event) => event.type === 'step-skipped' || event.type === 'step-cancelled');
  const checks = own.flatMap((event) =>
    event.type === 'check'
      ? [
          {
            name: event.check,
            passed: event.passed,
            severity: event.severity,
            metadata: event.metadata,
            message: event.message ?? null,
          },
        ]
      : [],
  );
  const base = { definition, key, metadata: made?.metadata ?? {}, checks };
  // A manager that only writes gives nothing back.
  if (made) return { ...base, outcome: { state: 'materialized', value: await of.load(key).catch(() => undefined) } };
  if (failed?.type === 'step-failed') {
    const { message, stack = null } = failed.error;
    return { ...base, outcome: { state: 'failed', error: { message, stack } } };
  }
  if (stopped) return { ...base, outcome: { state: 'skipped', reason: stopped.message } };
  const untouched: RawNode = { ...base, outcome: { state: 'untouched' } };
  if (!of.loads.includes(key)) return untouched;
  // What cannot be loaded has failed those that asked for it.
  return of.load(key).then(
    (value) => ({ ...base, outcome: { state: 'loaded', value } }),
    () => untouched,
  );
}
