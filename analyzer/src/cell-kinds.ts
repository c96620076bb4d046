// Which kind of column a cell's schema makes, where its syntax tells for certain: of zod, valibot and arktype.
import { ts } from 'ts-morph';
import { unwrap } from './syntax-tree.ts';

type Kind = string | null;

const TEXTS = [
  ...['string', 'email', 'url', 'uuid', 'guid', 'nanoid', 'cuid2', 'ulid', 'ipv4', 'ipv6', 'base64', 'jwt'],
  ...['isoDate', 'isoDateTime', 'isoTimestamp'],
];
const ZOD: ReadonlyMap<string, string> = new Map([
  ...TEXTS.map((name) => [name, 'text'] as const),
  ...['number', 'float32', 'float64'].map((name) => [name, 'real'] as const),
  ...['int', 'int32', 'uint32'].map((name) => [name, 'integer'] as const),
  ...['bigint', 'int64', 'uint64'].map((name) => [name, 'bigint'] as const),
  ...['array', 'object', 'strictObject', 'looseObject', 'record', 'tuple'].map((name) => [name, 'json'] as const),
  ['boolean', 'boolean'],
  ['date', 'date'],
]);
/** Methods after which the cells are what they were. */
const KEEPS: ReadonlySet<string> = new Set([
  ...[
    'optional',
    'nullable',
    'nullish',
    'default',
    'describe',
    'meta',
    'brand',
    'readonly',
    'refine',
    'superRefine',
    'check',
  ],
  ...[
    'min',
    'max',
    'length',
    'nonempty',
    'regex',
    'startsWith',
    'endsWith',
    'includes',
    'trim',
    'toLowerCase',
    'toUpperCase',
  ],
  ...['gt', 'gte', 'lt', 'lte', 'positive', 'negative', 'nonnegative', 'nonpositive', 'multipleOf', 'finite'],
  ...['email', 'url', 'uuid', 'datetime', 'nonoptional', 'strict', 'loose'],
]);

export function zodKind(cell: ts.Expression): Kind {
  const called = calledOn(cell);
  if (called === null) return null;
  const { on, name, args } = called;
  if (ts.isIdentifier(on)) {
    if (name === 'optional' || name === 'nullable' || name === 'nullish') return args[0] ? zodKind(args[0]) : null;
    return ZOD.get(name) ?? null;
  }
  // `z.iso.date()` is a text, and `z.coerce.number()` a number once it is there.
  if (ts.isPropertyAccessExpression(on) && ts.isIdentifier(unwrap(on.expression)))
    return on.name.text === 'iso' ? 'text' : on.name.text === 'coerce' ? (ZOD.get(name) ?? null) : null;
  if (name === 'array') return 'json';
  if (name === 'int') return zodKind(on) === 'real' ? 'integer' : null;
  return KEEPS.has(name) ? zodKind(on) : null;
}

const VALIBOT: ReadonlyMap<string, string> = new Map(
  [
    'string',
    'number',
    'boolean',
    'date',
    'bigint',
    'array',
    'object',
    'strictObject',
    'looseObject',
    'record',
    'tuple',
  ].map((name) => [name, ZOD.get(name) ?? '']),
);
const WRAPS: ReadonlySet<string> = new Set([
  'optional',
  'nullable',
  'nullish',
  'undefinedable',
  'nonOptional',
  'nonNullable',
]);

export function valibotKind(cell: ts.Expression): Kind {
  const called = calledOn(cell);
  if (called === null || !ts.isIdentifier(called.on)) return null;
  const { name, args } = called;
  const [first, ...actions] = args;
  if (WRAPS.has(name)) return first ? valibotKind(first) : null;
  if (name !== 'pipe') return VALIBOT.get(name) ?? null;
  const names = actions.map((action) => calledOn(action)?.name ?? 'transform');
  // Whatever makes something else of it is called so: `transform`, `toDate`, `parseJson`.
  if (first === undefined || names.some((each) => /^(transform|raw|to|parse|args|returns|schema)/i.test(each)))
    return null;
  const kind = valibotKind(first);
  return kind === 'real' && names.some((each) => each === 'integer' || each === 'safeInteger') ? 'integer' : kind;
}

const ARKTYPE: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'real'],
  ['number.integer', 'integer'],
  ['boolean', 'boolean'],
  ['bigint', 'bigint'],
  ['Date', 'date'],
  ...['alpha', 'email', 'uuid', 'url', 'trim', 'lower', 'upper', 'date', 'date.iso', 'ip', 'json', 'digits'].map(
    (name) => [`string.${name}`, 'text'] as const,
  ),
]);

/** `'number.integer > 0'`, `'string | null'`, `'string = \'none\''`. */
export function arktypeKind(cell: ts.Expression): Kind {
  const node = unwrap(cell);
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return 'json';
  if (!ts.isStringLiteralLike(node)) return null;
  const alone = node.text
    .replace(/\s=\s.*$/, '')
    .replace(/\?$/, '')
    .replace(/^\s*null\s*\||\|\s*null\s*$/, '')
    .replace(/\s*(<=?|>=?|==|%)\s*-?[\d.]+\s*/g, '')
    .replace(/^-?[\d.]+\s*(<=?)\s*/, '')
    .trim();
  return /^[\w.]+\[\]$/.test(alone) ? 'json' : (ARKTYPE.get(alone) ?? null);
}

interface Called {
  readonly on: ts.Expression;
  readonly name: string;
  readonly args: readonly ts.Expression[];
}

/** Of `z.string()`: on `z`, the name `string`. */
function calledOn(expression: ts.Expression): Called | null {
  const call = unwrap(expression);
  if (!ts.isCallExpression(call)) return null;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return null;
  return { on: unwrap(callee.expression), name: callee.name.text, args: call.arguments };
}
