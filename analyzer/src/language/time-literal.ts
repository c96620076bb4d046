// Which texts of the source are cron expressions and time zones, and the other half of each.
import { ts } from 'ts-morph';
import { foldValue } from '../fold-value.ts';
import { resolveValue } from '../resolve-value.ts';
import type { World } from '../resolve-value.ts';
import { staticValue } from '../static-value.ts';
import { unwrap, writtenName } from '../syntax-tree.ts';

export interface TimeLiteral {
  readonly role: 'cron' | 'timezone';
  /** That of its cron; null: none is given, or only a run can tell. */
  readonly timezone: string | null;
}

/** The node's tree has parents. */
export function timeLiteral(world: World, path: string, node: ts.StringLiteralLike): TimeLiteral | null {
  const inside = argumentAround(node);
  if (inside === null) return null;
  const { call, index, option } = inside;
  const called = calleeName(world, path, call);
  const role = called === null ? null : roleOf(called, { index, option });
  if (called === null || role === null) return null;
  const zone = ZONES[called]?.(call) ?? optionIn(call.arguments[index], 'timezone');
  const timezone = zone === null ? null : foldValue(world, path, staticValue(zone));
  return { role, timezone: typeof timezone === 'string' ? timezone : null };
}

interface Inside {
  readonly call: ts.CallExpression;
  readonly index: number;
  /** Null: it is the argument itself. */
  readonly option: string | null;
}

function argumentAround(node: ts.Node): Inside | null {
  const { parent } = node;
  if (ts.isCallExpression(parent))
    return { call: parent, index: parent.arguments.findIndex((each) => each === node), option: null };
  if (!ts.isPropertyAssignment(parent) || parent.initializer !== node) return null;
  const options = parent.parent;
  const call = options.parent;
  if (!ts.isCallExpression(call)) return null;
  return { call, index: call.arguments.indexOf(options), option: writtenName(parent.name) };
}

/** `automation.onCron`, `schedule`; null for what is not of the SDK. */
function calleeName(world: World, path: string, call: ts.CallExpression): string | null {
  const target = resolveValue(world, path, staticValue(call.expression));
  if (target.kind === 'factory') return target.name;
  return target.kind === 'other' ? (target.sdkName ?? null) : null;
}

function roleOf(called: string, { index, option }: Pick<Inside, 'index' | 'option'>): TimeLiteral['role'] | null {
  if (option === null) {
    if (called === 'automation.onCron' || called === 'automation.cronTickPassed')
      return index === 0 ? 'cron' : index === 1 ? 'timezone' : null;
    return called === 'freshness.cron' && index === 0 ? 'cron' : null;
  }
  const takesOptions = called === 'schedule' || called === 'freshness.cron' || called.startsWith('partitions.');
  return takesOptions && (option === 'cron' || option === 'timezone') ? option : null;
}

type ZoneOf = (call: ts.CallExpression) => ts.Expression | null;

/** Where the time zone stands beside a cron that is an argument of its own; elsewhere it is an option beside it. */
const ZONES: Readonly<Record<string, ZoneOf>> = {
  'automation.onCron': (call) => call.arguments[1] ?? null,
  'automation.cronTickPassed': (call) => call.arguments[1] ?? null,
  'freshness.cron': (call) => optionIn(call.arguments[1], 'timezone'),
};

function optionIn(options: ts.Expression | undefined, name: string): ts.Expression | null {
  const written = options === undefined ? null : unwrap(options);
  if (written === null || !ts.isObjectLiteralExpression(written)) return null;
  const found = written.properties.find((each) => each.name !== undefined && writtenName(each.name) === name);
  return found !== undefined && ts.isPropertyAssignment(found) ? found.initializer : null;
}
