// Brings up the host of a project that ran by itself when the window was closed, and remembers which do.
import type { WindowMemory } from './graph-changes.ts';
import type { ProjectSession } from './project-session.ts';

/** Projects whose automation was on. */
const SWITCHED_ON = 'headwater.automationOn';

export function startAutomated({ project, runner, automation }: ProjectSession, memory: WindowMemory): void {
  const known = (): readonly string[] => (memory.get(SWITCHED_ON) as readonly string[] | undefined) ?? []; // as written below
  automation.changed.on(() => {
    const { document } = automation;
    if (document === null || known().includes(project) === document.on) return;
    const others = known().filter((each) => each !== project);
    void memory.update(SWITCHED_ON, document.on ? [...others, project] : others);
  });
  if (known().includes(project)) void runner.start();
}
