// Names what a value is, for sentences that refuse it.

export function describeCell(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'undefined':
      return 'undefined';
    case 'number':
      return Number.isFinite(value) ? 'a number' : String(value);
    case 'boolean':
    case 'bigint':
    case 'function':
    case 'symbol':
      return `a ${typeof value}`;
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return 'an object';
  if (value instanceof Date && Number.isNaN(value.getTime())) return 'an invalid Date';
  const name = ((value as { constructor?: unknown }).constructor as { name?: string } | undefined)?.name;
  return name ? `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}` : 'an object of an unknown class';
}
