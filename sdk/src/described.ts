// Tells definitions from other values, and one kind of definition from another.
import { DEFINITION, type Described, type Description, type NodeDescription } from './definition.ts';

type Kind = Description['type'];

/** What each kind is called in a sentence. */
const NAMES: Readonly<Record<Kind, string>> = {
  asset: 'an asset',
  graph: 'a graph asset',
  external: 'an external asset',
  output: 'an output of a multi-asset',
  multi: 'a whole multi-asset',
  'loaded-as': 'an input of loadAs',
  op: 'an op',
  check: 'a check',
  resource: 'a resource',
  job: 'a job',
  schedule: 'a schedule',
  sensor: 'a sensor',
  condition: 'a condition of automation',
  freshness: 'a freshness policy',
  partitions: 'partitions',
  mapping: 'a mapping',
  'from-partitions': 'an input of fromPartitions',
  definitions: 'definitions(…)',
};

export function isDescribed(value: unknown): value is Described {
  return (typeof value === 'function' || typeof value === 'object') && value !== null && DEFINITION in value;
}

export function isKind<K extends Kind>(
  value: unknown,
  ...kinds: readonly K[]
): value is Described<Extract<Description, { readonly type: K }>> {
  return isDescribed(value) && kinds.some((kind) => kind === value[DEFINITION].type);
}

/** Whether it can be named as input or dep. */
export function isNode(value: unknown): value is Described<NodeDescription> {
  return isKind(value, 'asset', 'graph', 'external', 'output');
}

/** `an op`, for sentences; undefined when it is no definition. */
export function nameOfKind(value: unknown): string | undefined {
  return isDescribed(value) ? NAMES[value[DEFINITION].type] : undefined;
}

/** A plain object or a module's namespace; no array, promise, Map or instance of a class. From another realm too, as under jest. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
