// Renames a const that reads like a command to what it makes, with its mentions in all files.
import { ts } from 'ts-morph';
import { nounFor } from '../../noun-name.ts';
import { resolveValue } from '../../resolve-value.ts';
import type { FileEdit } from '../code-action.ts';
import type { LanguageProject } from '../language-project.ts';
import { nodeOf, sourceOf } from '../language-project.ts';
import type { Fix, FixQuestion } from './fix-question.ts';
import { renameEdits } from '../rename-edits.ts';
import { mentionsIn, topLevelNames } from '../scopes.ts';

export function fixNounName({ project, source, node }: FixQuestion): readonly Fix[] {
  if (!ts.isIdentifier(node) || !mentionsIn(source.tree, node.text).includes(node)) return [];
  const name = node.text;
  const noun = nounFor(name);
  if (noun === null || topLevelNames(source.tree).has(noun) || nodeOf(project, noun) !== undefined) return [];
  // A selection that names the old key would select nothing.
  if (project.document.jobs.some(({ selection }) => selection.includes(name))) return [];
  const here = renameEdits(source, name, noun);
  const elsewhere = importers(project, { path: source.path, name, noun });
  if (here === null || elsewhere === null) return [];
  return [{ title: `Rename to \`${noun}\``, edits: [...here, ...elsewhere], isPreferred: true }];
}

/** Null where a file names it in a way that is not a plain import of it. */
function importers(
  project: LanguageProject,
  { path, name, noun }: { readonly path: string; readonly name: string; readonly noun: string },
): readonly FileEdit[] | null {
  const { world } = project;
  const edits: FileEdit[] = [];
  for (const other of project.paths) {
    if (other === path) continue;
    const record = world.record(other);
    const leadsHere = (module: string): boolean => {
      const target = world.module(other, module);
      return target.kind === 'file' && target.path === path;
    };
    const isPassedOn =
      record?.stars.some(leadsHere) === true ||
      [...(record?.exports.values() ?? [])].some((each) => 'module' in each && leadsHere(each.module));
    if (isPassedOn) return null;
    for (const [local, imported] of record?.imports ?? []) {
      if (!leadsHere(imported.module)) continue;
      if (imported.name === '*') return null;
      if (imported.name !== name || resolveValue(world, other, { kind: 'name', name: local }).kind === 'unknown-export')
        continue;
      const found = importerEdits(project, { path: other, local, name, noun });
      if (found === null) return null;
      edits.push(...found);
    }
  }
  return edits;
}

function importerEdits(
  project: LanguageProject,
  of: { readonly path: string; readonly local: string; readonly name: string; readonly noun: string },
): readonly FileEdit[] | null {
  const source = sourceOf(project, of.path);
  if (source === null || of.local !== of.name || topLevelNames(source.tree).has(of.noun)) return null;
  return renameEdits(source, of.name, of.noun);
}
