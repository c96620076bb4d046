// The layouts of a project as last read: what one was read from costs little to look at again; reading it takes TypeScript.
import type { Project } from './analysis.ts';
import type { Disk } from './disk.ts';
import { parsing, withParsing } from './loaded-parsing.ts';
import type { ProjectLayout } from './project-layout.ts';
import type { TracedLayout } from './stored-index.ts';
import { stands, tracedDisk } from './traced-disk.ts';

/** Lives as long as the index it serves. */
export class ProjectLayouts {
  readonly #at: { readonly project: Project; readonly disk: Disk };
  /** By whether they list every file. */
  readonly #known = new Map<boolean, TracedLayout>();
  /** Something is known that was not when it was last stored. */
  isUnsaved = false;

  constructor(at: { readonly project: Project; readonly disk: Disk }) {
    this.#at = at;
  }

  takeFrom(stored: readonly TracedLayout[]): void {
    for (const each of stored) this.#known.set(each.everyFile, each);
  }

  contents(): readonly TracedLayout[] {
    this.isUnsaved = false;
    return [...this.#known.values()];
  }

  async now({ everyFile }: { readonly everyFile: boolean }): Promise<ProjectLayout> {
    const known = this.#known.get(everyFile);
    if (known !== undefined && stands(known.trace, this.#at.disk)) return known.layout;
    const { disk, trace } = tracedDisk(this.#at.disk);
    const layout = await withParsing(() => parsing().readLayout({ disk, project: this.#at.project, everyFile }));
    this.#known.set(everyFile, { everyFile, layout, trace });
    this.isUnsaved = true;
    return layout;
  }
}
