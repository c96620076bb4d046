// Metadata as it may be drawn: a value of its kind, else whatever came, as JSON. One odd value must not cost a person all the others.
import type { MetadataKind, MetadataValue } from '@headwater/graph';
import {
  anything,
  boolean,
  exactly,
  list,
  nullable,
  number,
  optional,
  record,
  shape,
  text,
  type Check,
} from './check-shape.ts';

const cell: Check = (value) => value === null || text(value) || number(value) || boolean(value);

const KINDS: Readonly<Record<MetadataKind, Check>> = {
  int: number,
  float: number,
  text,
  url: text,
  path: text,
  md: text,
  timestamp: text,
  bool: boolean,
  json: anything,
  table: shape({ columns: list(text), rows: list(list(cell)) }),
  tableSchema: list(shape({ name: text, type: text, description: optional(text) })),
  columnLineage: record(list(shape({ asset: text, column: text }))),
  image: shape({ src: text, alt: text }),
  chart: shape({
    type: exactly('bar', 'line'),
    x: list((value) => text(value) || number(value)),
    // A NaN has become null on its way.
    series: list(shape({ name: text, values: list(nullable(number)) })),
  }),
};

export function knownMetadata(value: { readonly kind: string; readonly value: unknown }): MetadataValue {
  const known = Object.hasOwn(KINDS, value.kind) && KINDS[value.kind as MetadataKind](value.value);
  return known ? (value as MetadataValue) : { kind: 'json', value: value.value }; // checked by the line before
}

/** Where a link may lead: the web and mail. */
export function isSafeLink(href: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(href);
}

/** A picture the page may show itself: its policy loads none from elsewhere. */
export function isInlineImage(src: string): boolean {
  return /^data:image\/[a-z0-9.+-]+[;,]/i.test(src);
}
