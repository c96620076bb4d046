// Compares the graph read from the source with what the loaded modules say of themselves: they are two readings of one truth.
import type { AssetKey, AssetNode, GraphDocument, ScheduleNode, SensorNode } from '@headwater/graph';

/** What the loaded definitions say, their keys bound by the names they are exported by. */
export interface DescribedGraph {
  readonly nodes: readonly DescribedNode[];
  /** Names of the jobs. */
  readonly jobs: readonly string[];
  readonly schedules: readonly Pick<ScheduleNode, 'name' | 'selection' | 'cron' | 'timezone' | 'hasBody'>[];
  readonly sensors: readonly Pick<SensorNode, 'name' | 'selection' | 'minimumIntervalMs'>[];
}

export interface DescribedNode extends Pick<AssetNode, (typeof COMPARED)[number] | (typeof TIMED)[number]> {
  readonly key: AssetKey;
  /** The keys it had before; of an asset of another project that one's to tell. */
  readonly renamedFrom?: readonly AssetKey[];
  /** Name to kind; absent where none are declared. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Those the body returns and those that stand apart, in any order. */
  readonly checks: readonly DescribedCheck[];
}

export interface DescribedCheck {
  readonly name: string;
  readonly blocking: boolean;
  readonly severity: 'warn' | 'error';
}

const COMPARED = ['kind', 'inputs', 'deps', 'group', 'kinds', 'tags', 'owners', 'io'] as const;
/** Absent where nothing is said of them. */
const TIMED = ['partitions', 'mappings', 'automation', 'freshness', 'backfill'] as const;

/**
 * One sentence for each difference; none when the two agree. What the source says of a dynamic asset need not hold, and where
 * it says that anything is made dynamically, there may be more assets, checks and jobs than it names.
 */
export function disagreements(document: GraphDocument, described: DescribedGraph): string[] {
  const loaded = new Map(described.nodes.map((node) => [node.key, node]));
  const read = new Set(document.assets.map(({ key }) => key));
  const mayBeMore = isDynamic(document);
  const jobs = document.jobs.map(({ name }) => name);
  return [
    ...document.assets.flatMap((node) => differences(document, node, loaded.get(node.key))),
    ...(mayBeMore
      ? []
      : described.nodes.filter(({ key }) => !read.has(key)).map(({ key }) => onlyLoaded('asset', key))),
    ...jobs
      .filter((name) => !described.jobs.includes(name))
      .map((name) => `The job \`${name}\` is in the source and not among what its modules load.`),
    ...(mayBeMore ? [] : described.jobs.filter((name) => !jobs.includes(name)).map((name) => onlyLoaded('job', name))),
    ...listed('schedule', { read: document.schedules, loaded: described.schedules, mayBeMore }),
    ...listed('sensor', { read: document.sensors, loaded: described.sensors, mayBeMore }),
  ];
}

interface Named {
  readonly name: string;
}

function listed<Facts extends Named>(
  what: string,
  of: { readonly read: readonly (Facts & Place)[]; readonly loaded: readonly Facts[]; readonly mayBeMore: boolean },
): string[] {
  const { read, loaded, mayBeMore } = of;
  const names = new Set(read.map(({ name }) => name));
  return [
    ...read.flatMap(({ file, line, column: _column, exportName: _exportName, ...facts }) => {
      const real = loaded.find(({ name }) => name === facts.name);
      if (real === undefined)
        return [`The ${what} \`${facts.name}\` is in the source and not among what its modules load.`];
      const [source, told] = [stable(facts), stable(real)];
      return source === told
        ? []
        : [
            `The ${what} \`${facts.name}\` (${file}:${line}) is ${source} in the source, and ${told} when it is loaded.`,
          ];
    }),
    ...(mayBeMore ? [] : loaded.filter(({ name }) => !names.has(name)).map(({ name }) => onlyLoaded(what, name))),
  ];
}

type Place = Pick<ScheduleNode, 'file' | 'line' | 'column' | 'exportName'>;

function isDynamic({ problems }: GraphDocument): boolean {
  return problems.some(({ code }) => code === 'dynamic');
}

function onlyLoaded(what: string, name: string): string {
  return `The ${what} \`${name}\` is there when its module is loaded, and is not found in the source.`;
}

function differences(document: GraphDocument, node: AssetNode, loaded: DescribedNode | undefined): string[] {
  const { key, file, line, dynamic } = node;
  if (dynamic !== undefined) return [];
  // Definitions that are not wholly read may leave it out.
  if (loaded === undefined && document.definitions !== null && isDynamic(document)) return [];
  if (loaded === undefined)
    return [`\`${key}\` (${file}:${line}) is in the source and not among what its module loads.`];
  const differ = (what: string, inSource: unknown, whenLoaded: unknown): string[] => {
    const [source, real] = [stable(inSource), stable(whenLoaded)];
    if (source === real) return [];
    return [`\`${key}\` (${file}:${line}): ${what} is ${source} in the source, and ${real} when it is loaded.`];
  };
  const checks = document.checks.filter(({ asset }) => asset === key);
  return [
    ...COMPARED.flatMap((what) => differ(what, node[what], loaded[what])),
    ...TIMED.flatMap((what) => differ(what, node[what] ?? null, loaded[what] ?? null)),
    ...(node.foreign === undefined ? differ('renamedFrom', node.renamedFrom ?? [], loaded.renamedFrom ?? []) : []),
    ...(node.columns === undefined || node.foreign !== undefined
      ? []
      : differ('columns', asLoaded(node.columns, loaded.columns), loaded.columns ?? null)),
    ...(isDynamic(document) ? [] : differ('checks', checkFacts(checks), checkFacts(loaded.checks))),
  ];
}

/** A kind that the source does not tell is the real one; and `json` is any, for a schema that says a Date in JSON. */
function asLoaded(
  columns: NonNullable<AssetNode['columns']>,
  loaded: DescribedNode['columns'] = {},
): Record<string, string | null> {
  const real = new Map(Object.entries(loaded));
  return Object.fromEntries(
    columns.map(({ name, kind }) => {
      const isAny = kind === null || real.get(name) === 'json';
      return [name, isAny ? (real.get(name) ?? null) : kind];
    }),
  );
}

function checkFacts(checks: readonly DescribedCheck[]): string[] {
  return checks.map(({ name, blocking, severity }) => `${name} (${blocking ? 'blocking, ' : ''}${severity})`).sort();
}

/** The order of a record's names says nothing; that of a list does. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
