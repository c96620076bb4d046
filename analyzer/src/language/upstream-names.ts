// The inputs and deps that a file names, each with the key of its asset and where it ends.
import { ts } from 'ts-morph';
import type { AssetKey, SourceRange } from '@headwater/graph';
import { resolveValue } from '../resolve-value.ts';
import type { World } from '../resolve-value.ts';
import { staticValue } from '../static-value.ts';
import { rangeOf, unwrap } from '../syntax-tree.ts';
import { isNode, keyOf } from '../upstream.ts';
import { itemsOf } from './list-edits.ts';
import { mayDeclare, sourceOf } from './language-project.ts';
import type { LanguageProject } from './language-project.ts';
import { factoryCall, optionList } from './option-edits.ts';

export interface UpstreamName {
  readonly key: AssetKey;
  /** Of the whole entry. */
  readonly range: SourceRange;
}

export function upstreamNames(project: LanguageProject, path: string): readonly UpstreamName[] {
  const source = mayDeclare(project, path) ? sourceOf(project, path) : null;
  if (source === null) return [];
  const { world } = project;
  const found: UpstreamName[] = [];
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) ? factoryCall(world, path, node) : null;
    const lists = call === null ? [] : ['inputs', 'deps'].map((name) => optionList(call, name));
    for (const list of lists)
      for (const item of list === null ? [] : itemsOf(list)) {
        const key = keyOfItem(world, path, item);
        if (key !== null) found.push({ key, range: rangeOf(source.tree, item) });
      }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found.sort((a, b) => a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn);
}

function keyOfItem(world: World, path: string, item: ts.Node): AssetKey | null {
  if (ts.isShorthandPropertyAssignment(item)) return assetKey(world, path, item.name);
  const written = ts.isPropertyAssignment(item) ? item.initializer : ts.isExpression(item) ? item : null;
  return written === null ? null : assetKey(world, path, written);
}

/** Of a name, also inside `loadAs(asset, type)` and `fromPartitions(asset, mapping)`; null for what is no asset. */
export function assetKey(world: World, path: string, expression: ts.Expression): AssetKey | null {
  const value = unwrap(expression);
  if (ts.isCallExpression(value)) {
    const callee = resolveValue(world, path, staticValue(value.expression));
    const [asset] = value.arguments;
    const isLoaded = callee.kind === 'other' && (callee.sdkName === 'loadAs' || callee.sdkName === 'fromPartitions');
    return isLoaded && asset !== undefined ? assetKey(world, path, asset) : null;
  }
  const target = resolveValue(world, path, staticValue(value));
  if (target.kind !== 'output' && (target.kind !== 'declared' || !isNode(target))) return null;
  const key = keyOf(world, target.kind === 'output' ? target : { ...target, output: null });
  return key.kind === 'key' ? key.key : null;
}
