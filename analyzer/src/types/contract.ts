// What an asset makes and takes, and the columns of what it makes.
import { ts } from 'ts-morph';
import { assetTypeAt, inputTypes, isVoid, valueType } from './asset-type.ts';
import type { CheckedFile } from './project-checker.ts';
import { isNothing, shortType, shortValue } from './short-type.ts';
import type { Contract, TypeColumn } from './type-service.ts';

const MOST_COLUMNS = 200;

export function contractAt({ checker, source }: CheckedFile, offset: number): Contract | null {
  const asset = assetTypeAt(checker, source, offset);
  const value = asset && valueType(checker, asset.type);
  if (asset === null || value === null) return null;
  return {
    makes: isVoid(value) ? null : shortValue(checker, value, source),
    takes: inputTypes(checker, asset.type, asset.node).map(({ name, type }) => ({
      name,
      type: shortValue(checker, type, source),
    })),
  };
}

export function columnsAt({ checker, source }: CheckedFile, offset: number): readonly TypeColumn[] | null {
  const asset = assetTypeAt(checker, source, offset);
  const value = asset && valueType(checker, asset.type);
  const rows = value === null ? [] : present(value);
  const records = rows.map((each) => (isArray(checker, each) ? elementOf(each) : null));
  if (records.length === 0 || records.includes(null)) return null;
  const columns = columnsOf(
    checker,
    source,
    records.flatMap((each) => (each === null ? [] : present(each))),
  );
  return columns.length === 0 ? null : columns.slice(0, MOST_COLUMNS);
}

/** Of every kind of record: one that some of them lack is optional. */
function columnsOf(checker: ts.TypeChecker, at: ts.Node, records: readonly ts.Type[]): TypeColumn[] {
  if (!records.every(isRecord)) return [];
  const names = new Set(records.flatMap((record) => record.getProperties().map(({ name }) => name)));
  return [...names].flatMap((name): TypeColumn[] => {
    const properties = records.map((record) => record.getProperty(name));
    const found = properties.filter((property) => property !== undefined);
    const types = found.map((property) => checker.getTypeOfSymbolAtLocation(property, at));
    // A method is nothing that a table holds, and a symbol names no column.
    if (name.startsWith('__@') || types.some((type) => type.getCallSignatures().length > 0)) return [];
    const parts = types.flatMap((type) => (type.isUnion() ? type.types : [type]));
    const texts = types
      .filter((type) => !isVoid(type) && !(type.flags & ts.TypeFlags.Null))
      .map((type) => shortType(checker, checker.getNonNullableType(type), at));
    return [
      {
        name,
        type: texts.length === 0 ? 'null' : [...new Set(texts)].join(' | '),
        optional:
          found.length < records.length ||
          found.some(({ flags }) => flags & ts.SymbolFlags.Optional) ||
          parts.some(isNothing),
        nullable: parts.some(({ flags }) => flags & ts.TypeFlags.Null),
      },
    ];
  });
}

/** The kinds a value may be of, when there is one. */
function present(type: ts.Type): readonly ts.Type[] {
  const all = type.isUnion() ? type.types : [type];
  return all.filter((each) => !isNothing(each));
}

function isArray(checker: ts.TypeChecker, type: ts.Type): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

function elementOf(type: ts.Type): ts.Type | null {
  return type.getNumberIndexType() ?? null;
}

/** An object that is nothing else: no array, no function, and nothing built in like a Date. */
function isRecord(type: ts.Type): boolean {
  if (type.isIntersection()) return type.types.every(isRecord);
  if (!(type.flags & ts.TypeFlags.Object) || type.getCallSignatures().length > 0) return false;
  return type.getNumberIndexType() === undefined;
}
