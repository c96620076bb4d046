// Tells values that are handed out one by one from those that are there: what a body returns to be stored in batches.

/** An async iterable, or an iterator such as a generator's. Arrays, Maps and tables are there whole. */
export function isHandedOut(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  if (Symbol.asyncIterator in value) return true;
  return Symbol.iterator in value && 'next' in value && typeof value.next === 'function';
}
