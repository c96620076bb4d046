// What differs between what is stored of an asset and what its source says is there: columns, and the value itself.
import type { AssetNode, DeclaredColumn } from './model.ts';
import type { Cause, LostValue, Materialization, StoredColumn } from './status-model.ts';
import { counted } from './status-summary.ts';

type StoredShape = Pick<Materialization, 'seq' | 'path' | 'bytes' | 'columns'>;

/** None where nothing is known of what is stored, or of what is declared. */
export function driftCauses(node: AssetNode, stored: StoredShape, lost?: LostValue): Cause[] {
  const place = { file: node.file, line: node.line, column: node.column };
  // What is true of columns is of no use when there is nothing to read them from.
  const messages = lost === undefined ? columnMessages(node.columns, stored.columns) : [lostMessage(stored, lost)];
  return messages.map((message) => ({ kind: 'drift', message, ...place }));
}

function lostMessage({ path = '', bytes = 0 }: StoredShape, lost: LostValue): string {
  if (lost.bytes === null) return `its stored value is gone (${path})`;
  return `its stored value is damaged: ${counted(lost.bytes, 'byte')} instead of ${bytes.toLocaleString('en-US')} (${path})`;
}

function columnMessages(
  declared: readonly DeclaredColumn[] | undefined,
  stored: readonly StoredColumn[] | undefined,
): string[] {
  if (declared === undefined || stored === undefined || areSame(declared, stored)) return [];
  const types = new Map(stored.map(({ name, type }) => [name, type]));
  const names = new Set(declared.map(({ name }) => name));
  return [
    ...declared.flatMap(({ name }) => (types.has(name) ? [] : [`the stored table has no column ${called(name)}`])),
    ...stored.flatMap(({ name }) =>
      names.has(name) ? [] : [`the stored table has a column ${called(name)} that is not declared`],
    ),
    ...declared.flatMap(({ name, kind }) => {
      const type = types.get(name);
      if (kind === null || type === undefined || mayHold(kind, type)) return [];
      return [`${called(name)} is stored as ${type}, declared as ${kind}`];
    }),
  ];
}

/** So it is of nearly all tables, and they are many. */
function areSame(declared: readonly DeclaredColumn[], stored: readonly StoredColumn[]): boolean {
  return (
    declared.length === stored.length &&
    declared.every(({ name, kind }, index) => {
      const column = stored[index];
      return column?.name === name && (kind === null || mayHold(kind, column.type));
    })
  );
}

/** The words of the `columns:` option: a store that says one of them means what the option means by it. */
const KINDS: ReadonlySet<string> = new Set(['text', 'integer', 'real', 'boolean', 'date', 'bigint', 'bytes', 'json']);

/** Of words that are no kinds nothing is certain, so nothing is said. */
function mayHold(kind: string, type: string): boolean {
  if (!KINDS.has(type) || !KINDS.has(kind)) return true;
  return kind === type || kind === 'json' || (kind === 'real' && type === 'integer');
}

/** Plain in a sentence where that can be read; else in quotes. */
function called(name: string): string {
  return /^[\p{L}\p{N}_$.-]+$/u.test(name) ? name : JSON.stringify(name);
}
