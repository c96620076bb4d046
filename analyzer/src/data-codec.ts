// Turns data of any shape (with Maps, Sets and undefined) into short JSON and back.

/** What an array in the JSON starts with; greater numbers name a shape. */
const LIST = 0;
const MAP = 1;
const SET = 2;
const ODD = 3;
const RECORD = 4;
const FIRST_SHAPE = 5;

/** More than these are objects that somebody uses as tables: each with names of its own. */
const SHAPES = 250;

/**
 * An object is written as the number of its shape and its values: what is kept of thousands of files has few shapes, and
 * their property names would be most of the text. One codec's shapes only grow, so whatever it wrote stays readable for it.
 */
export class DataCodec {
  readonly #shapes: Shape[] = [];
  readonly #known: Names = { number: null, next: new Map() };

  /** `shapes` as another codec gave them. */
  constructor(shapes: readonly (readonly string[])[] = []) {
    for (const names of shapes) this.#numberOf(names);
  }

  get shapes(): readonly (readonly string[])[] {
    return this.#shapes.map(({ names }) => names);
  }

  /** For `JSON.stringify`. */
  encode(value: unknown): unknown {
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : [ODD, Object.is(value, -0) ? '-0' : String(value)];
    if (value === undefined) return [ODD];
    if (typeof value !== 'object') throw new TypeError(`A ${typeof value} is no data`);
    const items: unknown[] = [];
    if (Array.isArray(value)) {
      items.push(LIST);
      for (const item of value) items.push(this.encode(item));
    } else if (value instanceof Map) {
      items.push(MAP);
      for (const [key, item] of value) items.push(this.encode(key), this.encode(item));
    } else if (value instanceof Set) {
      items.push(SET);
      for (const item of value) items.push(this.encode(item));
    } else {
      const number = this.#numberOf(Object.keys(value));
      items.push(number);
      for (const [name, item] of Object.entries(value))
        if (number === RECORD) items.push(name, this.encode(item));
        else items.push(this.encode(item));
    }
    return items;
  }

  /** Of what `JSON.parse` gives. */
  decode(json: unknown): unknown {
    if (!Array.isArray(json)) return json;
    const items: readonly unknown[] = json;
    const tag = items[0];
    if (tag === LIST) {
      const list: unknown[] = [];
      for (let index = 1; index < items.length; index++) list.push(this.decode(items[index]));
      return list;
    }
    if (tag === MAP) {
      const map = new Map<unknown, unknown>();
      for (let index = 1; index < items.length; index += 2)
        map.set(this.decode(items[index]), this.decode(items[index + 1]));
      return map;
    }
    if (tag === SET) {
      const set = new Set<unknown>();
      for (let index = 1; index < items.length; index++) set.add(this.decode(items[index]));
      return set;
    }
    if (tag === ODD) return items.length === 1 ? undefined : Number(items[1]);
    if (tag === RECORD) {
      const object: Fields = {};
      for (let index = 1; index < items.length; index += 2)
        setField(object, String(items[index]), this.decode(items[index + 1]));
      return object;
    }
    const shape = typeof tag === 'number' ? this.#shapes[tag - FIRST_SHAPE] : undefined;
    if (shape === undefined) throw new TypeError('This was not written by this codec');
    // A copy has its names already: filling it is far cheaper than making it name by name.
    const object = { ...shape.empty };
    const { names } = shape;
    for (let index = 0; index < names.length; index++) object[names[index] ?? ''] = this.decode(items[index + 1]);
    return object;
  }

  /** Of a shape, or `RECORD` where it has none. */
  #numberOf(names: readonly string[]): number {
    let at = this.#known;
    for (const name of names) {
      let next = at.next.get(name);
      if (next === undefined) {
        if (this.#shapes.length >= SHAPES) return RECORD;
        at.next.set(name, (next = { number: null, next: new Map() }));
      }
      at = next;
    }
    if (at.number !== null) return at.number;
    if (this.#shapes.length >= SHAPES || names.includes('__proto__')) return RECORD;
    const empty: Fields = {};
    for (const name of names) empty[name] = null;
    return (at.number = this.#shapes.push({ names, empty }) - 1 + FIRST_SHAPE);
  }
}

type Fields = Record<string, unknown>;

interface Shape {
  readonly names: readonly string[];
  readonly empty: Readonly<Fields>;
}

function setField(object: Fields, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}

/** Where the names of a shape lead, one after the other. */
interface Names {
  number: number | null;
  readonly next: Map<string, Names>;
}
