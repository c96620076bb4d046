// What an input or dep names: an asset, `loadAs(asset, type)`, or `fromPartitions(asset, mapping)`; the edge is the same.
import type { PartitionMapping } from '@headwater/graph';
import type { PlacedValue } from './file-record.ts';
import { readMapping } from './fold-mapping.ts';
import { folded, wordAt } from './fold-words.ts';
import type { Unfolded, WordReading } from './fold-words.ts';

export interface UpstreamNamed {
  readonly named: PlacedValue;
  /** The file in which its names are to be followed. */
  readonly path: string;
  readonly mapping: PartitionMapping | Unfolded | null;
}

export function upstreamNamed(reading: WordReading, written: PlacedValue): UpstreamNamed {
  const whole: UpstreamNamed = { named: written, path: reading.path, mapping: null };
  return isPlain(written) ? whole : unwrapped(reading, whole);
}

/** A name may stand for such a call, but nearly all stand for assets. */
function isPlain({ value, call }: PlacedValue): boolean {
  return call === undefined && value.kind !== 'call' && value.kind !== 'name' && value.kind !== 'member';
}

function unwrapped(reading: WordReading, upstream: UpstreamNamed): UpstreamNamed {
  const { named, mapping } = upstream;
  const word = wordAt(reading, named.value);
  const [asset, needed] = word?.args ?? [];
  if (word === null || asset === undefined) return upstream;
  // Within the call its own argument is the place; elsewhere the name that stands for it.
  const place = word.reading.report === null ? named.place : asset.place;
  const inner = { named: { value: asset.value, place }, path: word.reading.path };
  if (word.name === 'loadAs') return unwrapped(word.reading, { ...inner, mapping });
  if (word.name !== 'fromPartitions') return upstream;
  const said = needed === undefined ? 'wrong' : folded(() => readMapping(word.reading, needed.value));
  return unwrapped(word.reading, { ...inner, mapping: said });
}
