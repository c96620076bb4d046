// Finds the keys that are written in strings: `key:`, `renamedFrom:`, and those inside selections.
import { ts } from 'ts-morph';
import { selectionAttributes } from '@headwater/graph';
import type { AssetKey } from '@headwater/graph';
import { declarationKey } from '../asset-name-at.ts';
import { foldValue } from '../fold-value.ts';
import { readKey } from '../key.ts';
import { resolveValue } from '../resolve-value.ts';
import type { World } from '../resolve-value.ts';
import { staticValue } from '../static-value.ts';
import { unwrap, writtenName } from '../syntax-tree.ts';
import { literalOffsets } from './literal-offsets.ts';

export interface StringKey {
  readonly key: AssetKey;
  /** `former`: the key that its asset had before. */
  readonly role: 'key' | 'selection' | 'former';
  /** The value of the option that holds it. */
  readonly holder: ts.Expression;
  /** Offsets of what is written: quotes of the source are outside, those of a selection inside. */
  readonly start: number;
  readonly end: number;
}

interface Question {
  readonly world: World;
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** In source order. The tree has parents. */
export function stringKeys(question: Question): StringKey[] {
  const found: StringKey[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) found.push(...keysOfOption(question, node));
    ts.forEachChild(node, visit);
  };
  visit(question.tree);
  return found;
}

/** At an offset, also right behind it. */
export function stringKeyAt(question: Question, offset: number): StringKey | null {
  let around: StringKey | null = null;
  const visit = (node: ts.Node): void => {
    if (offset < node.pos || offset > node.end) return;
    if (ts.isPropertyAssignment(node))
      around = keysOfOption(question, node).find(({ start, end }) => start <= offset && offset <= end) ?? around;
    ts.forEachChild(node, visit);
  };
  visit(question.tree);
  return around;
}

function keysOfOption(question: Question, option: ts.PropertyAssignment): StringKey[] {
  const name = writtenName(option.name);
  if (name !== 'key' && name !== 'selection' && name !== 'renamedFrom') return [];
  const call = option.parent.parent;
  if (!ts.isCallExpression(call) || !call.arguments.some((each) => unwrap(each) === option.parent)) return [];
  const maker = makerOf(question, call);
  const holder = unwrap(option.initializer);
  if (name === 'selection') return maker === 'selecting' ? selectedKeys(question, holder) : [];
  if (maker !== 'node') return [];
  return name === 'key' ? ownKey(question, holder) : formerKeys(question, { call, holder });
}

/** What takes a `selection`. */
const SELECTING: ReadonlySet<string> = new Set([
  ...['job', 'schedule', 'sensor', 'materialize', 'automation.anyDeps', 'automation.allDeps'],
]);

function makerOf({ world, path }: Question, call: ts.CallExpression): 'node' | 'selecting' | null {
  const target = resolveValue(world, path, staticValue(call.expression));
  if (target.kind === 'other') return SELECTING.has(target.sdkName ?? '') ? 'selecting' : null;
  if (target.kind !== 'factory') return null;
  if (SELECTING.has(target.name)) return 'selecting';
  return ['asset', 'externalAsset', 'graphAsset', 'output'].includes(target.name) ? 'node' : null;
}

function ownKey({ world, path, tree }: Question, holder: ts.Expression): StringKey[] {
  const answer = readKey(foldValue(world, path, staticValue(holder)));
  if (!('key' in answer)) return [];
  const base = { key: answer.key, role: 'key', holder } as const;
  if (ts.isStringLiteralLike(holder)) return [{ ...base, start: holder.getStart(tree) + 1, end: holder.end - 1 }];
  return ts.isArrayLiteralExpression(holder) && holder.elements.every((each) => ts.isStringLiteralLike(unwrap(each)))
    ? [{ ...base, start: holder.getStart(tree), end: holder.end }]
    : [];
}

function formerKeys(
  question: Question,
  { call, holder }: { readonly call: ts.CallExpression; readonly holder: ts.Expression },
): StringKey[] {
  const key = declarationKey(question, call);
  const written = ts.isArrayLiteralExpression(holder) ? holder.elements.map(unwrap) : [holder];
  if (key === null) return [];
  return written.filter(ts.isStringLiteralLike).map((each) => ({
    key,
    role: 'former',
    holder,
    start: each.getStart(question.tree) + 1,
    end: each.end - 1,
  }));
}

/** Keys in full: one with `*` stands for many. */
function selectedKeys({ tree }: Question, holder: ts.Expression): StringKey[] {
  if (!ts.isStringLiteralLike(holder)) return [];
  const offsets = literalOffsets(holder, tree);
  if (offsets === null) return [];
  return selectionAttributes(holder.text).flatMap(({ name, value, start, end }): StringKey[] => {
    const [from, to] = [offsets[start], offsets[end]];
    if (name !== 'key' || value === null || value.includes('*') || from === undefined || to === undefined) return [];
    return [{ key: value, role: 'selection', holder, start: from, end: to }];
  });
}
