// Values as JSON that gives them back exactly: what JSON cannot say is `{ $type, value }`; what cannot be kept is an error with its path.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A part of a value that cannot be kept exactly. `what` names its type, `path` its place. */
export class NotStorable extends Error {
  readonly what: string;
  readonly path: string;
  constructor(what: string, path: string) {
    super(`${what} at ${path || 'the top'}`);
    this.what = what;
    this.path = path;
  }
}

const TYPED_ARRAYS = {
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;
type TypedArrayName = keyof typeof TYPED_ARRAYS;
const MAX_DEPTH = 1000;

export function encodeValue(value: unknown, path = '', above: readonly object[] = []): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value) && !Object.is(value, -0)) return value;
      return { $type: 'number', value: Object.is(value, -0) ? '-0' : String(value) };
    case 'bigint':
      return { $type: 'bigint', value: String(value) };
    case 'undefined':
      return { $type: 'undefined' };
    case 'object':
      return value === null ? null : encodeObject(value, path, above);
    default:
      throw new NotStorable(`a ${typeof value}`, path);
  }
}

function encodeObject(value: object, path: string, above: readonly object[]): Json {
  if (above.includes(value)) throw new NotStorable('a reference back to itself', path);
  if (above.length >= MAX_DEPTH) throw new NotStorable(`nesting deeper than ${MAX_DEPTH} levels`, path);
  const inside = [...above, value];
  const within = (child: unknown, step: string): Json => encodeValue(child, path + step, inside);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value)) return encodeArray(value, path, within);
  if (prototype === Object.prototype || prototype === null) {
    const record = Object.fromEntries(ownEntries(value, path).map(([name, each]) => [name, within(each, step(name))]));
    if (prototype === null) return { $type: 'null-prototype', value: record };
    return '$type' in record ? { $type: 'Object', value: record } : record;
  }
  if ([Date.prototype, Map.prototype, Set.prototype].includes(prototype as never)) {
    const [extra] = Reflect.ownKeys(value);
    if (extra !== undefined)
      throw new NotStorable(`${className(value)} with the extra property ${String(extra)}`, path);
  }
  if (prototype === Date.prototype)
    return { $type: 'Date', value: Number.isNaN((value as Date).getTime()) ? null : (value as Date).toISOString() };
  if (prototype === Map.prototype)
    return {
      $type: 'Map',
      value: [...(value as Map<unknown, unknown>)].map(([k, v], i) => [
        within(k, `.keys()[${i}]`),
        within(v, `.values()[${i}]`),
      ]),
    };
  if (prototype === Set.prototype)
    return { $type: 'Set', value: [...(value as Set<unknown>)].map((each, i) => within(each, `.values()[${i}]`)) };
  const bytes = encodeBytes(value, prototype);
  if (bytes) return bytes;
  throw new NotStorable(className(value), path);
}

function encodeArray(value: readonly unknown[], path: string, within: (child: unknown, step: string) => Json): Json {
  if (Object.getPrototypeOf(value) !== Array.prototype) throw new NotStorable(className(value), path);
  const isIndex = (name: string): boolean => String(Number(name) >>> 0) === name && Number(name) < value.length;
  const extra = Reflect.ownKeys(value).find(
    (name) => typeof name === 'symbol' || (name !== 'length' && !isIndex(name)),
  );
  if (extra !== undefined) throw new NotStorable(`an array with the extra property ${String(extra)}`, path);
  return Array.from({ length: value.length }, (_, i) => {
    if (!(i in value)) throw new NotStorable('an array hole', `${path}[${i}]`);
    return within(value[i], `[${i}]`);
  });
}

/** Refuses what a copy would silently lose: symbol keys, getters, hidden properties. */
function ownEntries(value: object, path: string): [string, unknown][] {
  return Reflect.ownKeys(value).map((name) => {
    if (typeof name === 'symbol') throw new NotStorable(`a property named by ${String(name)}`, path);
    const property = Object.getOwnPropertyDescriptor(value, name);
    if (!property?.enumerable || !('value' in property))
      throw new NotStorable('a getter or hidden property', path + step(name));
    return [name, property.value];
  });
}

function encodeBytes(value: object, prototype: unknown): Json | null {
  if (prototype === Buffer.prototype) return { $type: 'Buffer', value: (value as Buffer).toString('base64') };
  if (prototype === ArrayBuffer.prototype)
    return { $type: 'ArrayBuffer', value: Buffer.from(value as ArrayBuffer).toString('base64') };
  const name = (Object.keys(TYPED_ARRAYS) as TypedArrayName[]).find(
    (each) => prototype === TYPED_ARRAYS[each].prototype,
  );
  if (!name) return null;
  const { buffer, byteOffset, byteLength } = value as Uint8Array;
  return { $type: name, value: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
}

export function decodeValue(json: Json): unknown {
  if (json === null || typeof json !== 'object') return json;
  if (isArray(json)) return json.map(decodeValue);
  if ('$type' in json) return decodeTyped(String(json['$type']), json['value'] ?? null);
  return decodeRecord(json);
}

const isArray = (json: Json): json is readonly Json[] => Array.isArray(json);
const decodeRecord = (json: { readonly [name: string]: Json }): Record<string, unknown> =>
  Object.fromEntries(Object.entries(json).map(([name, each]) => [name, decodeValue(each)]));

function decodeTyped(type: string, value: Json): unknown {
  switch (type) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(value);
    case 'bigint':
      return BigInt(value as string);
    case 'Date':
      return new Date(value === null ? NaN : (value as string));
    case 'Map':
      return new Map((value as readonly (readonly [Json, Json])[]).map(([k, v]) => [decodeValue(k), decodeValue(v)]));
    case 'Set':
      return new Set((value as readonly Json[]).map(decodeValue));
    case 'Object':
      return decodeRecord(value as { readonly [name: string]: Json });
    case 'null-prototype':
      return Object.assign(Object.create(null) as object, decodeRecord(value as { readonly [name: string]: Json }));
    case 'Buffer':
      return Buffer.from(value as string, 'base64');
  }
  const bytes = Uint8Array.from(Buffer.from(value as string, 'base64')).buffer;
  if (type === 'ArrayBuffer') return bytes;
  if (type in TYPED_ARRAYS) return new TYPED_ARRAYS[type as TypedArrayName](bytes);
  throw new Error(`The stored value has a part of type ${type}, which this version does not know: update headwater.`);
}

const step = (name: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;

function className(value: object): string {
  const name = (value.constructor as { name?: string } | undefined)?.name;
  return name ? `an instance of ${name}` : 'an object of an unknown class';
}
