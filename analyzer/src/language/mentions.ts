// Finds every place that names an asset, in code and in strings. Files are read again for it: no tree is kept.
import { ts } from 'ts-morph';
import type { AssetKey, SourceRange } from '@headwater/graph';
import { nameKey } from '../asset-name-at.ts';
import type { NameRole } from '../asset-name-at.ts';
import { placeOf, rangeOf } from '../syntax-tree.ts';
import { nodeOf, sourceOf } from './language-project.ts';
import type { LanguageProject } from './language-project.ts';
import { stringKeys } from './string-keys.ts';
import type { StringKey } from './string-keys.ts';

export interface Mention {
  readonly key: AssetKey;
  /** Relative to the project. */
  readonly file: string;
  /** Of the name, or of the key without the quotes around it. */
  readonly range: SourceRange;
  readonly role: NameRole | StringKey['role'];
}

/** In source order, of all assets. */
export function mentionsInFile(project: LanguageProject, path: string): Mention[] {
  const source = sourceOf(project, path);
  if (source === null) return [];
  const { tree, file } = source;
  const names = { world: project.world, path };
  const found: { readonly at: number; readonly mention: Mention }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const named = nameKey(names, node);
      if (named !== null) found.push({ at: node.end, mention: { ...named, file, range: rangeOf(tree, node) } });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const { key, role, start, end } of stringKeys({ ...names, tree }))
    found.push({ at: end, mention: { key, role, file, range: placeOf(tree, start, end) } });
  return found.sort((a, b) => a.at - b.at).map(({ mention }) => mention);
}

/** The file that declares it comes first, the others in the order of their paths. */
export function mentionsOf(project: LanguageProject, key: AssetKey): Mention[] {
  const node = nodeOf(project, key);
  const words = new Set([key, ...key.split('/'), ...(node === undefined ? [] : [node.exportName])]);
  const texts = new Map(project.paths.map((path) => [path, project.read(path) ?? '']));
  const found = new Map<string, readonly Mention[]>();
  const read = (path: string): void => {
    const mentions = mentionsInFile(project, path).filter((each) => each.key === key);
    found.set(path, mentions);
    // What a file calls it may be what further files know it by.
    const lines = (texts.get(path) ?? '').split('\n');
    for (const { role, range } of mentions)
      if (role === 'name' || role === 'declaration')
        words.add(lines[range.startLine - 1]?.slice(range.startColumn - 1, range.endColumn - 1) ?? key);
    if (mentions.length > 0 && project.world.record(path)?.exports.has('default') === true) words.add('default');
  };
  if (node !== undefined) read(project.absolute(node.file));
  for (let known = -1; known < words.size;) {
    known = words.size;
    const all = [...words].filter((word) => word !== 'default');
    for (const [path, text] of texts) {
      if (found.has(path)) continue;
      const isNamed = all.some((word) => text.includes(word));
      if (isNamed || (words.has('default') && takesDefault(project, path, found))) read(path);
    }
  }
  return project.paths
    .flatMap((path) => found.get(path) ?? [])
    .sort((a, b) => Number(b.file === node?.file) - Number(a.file === node?.file));
}

/** Whether a file imports or passes on the default of one of these. */
function takesDefault({ world }: LanguageProject, path: string, files: ReadonlyMap<string, unknown>): boolean {
  const record = world.record(path);
  const passedOn = [...(record?.exports.values() ?? [])].filter((each) => 'module' in each);
  return [...(record?.imports.values() ?? []), ...passedOn].some(({ name, module }) => {
    const target = name === 'default' ? world.module(path, module) : null;
    return target?.kind === 'file' && files.has(target.path);
  });
}
