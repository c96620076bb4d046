// Two themes for tests of exported pictures: every colour is another one, so that each can be found again.
import { STATUS_NAMES } from '@headwater/graph';
import { CHANGE_LOOKS } from '../state/diff.ts';
import { PARTITION_STATES } from '../state/partition-words.ts';
import { GROUP_COLOURS } from '../state/scene.ts';
import type { ExportPalette, Inked, Surface } from './export-palette.ts';
import type { Paint } from './solid-colour.ts';

/** `base`: of the first colour, as a number. */
export function paletteFrom(base: number): ExportPalette {
  let next = base;
  const paint = (): Paint => ({ colour: `#${(next++).toString(16).padStart(6, '0')}`, opacity: 1 });
  const surface = (): Surface => ({ fill: paint(), line: { ...paint(), opacity: 0.2 } });
  const inked = (): Inked => ({ ...surface(), ink: paint() });
  const record = <K extends string, V>(names: readonly K[], make: () => V): Record<K, V> =>
    Object.fromEntries(names.map((name) => [name, make()])) as Record<K, V>; // of every name
  return {
    ground: paint(),
    text: paint(),
    dim: paint(),
    node: surface(),
    failedNode: surface(),
    externalNode: surface(),
    trouble: paint(),
    kind: inked(),
    statuses: record(STATUS_NAMES, () => ({ icon: paint(), ink: paint() })),
    groups: Array.from({ length: GROUP_COLOURS }, () => ({
      bar: paint(),
      box: surface(),
      node: surface(),
      icon: paint(),
    })),
    checks: record(['failed', 'warned', 'not-run', 'passed'], inked),
    changes: record(CHANGE_LOOKS, () => ({ node: surface(), mark: inked() })),
    freshness: record(['warn', 'fail'], paint),
    partitions: record(PARTITION_STATES, paint),
    edge: paint(),
    closingEdge: paint(),
    changedEdges: record(['added', 'removed', 'changed'], paint),
  };
}
