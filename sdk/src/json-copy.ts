// Copies a value that JSON can say exactly, frozen; refuses what it would change.
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';

/** Fields that are undefined are left out. @throws TypeError naming the place inside the value. */
export function jsonCopy(value: unknown, where: string): unknown {
  const above = new Set<object>();
  const copy = (each: unknown, place: string): unknown => {
    if (each === null || typeof each === 'string' || typeof each === 'boolean') return each;
    if (typeof each === 'number' && Number.isFinite(each)) return each;
    if (!Array.isArray(each) && !isRecord(each))
      throw new TypeError(
        `${where}: ${place} is ${describeValue(each)}, which JSON cannot say; write it as text, a number or null.`,
      );
    if (above.has(each)) throw new TypeError(`${where}: ${place} holds itself; leave the circle out.`);
    above.add(each);
    const copied = Array.isArray(each)
      ? each.map((item: unknown, index) => copy(item, `${place}[${index}]`))
      : Object.fromEntries(
          Object.entries(each)
            .filter(([, field]) => field !== undefined)
            .map(([name, field]) => [name, copy(field, `${place}.${name}`)]),
        );
    above.delete(each);
    return Object.freeze(copied);
  };
  return copy(value, 'the value');
}
