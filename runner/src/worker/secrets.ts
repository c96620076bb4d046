// Masks the values of secret variables in everything a worker says, and leaves the names it is said of alone.

/** Shorter ones would mask half of every text. */
const SHORTEST = 3;
/** Fields of messages and events that hold what people wrote; keys, paths and versions are no place for `***`. */
const TEXTS = new Set(['message', 'stack', 'metadata']);

export interface Secrets {
  add(value: string): void;
  text(given: string): string;
  /** The same message or event with `***` in the place of each secret in its texts and metadata. */
  mask<T extends object>(message: T): T;
}

/** `onAdded` is told each value once. */
export function secretsOf(onAdded: (value: string) => void = () => undefined): Secrets {
  let values: readonly string[] = [];
  const text = (given: string): string => values.reduce((masked, value) => masked.replaceAll(value, '***'), given);
  const whole = (given: unknown): unknown => {
    if (typeof given === 'string') return text(given);
    if (Array.isArray(given)) return given.map(whole);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(Object.entries(given).map(([name, each]) => [text(name), whole(each)]));
  };
  const inTexts = (given: unknown): unknown => {
    if (Array.isArray(given)) return given.map(inTexts);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(
      Object.entries(given).map(([name, each]) => [name, TEXTS.has(name) ? whole(each) : inTexts(each)]),
    );
  };
  return {
    add(value) {
      const parts = partsOf(value).filter((part) => part.length >= SHORTEST && !values.includes(part));
      if (parts.length === 0) return;
      // The longest first: one that holds another is masked whole.
      values = [...values, ...parts].sort((a, b) => b.length - a.length);
      onAdded(value);
    },
    text,
    // Messages are plain data: what comes out has their shape.
    mask: <T extends object>(message: T): T => (values.length === 0 ? message : (inTexts(message) as T)),
  };
}

/** What is printed comes line by line, and as JSON with its line ends escaped. */
function partsOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  return [...new Set([value, JSON.stringify(value).slice(1, -1), ...lines])];
}
