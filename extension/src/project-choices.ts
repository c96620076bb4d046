// The projects of a window as a person chooses among them: told apart by name, with what asks for attention in words.
import type { AssetStatus, StatusName } from '@headwater/graph';
import type { ProjectChoice } from '@headwater/webview/protocol';

/** A session is one. */
interface ChoosableProject {
  readonly project: string;
  readonly name: string;
  readonly statuses: { readonly all: readonly AssetStatus[] };
}

/** Sorted by name; those of one name also say their folder. */
export function projectChoices(
  projects: readonly ChoosableProject[],
  current: { readonly project: string } | null,
): ProjectChoice[] {
  const byName = Map.groupBy(projects, ({ name }) => name);
  return projects
    .map(({ project, name, statuses }) => {
      const namesakes = (byName.get(name) ?? []).filter((each) => each.project !== project);
      const folder = namesakes.length === 0 ? '' : ` (${folderAmong(project, namesakes)})`;
      return {
        project,
        name: `${name}${folder}`,
        words: troubleWords(statuses.all),
        shown: project === current?.project,
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name) || (a.project < b.project ? -1 : 1));
}

/** As many of the last folders as it takes. */
function folderAmong(project: string, others: readonly ChoosableProject[]): string {
  const parts = project.split(/[/\\]/);
  for (let count = 1; count < parts.length; count++) {
    const end = parts.slice(-count).join('/');
    if (others.every((other) => other.project.split(/[/\\]/).slice(-count).join('/') !== end)) return end;
  }
  return project;
}

const TROUBLE: readonly { readonly word: string; readonly statuses: readonly StatusName[] }[] = [
  { word: 'failed', statuses: ['failed'] },
  { word: 'stale', statuses: ['stale', 'upstream-stale', 'drift'] },
];

/** `2 failed, 3 stale` */
function troubleWords(statuses: readonly AssetStatus[]): string {
  return TROUBLE.map(({ word, statuses: names }) => {
    const count = statuses.filter(({ status }) => names.includes(status)).length;
    return count === 0 ? '' : `${count} ${word}`;
  })
    .filter((words) => words !== '')
    .join(', ');
}
