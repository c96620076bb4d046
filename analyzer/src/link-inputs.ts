// Links what a body reads: inputs and order-only deps to the keys of their assets, resources to where they are declared.
import { nearestName } from '@headwater/graph';
import type { AssetKey, LinePlace, PartitionMapping, SourceRange, UpstreamPlaces } from '@headwater/graph';
import { aNounOf } from './factories.ts';
import type { PlacedValue, Unreadable, WrittenOptions } from './file-record.ts';
import { resolveValue } from './resolve-value.ts';
import type { Target } from './resolve-value.ts';
import { sameData } from './same-data.ts';
import { upstreamNamed } from './upstream-named.ts';
import { upstreamKey, written } from './upstream.ts';
import type { LinkQuestion } from './upstream.ts';

export interface Inputs {
  readonly inputs: Readonly<Record<string, AssetKey>>;
  readonly deps: readonly AssetKey[];
  /** Where each direct upstream is named. */
  readonly edges: ReadonlyMap<AssetKey, SourceRange>;
  /** Where each input and each dep is; null where there are none. */
  readonly places: UpstreamPlaces | null;
  /** Which partitions are needed, where that is said; null: nowhere. */
  readonly mappings: Readonly<Record<AssetKey, PartitionMapping>> | null;
}

export function linkInputs(question: LinkQuestion, options: WrittenOptions | null, unreadable: Unreadable[]): Inputs {
  const edges = new Map<AssetKey, SourceRange>();
  const said = new Map<AssetKey, PartitionMapping | null>();
  const upstream = (given: PlacedValue, input?: string): AssetKey | null => {
    const { named, path, mapping } = upstreamNamed(question, given);
    const label = input === undefined ? `dep \`${written(named.value)}\`` : `input \`${input}\``;
    const found = upstreamKey({ ...question, path }, named, label);
    if (found === null) return null;
    if (typeof found !== 'string') {
      unreadable.push({ reason: found.reason, place: named.place });
      return null;
    }
    if (!edges.has(found)) edges.set(found, named.place);
    if (mapping === 'computed')
      unreadable.push({ reason: `the mapping of the ${label} is computed`, place: named.place });
    else if (mapping !== 'wrong') {
      const first = said.get(found);
      if (first === undefined) said.set(found, mapping);
      else if (!sameData(first, mapping)) question.report('bad-partitions', named.place, severalMappings(label));
    }
    return found;
  };
  const inputs: [string, AssetKey][] = [];
  const inputPlaces: [string, LinePlace][] = [];
  for (const input of inputEntries(options, unreadable)) {
    const key = upstream(input, input.name);
    if (key === null) continue;
    inputs.push([input.name, key]);
    inputPlaces.push([input.name, startOf(input.place)]);
  }
  const deps = new Map<AssetKey, LinePlace>();
  for (const dep of listItems(options, 'deps', unreadable)) {
    const key = upstream(dep);
    if (key !== null && !deps.has(key)) deps.set(key, startOf(dep.place));
  }
  linkResources(question, options);
  const named = inputs.length + deps.size > 0;
  const mappings = [...said].filter((each): each is [AssetKey, PartitionMapping] => each[1] !== null);
  const places = named ? { inputs: Object.fromEntries(inputPlaces), deps: Object.fromEntries(deps) } : null;
  return {
    inputs: Object.fromEntries(inputs),
    deps: [...deps.keys()],
    edges,
    places,
    mappings: mappings.length > 0 ? Object.fromEntries(mappings) : null,
  };
}

function severalMappings(label: string): string {
  return `The ${label} is named twice with different partitions, so the module cannot load. Give both the same mapping.`;
}

const startOf = ({ startLine: line, startColumn: column }: SourceRange): LinePlace => ({ line, column });

function inputEntries(
  options: WrittenOptions | null,
  unreadable: Unreadable[],
): (PlacedValue & { readonly name: string })[] {
  const option = options?.byName.get('inputs');
  if (option === undefined) return [];
  if (option.kind !== 'record') {
    unreadable.push({ reason: 'its inputs are computed', place: option.place });
    return [];
  }
  return option.entries.flatMap((entry) => {
    if (entry.kind === 'named') return [entry];
    const reason =
      entry.kind === 'spread'
        ? 'its inputs are spread'
        : entry.name === null
          ? 'the name of an input is computed'
          : `input \`${entry.name}\` is computed`;
    unreadable.push({ reason, place: entry.place });
    return [];
  });
}

/** What a list names in place; the rest is noted. */
export function listItems(options: WrittenOptions | null, name: string, unreadable: Unreadable[]): PlacedValue[] {
  const option = options?.byName.get(name);
  if (option === undefined) return [];
  if (option.kind !== 'list') {
    unreadable.push({ reason: `its ${name} are computed`, place: option.place });
    return [];
  }
  return option.items.flatMap((item) => {
    if (item.kind === 'item') return [item];
    unreadable.push({ reason: `its ${name} are spread`, place: item.place });
    return [];
  });
}

/** What stands for nothing, or for something else, is reported; what only a run can tell is left to it. */
function linkResources(question: LinkQuestion, options: WrittenOptions | null): void {
  const option = options?.byName.get('resources');
  for (const entry of option?.kind === 'record' ? option.entries : []) {
    if (entry.kind !== 'named' || entry.value.kind === 'opaque' || entry.value.kind === 'call') continue;
    const target = resolveValue(question.world, question.path, entry.value);
    const wrong = whatIsWrong(question, target);
    if (wrong !== null) question.report('unknown-resource', entry.place, `The resource \`${entry.name}\` ${wrong}`);
  }
}

function whatIsWrong(question: LinkQuestion, target: Target): string | null {
  const instead = 'Name what `resource({ create })` returned.';
  switch (target.kind) {
    case 'unknown-name': {
      const near = nearestName(target.name, resourceNames(question));
      return `is nothing: this file knows no \`${target.name}\`. ${near === null ? instead : `Did you mean \`${near}\`?`}`;
    }
    case 'unknown-module':
      return `comes from '${target.specifier}', and there is no such file. Correct the import.`;
    case 'unknown-export':
      return `is nothing: ${question.relative(target.file)} exports no \`${target.name}\`. Correct the import.`;
    case 'declared':
      return target.factory === 'resource' ? null : `is ${aNounOf(target.factory)}, not a resource. ${instead}`;
    case 'output':
      return `is an output of a multi-asset, not a resource. ${instead}`;
    case 'value':
      return `is a plain value, not a resource. ${instead}`;
    case 'module':
      return `is a whole module, not a resource. Name one of its exports.`;
    default:
      return null;
  }
}

/** Names of this file that stand for a resource. */
function resourceNames({ world, path }: LinkQuestion): string[] {
  const record = world.record(path);
  return [...(record?.bindings.keys() ?? []), ...(record?.imports.keys() ?? [])].filter((name) => {
    const target = resolveValue(world, path, { kind: 'name', name });
    return target.kind === 'declared' && target.factory === 'resource';
  });
}
