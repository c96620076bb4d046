// One value of a materialization's metadata in a line of text: for the terminal, hovers and tooltips.
import type { MetadataValue } from './status-model.ts';
import { counted, oneLine } from './status-summary.ts';

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** `1,204`, `https://…`, `3 columns, 10 rows`, `image (word cloud, 12 kB)`. */
export function formatMetadata(metadata: MetadataValue): string {
  switch (metadata.kind) {
    case 'int':
    case 'float':
      return number.format(metadata.value);
    case 'bool':
      return String(metadata.value);
    case 'text':
      return oneLine(metadata.value);
    case 'url':
    case 'path':
      return oneLine(metadata.value, Infinity);
    case 'md':
      return oneLine(plainMarkdown(metadata.value));
    case 'timestamp':
      return oneLine(metadata.value.replace(/^(\S+)T(\S+?)(?:\.\d+)?Z$/, '$1 $2 UTC'));
    case 'json':
      return oneLine(JSON.stringify(metadata.value) ?? 'null');
    case 'table':
      return `${counted(metadata.value.columns.length, 'column')}, ${counted(metadata.value.rows.length, 'row')}`;
    case 'tableSchema':
      return counted(metadata.value.length, 'column');
    case 'columnLineage':
      return columnLineage(metadata.value);
    case 'image': {
      const facts = [oneLine(metadata.value.alt), size(metadata.value.src)].filter((part) => part !== '');
      return facts.length === 0 ? 'image' : `image (${facts.join(', ')})`;
    }
    case 'chart': {
      const { type, series, x } = metadata.value;
      return `${type} chart, ${counted(series.length, 'series', 'series')}, ${counted(x.length, 'point')}`;
    }
  }
}

/** Of what an address holds itself; one that leads elsewhere says nothing of its size. */
function size(src: string): string {
  const comma = src.indexOf(',');
  if (!src.startsWith('data:') || comma < 0) return '';
  const length = src.length - comma - 1;
  const bytes = src.slice(0, comma).endsWith(';base64') ? Math.floor((length * 3) / 4) : length;
  return formatBytes(bytes);
}

/** `412 bytes`, `12 kB`, `4.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return counted(bytes, 'byte');
  const [unit, power] = bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9];
  const size = bytes / Number(power);
  return `${number.format(size < 10 ? Math.round(size * 10) / 10 : Math.round(size))} ${unit}`;
}

/** `3 columns from orders, customers`. */
function columnLineage(columns: Extract<MetadataValue, { kind: 'columnLineage' }>['value']): string {
  const origins = Object.values(columns).flatMap((from) => from.map(({ asset }) => oneLine(asset)));
  const assets = [...new Set(origins)].join(', ');
  return `${counted(Object.keys(columns).length, 'column')}${assets === '' ? '' : ` from ${assets}`}`;
}

/** Markdown's first words without its marks; a picture, whose address may be a megabyte, is its name. */
function plainMarkdown(text: string): string {
  return text
    .replace(/!\[([^[\]\n]*)\]\([^()\n]*\)/g, (_, alt: string) => (alt === '' ? 'image' : `image (${alt})`))
    .replace(/\[([^[\]\n]*)\]\([^()\n]*\)/g, '$1')
    .replace(/^\s*(?:#{1,6}|[-*+>])\s+/gm, '')
    .replace(/\*\*|`/g, '');
}
