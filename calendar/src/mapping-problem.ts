// Why a mapping cannot be between two definitions of partitions, as a sentence that says what could.
import {
  nearestName,
  type OneDimension,
  type PartitionMapping,
  type PartitionsDefinition,
  type TwoDimensions,
} from '@headwater/graph';
import { isSameDefinition } from './default-mapping.ts';
import { readGrid } from './time-grid.ts';
import { momentText } from './wall-clock.ts';

export interface MappingSides {
  /** Of the asset whose input it is; undefined: it is made whole. */
  readonly downstream: PartitionsDefinition | undefined;
  readonly upstream: PartitionsDefinition | undefined;
}

/** Null where the mapping is fine. Definitions that are themselves wrong are not judged again here. */
export function mappingProblem(mapping: PartitionMapping, sides: MappingSides): string | null {
  return shapeProblem(mapping, sides) ?? overlapProblem(mapping, sides);
}

/** Why it could not be carried out at all: cheap to ask, for no calendar is opened. */
export function shapeProblem(mapping: PartitionMapping, { downstream, upstream }: MappingSides): string | null {
  if (upstream === undefined) {
    return mapping.is === 'all'
      ? null
      : `mapping.${mapping.is} needs an input that has partitions, and this one is made whole. Leave the mapping out.`;
  }
  if (downstream === undefined) {
    if (mapping.is === 'all' || mapping.is === 'last') return null;
    return `mapping.${mapping.is} needs partitions here too, and this asset is made whole. Use mapping.all() or mapping.last().`;
  }
  switch (mapping.is) {
    case 'all':
    case 'last':
      return null;
    case 'identity':
      return identityProblem(downstream, upstream);
    case 'window':
      return windowProblem(mapping, { downstream, upstream });
    case 'static':
      return staticProblem(mapping.keys, { downstream, upstream });
    case 'dimension':
      return dimensionProblem(mapping.name, { downstream, upstream });
  }
}

interface Both {
  readonly downstream: PartitionsDefinition;
  readonly upstream: PartitionsDefinition;
}

function identityProblem(downstream: PartitionsDefinition, upstream: PartitionsDefinition): string | null {
  if (isSameDefinition(downstream, upstream)) return null;
  const both = `this asset has ${describe(downstream)} and its input ${describe(upstream)}`;
  if (downstream.is === 'multi' && upstream.is === 'multi') {
    const unpaired = Object.keys(downstream.dimensions).find((name) => upstream.dimensions[name] === undefined);
    if (unpaired !== undefined) return `mapping.identity needs the same dimensions on both sides, and ${both}.`;
    const problems = Object.keys(downstream.dimensions).map((name) =>
      pairProblem(downstream.dimensions[name], upstream.dimensions[name]),
    );
    return problems.find((problem) => problem !== null) ?? null;
  }
  const instead =
    downstream.is === 'time' && upstream.is === 'time'
      ? 'mapping.window() takes the windows that overlap'
      : downstream.is === 'multi' || upstream.is === 'multi'
        ? 'mapping.dimension(name) takes one dimension of two'
        : 'mapping.static({…}) says which key needs which';
  return `mapping.identity needs the same partitions on both sides, and ${both}: ${instead}.`;
}

/** A dimension and what it is laid beside: the same, or both time. */
function pairProblem(one: OneDimension | undefined, other: OneDimension | undefined): string | null {
  if (one === undefined || other === undefined || isSameDefinition(one, other)) return null;
  if (one.is === 'time' && other.is === 'time') return windowProblem(null, { downstream: one, upstream: other });
  return `A dimension with ${describe(one)} cannot be laid beside ${describe(other)}: both need the same partitions, or time.`;
}

function windowProblem(
  mapping: { startOffset: number; endOffset: number } | null,
  { downstream, upstream }: Both,
): string | null {
  if (downstream.is !== 'time' || upstream.is !== 'time') {
    const other =
      downstream.is === 'time' ? `its input has ${describe(upstream)}` : `this asset has ${describe(downstream)}`;
    return `mapping.window needs windows of time on both sides, and ${other}.`;
  }
  const { startOffset, endOffset } = mapping ?? { startOffset: 0, endOffset: 0 };
  for (const [name, value] of Object.entries({ startOffset, endOffset })) {
    if (!Number.isInteger(value)) return `${name} of mapping.window is ${value}: use a whole number.`;
  }
  if (startOffset > endOffset) {
    return `mapping.window begins after it ends: startOffset ${startOffset} is more than endOffset ${endOffset}.`;
  }
  return null;
}

