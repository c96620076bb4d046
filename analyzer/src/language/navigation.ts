// What an editor asks of a project to move around in it: who names an asset, what a file declares, what a rename changes.
import type { AssetKey } from '@headwater/graph';
import type { NamePlace } from '../types/type-service.ts';
import type { LanguageProject } from './language-project.ts';
import { mentionsInFile, mentionsOf } from './mentions.ts';
import type { Mention } from './mentions.ts';
import { outlineOf } from './outline.ts';
import type { OutlineItem } from './outline.ts';
import { renameAsset, renameForeign } from './rename.ts';
import type { Renamed, RenameEdit, RenameQuestion } from './rename.ts';
import { withElsewhere } from './rename-elsewhere.ts';
import { renameTarget } from './rename-target.ts';
import type { Refusal, RenameTarget, TextPlace } from './rename-target.ts';

export interface Navigation {
  /** Every place that names the asset, in code and in strings; that of its declaration is first. */
  mentionsOf(key: AssetKey): readonly Mention[];
  /** Every place of one file (absolute) that names any asset. */
  mentionsIn(file: string): readonly Mention[];
  /** What a file (absolute) declares, in source order. */
  outlineOf(file: string): readonly OutlineItem[];
  /** Whether a file (absolute) is one of the project's sources. */
  hasFile(file: string): boolean;
  /** What a rename at a place would rename; null where there is no asset to rename. */
  renameTarget(place: TextPlace): Pick<RenameTarget, 'of' | 'key' | 'range' | 'placeholder'> | Refusal | null;
  /** Edits of the texts as they are now; null where this project has no such asset. */
  rename(question: RenameQuestion): Renamed | Refusal | null;
  /** What this project changes when one that it reads renames an asset; `key` is the one it has here. */
  renameForeign(key: AssetKey, renamed: Renamed): readonly RenameEdit[] | Refusal;
  /** With the places that only types tell of, as TypeScript would rename them. */
  withElsewhere(renamed: Renamed, places: readonly NamePlace[]): Renamed;
}

export function navigation(project: LanguageProject): Navigation {
  return {
    mentionsOf: (key) => mentionsOf(project, key),
    mentionsIn: (file) => mentionsInFile(project, file),
    outlineOf: (file) => outlineOf(project, file),
    hasFile: (file) => project.paths.includes(file),
    renameTarget: (place) => renameTarget(project, place),
    rename: (question) => renameAsset(project, question),
    renameForeign: (key, renamed) => renameForeign(project, key, renamed),
    withElsewhere: (renamed, places) => withElsewhere(renamed, places, project.absolute('')),
  };
}
