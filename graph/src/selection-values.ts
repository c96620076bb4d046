// The attributes of the selection grammar in words, and the values that the assets of a project have of each.
import { conditionTypes } from './automation-types.ts';
import type { AssetNode, NamedSelection } from './model.ts';
import { STATUS_NAMES } from './status-model.ts';
import { counted } from './status-summary.ts';

/** Each with what it selects. */
export const SELECTION_ATTRIBUTES: Readonly<Record<string, string>> = {
  key: 'assets whose key matches',
  group: 'assets of a group',
  kind: 'assets with a badge',
  tag: 'assets with a tag, also `tag:name=value`',
  owner: 'assets that somebody answers for',
  is: 'what an asset is',
  job: 'assets of a job',
  schedule: 'assets that a schedule runs',
  sensor: 'assets that a sensor runs',
  automation_type: 'what runs them by itself',
  partitions: 'assets made in slices',
  status: 'how assets stand',
};
const NODE_KINDS: readonly AssetNode['kind'][] = ['asset', 'external', 'multi', 'graph'];

export interface NamedValues {
  readonly assets: readonly AssetNode[];
  readonly jobs: readonly NamedSelection[];
  readonly schedules?: readonly NamedSelection[];
  readonly sensors?: readonly NamedSelection[];
}

/** What a project has of an attribute, each with a word on it. */
export function selectionValues(
  attribute: string,
  { assets, jobs, schedules = [], sensors = [] }: NamedValues,
): ReadonlyMap<string, string> {
  const plain = (names: readonly string[]): Map<string, string> => new Map(names.map((name) => [name, attribute]));
  switch (attribute) {
    case 'key':
      return new Map(assets.map(({ key, group }) => [key, group]));
    case 'group':
      return valueCounts(assets, ({ group }) => group);
    case 'kind':
      return valueCounts(assets, ({ kinds }) => kinds);
    case 'tag':
      return valueCounts(assets, ({ tags }) => Object.keys(tags));
    case 'owner':
      return valueCounts(assets, ({ owners }) => owners);
    case 'is':
      return plain(NODE_KINDS);
    case 'job':
      return plain(jobs.map(({ name }) => name));
    case 'schedule':
      return plain(schedules.map(({ name }) => name));
    case 'sensor':
      return plain(sensors.map(({ name }) => name));
    case 'automation_type':
      return new Map([
        ...valueCounts(assets, ({ automation }) => conditionTypes(automation)),
        ...plain([...(schedules.length > 0 ? ['schedule'] : []), ...(sensors.length > 0 ? ['sensor'] : [])]),
      ]);
    case 'partitions':
      return valueCounts(assets, ({ partitions }) => partitions?.is ?? []);
    case 'status':
      return plain(STATUS_NAMES);
    default:
      return new Map();
  }
}

type ValuesOf = (node: AssetNode) => string | readonly string[];

/** Each value with the number of its assets, the most used first. */
export function countValues(assets: readonly AssetNode[], of: ValuesOf): [value: string, count: number][] {
  const counts = new Map<string, number>();
  for (const value of assets.flatMap(of)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, others]) => others - many || (a < b ? -1 : 1));
}

/** The same in words. */
export function valueCounts(assets: readonly AssetNode[], of: ValuesOf): Map<string, string> {
  return new Map(countValues(assets, of).map(([value, count]) => [value, counted(count, 'asset')]));
}