/** Windows of time that lie apart: then no partition of the input would ever be needed. */
function overlapProblem(mapping: PartitionMapping, { downstream, upstream }: MappingSides): string | null {
  if (mapping.is !== 'window' || downstream?.is !== 'time' || upstream?.is !== 'time') return null;
  const { startOffset, endOffset } = mapping;
  const down = readGrid(downstream);
  const up = readGrid(upstream);
  if (!down.ok || !up.ok) return null;
  const start = down.grid.startOf(startOffset);
  if (up.grid.end !== null && up.grid.end <= start) {
    return `No partition of the input is ever needed: they end before ${momentText(up.grid.zone, up.grid.end)}, and the first window here begins at ${momentText(down.grid.zone, start)}.`;
  }
  if (down.grid.end === null) return null;
  const from = up.grid.startOf(0);
  // The first partition here that would need the first one there.
  const first = Math.max(0, down.grid.indexAt(from) - endOffset);
  if (down.grid.startOf(first + 1) <= down.grid.end) return null;
  return `No partition of the input is ever needed: they begin at ${momentText(up.grid.zone, from)}, and those here end before ${momentText(down.grid.zone, down.grid.end)}.`;
}

function staticProblem(
  mapped: Readonly<Record<string, readonly string[]>>,
  { downstream, upstream }: Both,
): string | null {
  const sides = [
    { known: downstream, named: Object.keys(mapped), whose: 'this asset' },
    { known: upstream, named: Object.values(mapped).flat(), whose: 'its input' },
  ];
  for (const { known, named, whose } of sides) {
    if (known.is !== 'static' && known.is !== 'dynamic') {
      return `mapping.static goes from key to keys, and ${whose} has ${describe(known)}.`;
    }
    if (known.is === 'dynamic') continue;
    const keys = new Set(known.keys);
    const unknown = named.find((key) => !keys.has(key));
    if (unknown === undefined) continue;
    const nearest = nearestName(unknown, known.keys);
    const hint = nearest === null ? `They are ${listed(known.keys)}.` : `Did you mean "${nearest}"?`;
    return `mapping.static names "${unknown}", and ${whose} has no such partition. ${hint}`;
  }
  return null;
}

function dimensionProblem(name: string, { downstream, upstream }: Both): string | null {
  if ((downstream.is === 'multi') === (upstream.is === 'multi')) {
    const two =
      downstream.is === 'multi' ? 'both have two: leave the mapping out, or use mapping.identity()' : 'neither has two';
    return `mapping.dimension takes one dimension of two, on one side, and here ${two}.`;
  }
  const multi = (downstream.is === 'multi' ? downstream : upstream) as TwoDimensions;
  const other = (downstream.is === 'multi' ? upstream : downstream) as OneDimension;
  const dimension = multi.dimensions[name];
  if (dimension !== undefined) return pairProblem(dimension, other);
  const names = Object.keys(multi.dimensions);
  const nearest = nearestName(name, names);
  const hint =
    nearest === null ? `They are ${names.map((known) => `"${known}"`).join(' and ')}.` : `Did you mean "${nearest}"?`;
  return `mapping.dimension names "${name}", and there is no such dimension. ${hint}`;
}

function listed(keys: readonly string[]): string {
  return keys.length <= 6 ? keys.join(', ') : `${keys.slice(0, 5).join(', ')} and ${keys.length - 5} more`;
}

const EVERY = { hour: 'hourly', day: 'daily', week: 'weekly', month: 'monthly', cron: 'cron' } as const;

function describe(definition: PartitionsDefinition): string {
  if (definition.is === 'static') return `the partitions ${listed(definition.keys)}`;
  if (definition.is === 'dynamic') return `the dynamic partitions "${definition.name}"`;
  if (definition.is === 'multi') return `the dimensions ${Object.keys(definition.dimensions).join(' and ')}`;
  const { every, start, end, timezone, endOffset } = definition;
  const until = end === null ? '' : ` to ${end}`;
  const moved = endOffset === 0 ? '' : `, endOffset ${endOffset}`;
  return `${EVERY[every]} partitions (from ${start}${until}, ${timezone}${moved})`;
}
