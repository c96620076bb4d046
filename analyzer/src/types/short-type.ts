// A type as short text for a person: no module paths, cut where it gets long.
import { ts } from 'ts-morph';

/** Room enough for a record of a few columns on one line. */
const MOST_CHARACTERS = 200;

export function shortType(checker: ts.TypeChecker, type: ts.Type, at?: ts.Node): string {
  const { UseAliasDefinedOutsideCurrentScope } = ts.TypeFormatFlags;
  const text = checker.typeToString(type, at, UseAliasDefinedOutsideCurrentScope).replaceAll(/\s+/g, ' ');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}

/** Without `undefined`, which no input ever is. */
export function shortValue(checker: ts.TypeChecker, type: ts.Type, at?: ts.Node): string {
  const isNullable = type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Null);
  const hasNothing = type.isUnion() && type.types.some(isNothing);
  if (!hasNothing) return shortType(checker, type, at);
  return `${shortType(checker, checker.getNonNullableType(type), at)}${isNullable ? ' | null' : ''}`;
}

export function isNothing(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;
}
