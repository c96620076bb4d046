// Which project of the window the page shows, where there are several, and which of the others ask for attention.
import { IconButton } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { usePage, useValue } from './use-page.ts';

export function ProjectChooser() {
  const { state, scene, actions } = usePage();
  const { projects = [], name } = useValue(state.project) ?? {};
  const { pinned } = useValue(state.view);
  const hops = useValue(scene).picture?.visible.hops;
  if (projects.length < 2) return null;
  const options = projects.map(({ project, name: label, words }) => ({
    value: project,
    text: words === '' ? label : `${label} · ${words}`,
  }));
  return (
    <div className="project">
      <Choice
        label="Project"
        className="project-choice"
        value={projects.find(({ shown }) => shown)?.project ?? ''}
        options={options}
        onChange={actions.showProject}
      />
      {/* Around one asset the pin stands beside the hops, and holds both. */}
      {hops === 'all' && (
        <IconButton
          icon={pinned ? 'pinned' : 'pin'}
          label={pinned ? `Follow the cursor to other projects (stays in ${name})` : `Stay in ${name}`}
          pressed={pinned}
          onClick={actions.togglePin}
        />
      )}
    </div>
  );
}
