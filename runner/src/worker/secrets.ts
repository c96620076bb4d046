// Masks the values of secret variables in everything a worker says.

/** Shorter ones would mask half of every text. */
const SHORTEST = 3;

export interface Secrets {
  add(value: string): void;
  /** The same message with `***` in the place of each secret. */
  mask<T>(message: T): T;
}

export function secretsOf(): Secrets {
  const values = new Set<string>();
  const text = (given: string): string => {
    let masked = given;
    for (const value of values) masked = masked.replaceAll(value, '***');
    return masked;
  };
  const inside = (given: unknown): unknown => {
    if (typeof given === 'string') return text(given);
    if (Array.isArray(given)) return given.map(inside);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(Object.entries(given).map(([name, each]) => [text(name), inside(each)]));
  };
  return {
    add(value) {
      if (value.length >= SHORTEST) values.add(value);
    },
    // Messages are plain data: what comes out has their shape.
    mask: <T>(message: T): T => (values.size === 0 ? message : (inside(message) as T)),
  };
}
