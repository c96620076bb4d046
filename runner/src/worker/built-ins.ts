// JavaScript's own objects as they were before a body ran: what it changes of them is put back before its result is stored.

export interface BuiltIns {
  /** Puts back what was changed since, and names it; empty when nothing was. */
  restore(): readonly string[];
}

// Held here, and no iterator or array method below: any of them may be what was changed.
const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty, getPrototypeOf } = Reflect;
const { is } = Object;

const CONSTRUCTORS = [
  'Object',
  'Function',
  'Array',
  'String',
  'Number',
  'Boolean',
  'BigInt',
  'Symbol',
  'Date',
  'RegExp',
  'Promise',
  'Map',
  'Set',
  'WeakMap',
  'Error',
  'Uint8Array',
  'ArrayBuffer',
  'Buffer',
] as const;
const SPACES = ['JSON', 'Math', 'Reflect'] as const;

interface Kept {
  readonly name: string;
  readonly object: object;
  readonly keys: readonly PropertyKey[];
  readonly descriptors: readonly PropertyDescriptor[];
}

/** Taken once the modules of a run are loaded: what they change is the same for every body. */
export function builtIns(): BuiltIns {
  const world = globalThis as unknown as Readonly<Record<string, object | undefined>>;
  const kept: Kept[] = [];
  const keep = (name: string, object: object | null | undefined, only?: readonly PropertyKey[]): void => {
    if (object == null) return;
    const keys = only ?? ownKeys(object);
    // Each key is its own.
    const descriptors = keys.map((key) => getOwnPropertyDescriptor(object, key) as PropertyDescriptor);
    kept.push({ name, object, keys, descriptors });
  };
  keep('globalThis', globalThis, [...CONSTRUCTORS, ...SPACES]);
  for (const name of SPACES) keep(name, world[name]);
  for (const name of CONSTRUCTORS) {
    keep(name, world[name]);
    keep(`${name}.prototype`, (world[name] as { prototype?: object } | undefined)?.prototype);
  }
  keep('the iterators', getPrototypeOf(getPrototypeOf([][Symbol.iterator]()) as object));
  keep('the iterator of arrays', getPrototypeOf([][Symbol.iterator]()));
  keep('the typed arrays', getPrototypeOf(Uint8Array.prototype));
  return {
    restore() {
      const changed: string[] = [];
      for (let at = 0; at < kept.length; at += 1) restoreOne(kept[at] as Kept, changed);
      return changed;
    },
  };
}

function restoreOne({ name, object, keys, descriptors }: Kept, changed: string[]): void {
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] as PropertyKey;
    const before = descriptors[at] as PropertyDescriptor;
    if (isSame(getOwnPropertyDescriptor(object, key), before)) continue;
    defineProperty(object, key, before);
    changed[changed.length] = `${name}.${String(key)}`;
  }
  if (name === 'globalThis') return;
  const now = ownKeys(object);
  if (now.length === keys.length) return;
  for (let at = 0; at < now.length; at += 1) {
    const key = now[at] as PropertyKey;
    if (isOneOf(key, keys)) continue;
    deleteProperty(object, key);
    changed[changed.length] = `${name}.${String(key)}`;
  }
}

const isSame = (now: PropertyDescriptor | undefined, before: PropertyDescriptor): boolean =>
  now !== undefined && is(now.value, before.value) && now.get === before.get && now.set === before.set;

function isOneOf(key: PropertyKey, keys: readonly PropertyKey[]): boolean {
  for (let at = 0; at < keys.length; at += 1) if (keys[at] === key) return true;
  return false;
}
