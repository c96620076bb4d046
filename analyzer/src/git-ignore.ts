// Answers whether git ignores a path, from the .gitignore files on the way down to it.
import { posix } from 'node:path';
import type { Disk } from './disk.ts';
import { globMatcher } from './glob-matcher.ts';
import { relativeTo } from './posix-path.ts';

interface Rule {
  readonly folder: string;
  readonly matches: (relative: string) => boolean;
  readonly onlyFolders: boolean;
  readonly keeps: boolean;
}

export interface GitIgnore {
  /** Asked of each folder and file on a walk downwards; what lies in an ignored folder is never asked. */
  ignores(path: string, kind: 'file' | 'folder'): boolean;
}

/** Reads each folder's .gitignore once, from the repository's root (or `top` where there is none) downwards. */
export function gitIgnore({ disk, top }: { readonly disk: Disk; readonly top: string }): GitIgnore {
  const rulesByFolder = new Map<string, readonly Rule[]>();
  const base = repositoryRoot(disk, top) ?? top;
  const rulesAt = (folder: string): readonly Rule[] => {
    const known = rulesByFolder.get(folder);
    if (known !== undefined) return known;
    const above = folder === base || folder === posix.dirname(folder) ? [] : rulesAt(posix.dirname(folder));
    const own = readRules(disk.read(`${folder}/.gitignore`), folder);
    const rules = own.length === 0 ? above : [...above, ...own];
    rulesByFolder.set(folder, rules);
    return rules;
  };
  return {
    ignores(path, kind) {
      let ignored = false;
      for (const rule of rulesAt(posix.dirname(path))) {
        if (rule.keeps !== ignored || (rule.onlyFolders && kind === 'file')) continue;
        if (rule.matches(relativeTo(rule.folder, path) ?? path)) ignored = !rule.keeps;
      }
      return ignored;
    },
  };
}

function repositoryRoot(disk: Disk, from: string): string | null {
  if (disk.stat(`${from}/.git`) !== null) return from;
  const parent = posix.dirname(from);
  return parent === from ? null : repositoryRoot(disk, parent);
}

function readRules(text: string | null, folder: string): Rule[] {
  return (text ?? '').split(/\r?\n/).flatMap((line): Rule[] => {
    const written = line.replace(/(?<!\\)\s+$/, '');
    if (written === '' || written.startsWith('#')) return [];
    const keeps = written.startsWith('!');
    const onlyFolders = written.endsWith('/');
    const pattern = written.slice(keeps ? 1 : 0, onlyFolders ? -1 : undefined);
    // A slash anywhere but at the end ties the pattern to this folder.
    const matches = globMatcher(pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`);
    return [{ folder, keeps, onlyFolders, matches }];
  });
}
