// Reads an options object written in place: values, records and lists by name, whatever factory it is handed to.
import { ts } from 'ts-morph';
import { docComment } from './doc-comment.ts';
import type {
  PlacedValue,
  Unreadable,
  WrittenEntry,
  WrittenItem,
  WrittenOption,
  WrittenOptions,
} from './file-record.ts';
import { readNested } from './read-call.ts';
import type { CallReader } from './read-call.ts';
import { readRows } from './read-rows.ts';
import { opaque, staticValue } from './static-value.ts';
import { rangeOf, unwrap, writtenName } from './syntax-tree.ts';

/** Options whose value is folded to plain data. */
const VALUES: ReadonlySet<string> = new Set([
  ...['key', 'group', 'kinds', 'tags', 'owners', 'io', 'description', 'codeVersion', 'canSubset'],
  ...['name', 'blocking', 'severity', 'timeout', 'memoryLimit', 'partitions', 'automation', 'freshness', 'backfill'],
  ...['cron', 'timezone', 'job', 'minimumInterval', 'run'],
]);
/** Options that are opened up where they are written in place. */
const RECORDS: ReadonlySet<string> = new Set(['inputs', 'outputs', 'assets', 'resources', 'env', 'retry']);
/** Lists of `definitions`. */
const NAMED: ReadonlySet<string> = new Set(['jobs', 'schedules', 'sensors']);
const LISTS: ReadonlySet<string> = new Set([
  'deps',
  'checks',
  'blocks',
  'jobs',
  'schedules',
  'sensors',
  'selection',
  'renamedFrom',
]);

export function readOptions(reader: CallReader, written: ts.ObjectLiteralExpression): WrittenOptions {
  const { tree } = reader;
  const byName = new Map<string, WrittenOption>();
  const unreadable: Unreadable[] = [];
  let columns: WrittenOptions['columns'] = null;
  const note = (reason: string, node: ts.Node): void => void unreadable.push({ reason, place: rangeOf(tree, node) });
  for (const property of written.properties) {
    if (ts.isSpreadAssignment(property)) {
      note('its options are spread', property);
      continue;
    }
    const name = writtenName(property.name);
    if (name === null) {
      note('the name of an option is computed', property.name);
      continue;
    }
    if (name !== 'columns' && !VALUES.has(name) && !RECORDS.has(name) && !LISTS.has(name)) continue;
    const value = valueOf(property);
    if (name === 'columns') columns = value === null ? null : readRows(reader.imports, value);
    else if (value === null && name === 'run')
      byName.set(name, { kind: 'value', value: opaque('a function'), place: rangeOf(tree, property) });
    else if (value === null) note(`\`${name}\` is a function`, property);
    else byName.set(name, readOption(reader, name, value));
  }
  return { byName, columns, unreadable };
}

function readOption(reader: CallReader, name: string, value: ts.Expression): WrittenOption {
  const { tree } = reader;
  if (RECORDS.has(name) && ts.isObjectLiteralExpression(value)) {
    const entries = value.properties.map((property) => readEntry(reader, property));
    return { kind: 'record', entries, place: rangeOf(tree, value) };
  }
  if (LISTS.has(name) && ts.isArrayLiteralExpression(value)) {
    const items = value.elements.map((element): WrittenItem => {
      if (ts.isSpreadElement(element)) return { kind: 'spread', ...placed(reader, element.expression, element) };
      const item = unwrap(element);
      // These may be written in the list that names them; anything else that is made inside an array is not looked for there.
      if (NAMED.has(name)) reader.known.add(item);
      return { kind: 'item', ...placed(reader, item, element) };
    });
    return { kind: 'list', items, place: rangeOf(tree, value) };
  }
  const isVerbatim =
    ts.isStringLiteralLike(value) && tree.text.slice(value.getStart(tree) + 1, value.end - 1) === value.text;
  return { kind: 'value', value: staticValue(value, tree), place: rangeOf(tree, value), isVerbatim };
}

function readEntry(reader: CallReader, property: ts.ObjectLiteralElementLike): WrittenEntry {
  const { tree } = reader;
  if (ts.isSpreadAssignment(property)) return { kind: 'spread', ...placed(reader, property.expression, property) };
  const name = writtenName(property.name);
  if (name === null) return { kind: 'computed', name, place: rangeOf(tree, property.name) };
  const value = valueOf(property);
  if (value === null) return { kind: 'computed', name, place: rangeOf(tree, property) };
  const call = ts.isCallExpression(value) && { call: readNested(reader, value, docComment(tree.text, property.pos)) };
  const place = rangeOf(tree, value);
  const namePlace = property.name === value ? place : rangeOf(tree, property.name);
  return { kind: 'named', name, namePlace, value: staticValue(value, tree), place, ...call };
}

function placed(reader: CallReader, value: ts.Expression, at: ts.Node): PlacedValue {
  const call = ts.isCallExpression(value) && { call: readNested(reader, value, null) };
  return { value: staticValue(value, reader.tree), place: rangeOf(reader.tree, at), ...call };
}

/** A property's value; a shorthand's is its name; null for methods and accessors. */
function valueOf(property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>): ts.Expression | null {
  if (ts.isPropertyAssignment(property)) return unwrap(property.initializer);
  return ts.isShorthandPropertyAssignment(property) ? property.name : null;
}
