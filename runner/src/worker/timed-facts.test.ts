// What definitions say of time comes out in the words of the graph, and both speak one language.
import type { AssetNode, Condition, FreshnessPolicy, PartitionMapping, PartitionsDefinition } from '@headwater/graph';
import {
  asset,
  automation,
  externalAsset,
  freshness,
  fromPartitions,
  job,
  mapping,
  multiAsset,
  output,
  partitions,
  schedule,
  sensor,
} from 'headwater';
import type { BackfillFacts, ConditionFacts, FreshnessFacts, MappingFacts, PartitionsFacts } from 'headwater/internal';
import { expect, test } from 'vitest';
import { givenGraph } from '../in-process/given-graph.ts';

type Alike<A, B> = [A, B] extends [B, A] ? true : never;

test('the SDK and the graph describe them by the same JSON', () => {
  // The compiler is who compares: the SDK imports no types of the graph.
  const alike: readonly true[] = [
    true satisfies Alike<ConditionFacts, Condition>,
    true satisfies Alike<FreshnessFacts, FreshnessPolicy>,
    true satisfies Alike<PartitionsFacts, PartitionsDefinition>,
    true satisfies Alike<MappingFacts, PartitionMapping>,
    true satisfies Alike<BackfillFacts, NonNullable<AssetNode['backfill']>>,
  ];
  expect(alike).not.toContain(false);
});

const days = partitions.daily({ start: '2026-01-01' });
const DAYS = { is: 'time', every: 'day', cron: null, start: '2026-01-01', end: null, timezone: 'UTC', endOffset: 0 };

test('a graph of given definitions says what is said of time, and nothing where nothing is', () => {
  const plain = asset(() => 1);
  const feed = externalAsset<number>({ partitions: days });
  const { a, b } = multiAsset(
    {
      outputs: { a: output<number>({ freshness: freshness.maxLag('1h') }), b: output<number>() },
      inputs: { feed: fromPartitions(feed, mapping.window({ startOffset: -1 })) },
      deps: [fromPartitions(plain, mapping.all())],
      partitions: days,
      automation: automation.eager(),
      backfill: 'single-run',
    },
    async function* () {},
  );
  const nightly = job('nightly', { selection: [a] });
  const { document } = givenGraph({
    plain,
    feed,
    a,
    b,
    nightly,
    tick: schedule('tick', { cron: '@daily', job: nightly }),
    look: sensor('look', { selection: [a, b], minimumInterval: '1m' }, () => undefined),
  });
  const node = (key: string): object => {
    const { partitions, mappings, automation, freshness, backfill } = document.assets.find((each) => each.key === key)!;
    return JSON.parse(JSON.stringify({ partitions, mappings, automation, freshness, backfill })) as object;
  };
  const body = {
    partitions: DAYS,
    mappings: { feed: { is: 'window', startOffset: -1, endOffset: 0 }, plain: { is: 'all' } },
    automation: { is: 'eager' },
    backfill: { maxPartitionsPerRun: null },
  };
  expect(node('plain')).toEqual({});
  expect(node('feed')).toEqual({ partitions: DAYS });
  expect(node('a')).toEqual({ ...body, freshness: { is: 'maxLag', failMs: 3_600_000, warnMs: null } });
  expect(node('b')).toEqual(body);
  expect(document.jobs).toMatchObject([{ name: 'nightly', selection: 'key:"a"' }]);
  expect(document.schedules).toMatchObject([
    { name: 'tick', selection: 'job:"nightly"', cron: '@daily', timezone: null, hasBody: false },
  ]);
  expect(document.sensors).toMatchObject([
    { name: 'look', selection: 'key:"a" or key:"b"', minimumIntervalMs: 60_000, exportName: 'look' },
  ]);
});
