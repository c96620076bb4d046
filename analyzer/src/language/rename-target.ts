// What a rename at a place would rename: an asset's const, or its written key; or why it cannot be.
import type { AssetKey, AssetNode, SourceRange } from '@headwater/graph';
import { ts } from 'ts-morph';
import { identifierAt, nameKey } from '../asset-name-at.ts';
import { placeOf, rangeOf } from '../syntax-tree.ts';
import { optionsOf } from '../upstream.ts';
import type { DeclaredNode } from '../upstream.ts';
import { constNameOf, declaredNode } from './declared-node.ts';
import { nodeOf, sourceOf } from './language-project.ts';
import type { LanguageProject } from './language-project.ts';
import { offsetAt } from './open-source.ts';
import { stringKeyAt } from './string-keys.ts';
import type { StringKey } from './string-keys.ts';

export interface TextPlace {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Refusal {
  /** A sentence: what stands in the way, and what to do. */
  readonly refused: string;
}

/** An asset with its declaration. */
export interface Renamable {
  readonly key: AssetKey;
  readonly node: AssetNode;
  readonly declared: DeclaredNode;
}

export interface RenameTarget extends Renamable {
  /** `const`: the name in code, and the key where that is its name; `key`: the key alone, as `key:` says it. */
  readonly of: 'const' | 'key';
  /** Of what stands at the place. */
  readonly range: SourceRange;
  readonly placeholder: string;
}

/** Null where no asset is renamed: what stands there may still be a name of something else, as a parameter of a body is. */
export function renameTarget(
  project: LanguageProject,
  { file: path, line, column }: TextPlace,
): RenameTarget | Refusal | null {
  const source = sourceOf(project, path);
  const offset = source === null ? null : offsetAt(source, line, column);
  if (source === null || offset === null) return null;
  const names = { world: project.world, path };
  const name = identifierAt(source.tree, offset);
  const written = name === null ? stringKeyAt({ ...names, tree: source.tree }, offset) : null;
  const key = name === null ? (written?.key ?? null) : keyOfConst(names, name);
  const node = key === null ? undefined : nodeOf(project, key);
  if (node === undefined || written?.role === 'former') return null;
  const base = renamable(project, node);
  if ('refused' in base) return base;
  const { declared } = base;
  if (name !== null) {
    const constName = constNameOf(declared);
    if (constName === null && declared.output !== null && name.text === declared.output.name) return withoutConst(node);
    return constName === name.text
      ? { ...base, of: 'const', range: rangeOf(source.tree, name), placeholder: constName }
      : null;
  }
  if (written === null) return null;
  const range = withoutQuotes(source.tree, written);
  if (optionsOf(declared)?.byName.has('key') === true)
    return { ...base, of: 'key', range, placeholder: node.foreign?.key ?? node.key };
  if (constNameOf(declared) === null) return withoutConst(node);
  return { ...base, of: 'const', range, placeholder: node.foreign?.key ?? node.key };
}

export function renamable(project: LanguageProject, node: AssetNode): Renamable | Refusal {
  const declared = declaredNode(project, node);
  return declared === null
    ? unsafe(node, 'where it is declared is not found in the text as it is now. Save it, and try again')
    : { key: node.key, node, declared };
}

export function unsafe({ key }: { readonly key: AssetKey }, why: string): Refusal {
  return { refused: `\`${key}\` cannot be renamed: ${why}.` };
}

/** Its name in code is no const, so that it is not known what else means it. */
export function withoutConst(node: AssetNode): Refusal {
  if (node.output === undefined)
    return unsafe(node, 'its module exports it without a name. Write a `key:`, and rename that');
  return unsafe(
    node,
    `it is an output of a multi-asset that is kept whole, and its name is also what the body calls it. Give the output a \`key:\`, or take it out: \`export const { ${node.output ?? node.key} } = multiAsset(…)\``,
  );
}

/** Names of inputs, outputs and parameters are not those of the const, even where they look the same. */
function keyOfConst(names: Parameters<typeof nameKey>[0], name: ts.Identifier): AssetKey | null {
  const { parent } = name;
  if (ts.isPropertyAssignment(parent) && parent.name === name) return null;
  if (ts.isBindingElement(parent) && parent.propertyName === name) return null;
  const found = nameKey(names, name);
  return found === null || found.role === 'parameter' ? null : found.key;
}

/** Those that belong to the selection. */
function withoutQuotes(tree: ts.SourceFile, { role, start, end }: StringKey): SourceRange {
  if (role !== 'selection') return placeOf(tree, start, end);
  const text = tree.text.slice(start, end);
  const before = /^\\?"/.exec(text)?.[0].length ?? 0;
  const after = /\\?"$/.exec(text)?.[0].length ?? 0;
  return placeOf(tree, start + before, end - after);
}
