// Reads what says the columns of a table: a record of kinds, or a schema of rows of zod, valibot or arktype, by its syntax alone.
import { ts } from 'ts-morph';
import { arktypeKind, valibotKind, zodKind } from './cell-kinds.ts';
import type { ImportedName, StaticValue, WrittenColumn } from './file-record.ts';
import { staticValue } from './static-value.ts';
import { unwrap, writtenName } from './syntax-tree.ts';

type Imports = ReadonlyMap<string, ImportedName>;
type Columns = readonly WrittenColumn[];

/** Null for what is neither, and where some of its names can only be told by running it. */
export function readRows(imports: Imports, expression: ts.Expression): Columns | null {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return readProperties(node, staticValue);
  if (ts.isCallExpression(node)) return readSchema(imports, node);
  const of = staticValue(node);
  return of.kind === 'name' || of.kind === 'member' ? [{ kind: 'spread', of: withoutShape(of) }] : null;
}

/** Of each top-level const whose value does not say them already. */
export function namedColumns(tree: ts.SourceFile, imports: Imports): Map<string, Columns> {
  const found = new Map<string, Columns>();
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const columns = initializer && ts.isIdentifier(name) ? columnsOf(imports, unwrap(initializer)) : null;
      if (columns !== null && ts.isIdentifier(name)) found.set(name.text, columns);
    }
  }
  return found;
}

function columnsOf(imports: Imports, value: ts.Expression): Columns | null {
  if (ts.isObjectLiteralExpression(value))
    return value.properties.some(ts.isSpreadAssignment) ? readProperties(value, textAlone) : null;
  return ts.isCallExpression(value) ? readSchema(imports, value) : null;
}

/** What says the kind of a column's cells; null where the whole is no record of columns. */
type CellOf = (cell: ts.Expression) => StaticValue | null;

/** Of a const that may be anything: only what cannot be anything else. */
const textAlone: CellOf = (cell) => (ts.isStringLiteralLike(unwrap(cell)) ? staticValue(cell) : null);
const ofKind =
  (kindOf: (cell: ts.Expression) => string | null): CellOf =>
  (cell) => ({ kind: 'literal', value: kindOf(cell) });

function readProperties(
  record: ts.ObjectLiteralExpression,
  cellOf: CellOf,
  nameOf = (written: string): string | null => written,
): Columns | null {
  const columns: WrittenColumn[] = [];
  for (const property of record.properties) {
    if (ts.isSpreadAssignment(property)) {
      columns.push({ kind: 'spread', of: withoutShape(staticValue(property.expression)) });
      continue;
    }
    const written = property.name === undefined ? null : writtenName(property.name);
    if (written === null) return null;
    const value = ts.isPropertyAssignment(property)
      ? property.initializer
      : ts.isShorthandPropertyAssignment(property)
        ? property.name
        : null;
    if (value === null) return null;
    if (written === '...') {
      columns.push({ kind: 'spread', of: staticValue(value) });
      continue;
    }
    const name = nameOf(written);
    const cell = cellOf(value);
    if (name === null || cell === null) return null;
    columns.push({ kind: 'column', name, cell });
  }
  return columns;
}

/** `z.object({ … })`, `type({ … })`, and what is made of one: `.extend({ … })`, `.pick({ … })`. */
function readSchema(imports: Imports, call: ts.CallExpression): Columns | null {
  const callee = unwrap(call.expression);
  const [first, second] = call.arguments;
  const record = first === undefined ? null : asRecord(first);
  if (ts.isIdentifier(callee)) {
    const isType = imports.get(callee.text)?.module === 'arktype' && imports.get(callee.text)?.name === 'type';
    return isType && record !== null ? ofArktype(record) : null;
  }
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const method = callee.name.text;
  const base = unwrap(callee.expression);
  const library = ts.isIdentifier(base) ? libraryOf(imports.get(base.text)) : null;
  if (library !== null) {
    if (OBJECTS.has(method)) return record === null ? null : readProperties(record, ofKind(KINDS_OF[library]));
    if (library !== 'valibot' || first === undefined) return null;
    // Its functions take the schema that methods of others have.
    const of = readRows(imports, first);
    if (of === null || method === 'partial' || method === 'required') return of;
    return second === undefined ? null : chosen(of, { method, names: namesIn([second]) });
  }
  const of = readRows(imports, base);
  if (of === null || SAME.has(method)) return of;
  if (method === 'pick' || method === 'omit') return chosen(of, { method, names: namesIn(call.arguments) });
  if (!MORE.has(method) || first === undefined) return null;
  if (record === null) {
    const more = readRows(imports, first);
    return more && [...of, ...more];
  }
  const cells = readProperties(record, ofKind(anyKind(imports)), method === 'extend' ? undefined : arktypeName);
  return cells && [...of, ...cells];
}

const OBJECTS: ReadonlySet<string> = new Set(['object', 'strictObject', 'looseObject']);
const MORE: ReadonlySet<string> = new Set(['extend', 'safeExtend', 'merge', 'and']);
const SAME: ReadonlySet<string> = new Set([
  ...[
    'strict',
    'strip',
    'loose',
    'passthrough',
    'partial',
    'required',
    'readonly',
    'describe',
    'meta',
    'brand',
    'refine',
  ],
  ...['superRefine', 'check', 'configure', 'onUndeclaredKey', 'narrow'],
]);

type Library = 'zod' | 'valibot';
const KINDS_OF = { zod: zodKind, valibot: valibotKind };

function libraryOf(imported: ImportedName | undefined): Library | null {
  const name = imported?.module.split('/')[0];
  return name === 'zod' || name === 'valibot' ? name : null;
}

/** Of the cells that a schema is extended by. */
function anyKind(imports: Imports): (cell: ts.Expression) => string | null {
  const libraries = new Set([...imports.values()].flatMap((each) => libraryOf(each) ?? []));
  if (libraries.size > 1) return () => null;
  return libraries.has('zod') ? zodKind : libraries.has('valibot') ? valibotKind : arktypeKind;
}

function ofArktype(record: ts.ObjectLiteralExpression): Columns | null {
  return readProperties(record, ofKind(arktypeKind), arktypeName);
}

/** `note?` is the property `note`; `[string]` is any, and `+` is none. */
function arktypeName(written: string): string | null {
  return /^\[|^\+$/.test(written) ? null : written.replace(/\?$/, '');
}

function asRecord(expression: ts.Expression): ts.ObjectLiteralExpression | null {
  const node = unwrap(expression);
  return ts.isObjectLiteralExpression(node) ? node : null;
}

function chosen(
  of: Columns,
  { method, names }: { readonly method: string; readonly names: readonly string[] | null },
): Columns | null {
  return names === null || (method !== 'pick' && method !== 'omit') ? null : [...of, { kind: method, names }];
}

/** `{ id: true }`, `'id', 'name'` or `['id']`. */
function namesIn(written: readonly ts.Expression[]): string[] | null {
  const names = written.flatMap((each): readonly (string | null)[] => {
    const node = unwrap(each);
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isArrayLiteralExpression(node)) return namesIn(node.elements) ?? [null];
    if (!ts.isObjectLiteralExpression(node)) return [null];
    return node.properties.map((property) => (property.name === undefined ? null : writtenName(property.name)));
  });
  return names.every((name) => name !== null) ? names : null;
}

/** `Order.shape` and `Order.entries` are the properties of `Order`. */
function withoutShape(value: StaticValue): StaticValue {
  return value.kind === 'member' && (value.name === 'shape' || value.name === 'entries') ? value.of : value;
}
