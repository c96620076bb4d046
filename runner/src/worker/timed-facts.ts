// What definitions say of time, in the words of the graph: partitions, mappings, automation, freshness, backfills, targets.
import type { AssetKey } from '@headwater/graph';
import {
  DEFINITION,
  type Described,
  type NodeDescription,
  type ScheduleDescription,
  type SensorDescription,
  type TargetDescription,
} from 'headwater/internal';
import type { DescribedSchedule, DescribedSensor, TimedFacts } from '../protocol.ts';
import type { BodyDescription } from './loaded-run.ts';

type KeyOf = (definition: Described) => AssetKey;

/** `body`: what makes it; null for an external one. */
export function timedFacts(
  node: NodeDescription,
  { body, keyOf }: { readonly body: BodyDescription | null; readonly keyOf: KeyOf },
): TimedFacts {
  const partitions = body?.partitions ?? (node.type === 'external' ? node.partitions : null);
  const mappings = Object.fromEntries((body?.mappings ?? []).map(({ asset, mapping }) => [keyOf(asset), mapping]));
  return {
    ...(partitions && { partitions }),
    ...(Object.keys(mappings).length > 0 && { mappings }),
    ...(body?.automation && { automation: body.automation }),
    ...(node.freshness && { freshness: node.freshness }),
    ...(body?.backfill && { backfill: body.backfill }),
  };
}

/** A job by its name, assets by their keys. */
export function selectionOf(target: TargetDescription, keyOf: KeyOf): string {
  if (typeof target === 'string') return target;
  if (DEFINITION in target) return `job:${quoted(target[DEFINITION].name)}`;
  return target.map((each) => `key:${quoted(keyOf(each))}`).join(' or ');
}

export function scheduleFacts(schedule: ScheduleDescription, keyOf: KeyOf): DescribedSchedule {
  const { name, target, cron, timezone, run } = schedule;
  return { name, selection: selectionOf(target, keyOf), cron, timezone, hasBody: run !== null };
}

export function sensorFacts({ name, target, minimumIntervalMs }: SensorDescription, keyOf: KeyOf): DescribedSensor {
  return { name, selection: selectionOf(target, keyOf), minimumIntervalMs };
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
