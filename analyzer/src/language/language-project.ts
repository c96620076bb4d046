// What the editor features may ask of a project: its linked names, its graph, and the texts as they are now.
import type { AssetNode, GraphDocument } from '@headwater/graph';
import type { World } from '../resolve-value.ts';
import { openSource } from './open-source.ts';
import type { OpenSource } from './open-source.ts';
import { isVocabulary } from '../vocabulary.ts';

export interface LanguageProject {
  readonly world: World;
  readonly document: GraphDocument;
  /** Files that do not parse right now. */
  readonly unparsed: readonly string[];
  /** Absolute paths of its source files. */
  readonly paths: readonly string[];
  /** As a file stands in answers, and back. */
  readonly relative: (path: string) => string;
  readonly absolute: (file: string) => string;
  /** Unsaved text included; null where there is no such file. */
  readonly read: (path: string) => string | null;
}

/** One question opens one file many times; only the last is kept, and no longer than the question lasts. */
const lastOpened = new WeakMap<LanguageProject, OpenSource>();

export function sourceOf(project: LanguageProject, path: string): OpenSource | null {
  const text = project.read(path);
  const last = lastOpened.get(project);
  if (text === null) return null;
  if (last?.path === path && last.text === text) return last;
  const source = openSource({ path, file: project.relative(path), text });
  lastOpened.set(project, source);
  return source;
}

/** Without parsing it: false where no name of the file makes assets, checks, jobs and their like, or says when they run. */
export function mayDeclare({ world }: LanguageProject, path: string): boolean {
  const record = world.record(path);
  if (record === null) return false;
  return record.watched.size > 0 || [...record.imports.values()].some(({ name }) => isVocabulary(name));
}

export function nodeOf({ document }: LanguageProject, key: string): AssetNode | undefined {
  return document.assets.find((node) => node.key === key);
}
