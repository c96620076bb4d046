// Which project is looked at, which file belongs to which, and what comes and goes.
import type { AssetNode } from '@headwater/graph';
import { describe, expect, test } from 'vitest';
import { assetNode } from './asset-node.fixture.ts';
import { Model, projectFile, type ModelChange } from './model.ts';
import { ProjectSession } from './project-session.ts';
import { RunnerClient } from './runner-client.ts';

const facts = { hasFolder: true, trusted: true };

/** Sessions without a host: nothing here asks for one. */
function start({ lookedAt = null as string | null } = {}) {
  const model = new Model({
    facts: () => facts,
    lookedAt,
    makeSession(project, name) {
      const runner = new RunnerClient({
        project,
        client: 'test',
        findLaunch: async () => ({ unavailable: 'not-installed' }),
      });
      return new ProjectSession({ project, name, runner, askWholeGraph: () => undefined, askCode: async () => null });
    },
  });
  const changes: ModelChange['type'][] = [];
  model.changed.on(({ type }) => changes.push(type));
  return { model, changes };
}

const asset = (key: string): AssetNode => ({ ...assetNode, key, step: key, exportName: key });

const graph = (project: string, ...keys: string[]) => ({
  project,
  name: project.slice(1),
  delta: { revision: 1, base: null, upserted: keys.map(asset), removed: [] },
  problems: { errors: 0, warnings: 0 },
});

const named = (...projects: string[]) => ({
  projects: projects.map((project) => ({ project, name: project.slice(1) })),
});

describe('model', () => {
  test('before anything is looked at, the first project with assets is current', () => {
    const { model } = start();
    expect(model.current).toBeNull();
    model.takeProjects(named('/empty', '/shop'));
    expect(model.current?.project).toBe('/empty');
    model.takeGraph(graph('/shop', 'orders'));
    expect(model.current?.project).toBe('/shop');
    expect(model.situation()).toMatchObject({ ...facts, project: { name: 'shop', assets: 1 } });
  });

  test('the project looked at stays current until it is gone', () => {
    const { model } = start();
    model.takeProjects(named('/a', '/b'));
    model.lookAt(model.session('/b')!);
    model.takeGraph(graph('/a', 'x'));
    expect(model.current?.project).toBe('/b');
    model.takeProjects(named('/a'));
    expect(model.current?.project).toBe('/a');
    expect(model.session('/b')).toBeNull();
  });

  test('a file belongs to the innermost project around it', () => {
    const { model } = start();
    model.takeProjects(named('/ws', '/ws/packages/app'));
    expect(model.sessionOfFile('/ws/packages/app/src/a.ts')?.project).toBe('/ws/packages/app');
    expect(model.sessionOfFile('/ws/packages/application/a.ts')?.project).toBe('/ws');
    expect(model.sessionOfFile('/elsewhere/a.ts')).toBeNull();
    expect(projectFile('/ws', '/ws/src/a.ts')).toBe('src/a.ts');
    expect(projectFile('/ws', '/ws')).toBeNull();
    expect(projectFile('/ws', '/ws/..a.ts')).toBe('..a.ts');
  });

  test('a focus looks at its project and is forgotten with it', () => {
    const { model, changes } = start();
    model.takeProjects(named('/a', '/b'));
    const session = model.session('/b')!;
    changes.length = 0;
    model.setFocus({ session, key: 'x', reveal: true });
    expect(changes).toEqual(['projects', 'focus']);
    expect(model.focus).toMatchObject({ key: 'x' });
    model.lookAt(model.session('/a')!);
    expect(model.focus).toBeNull();
  });

  test('a graph of a project not yet named makes it known', () => {
    const { model, changes } = start();
    model.takeGraph(graph('/new', 'x'));
    expect(model.sessions.map(({ project }) => project)).toEqual(['/new']);
    expect(changes).toEqual(['session', 'projects']);
  });

  test('V1: a chosen project stays until the cursor comes elsewhere, and a pinned page is taken nowhere by it', () => {
    const { model } = start();
    model.takeProjects(named('/a', '/b'));
    const [a, b] = [model.session('/a')!, model.session('/b')!];
    const at = (session: ProjectSession, key: string) =>
      model.setFocus({ session, key, reveal: true }, { byCursor: true });
    at(a, 'x');
    model.lookAt(b);
    expect([model.current, model.focus]).toEqual([b, null]);
    at(a, 'y');
    expect(model.current).toBe(a);
    const page = {};
    model.setPinned(page, true);
    at(b, 'x');
    model.cursorIn(b);
    expect(model.current).toBe(a);
    expect(model.at).toMatchObject({ session: b, key: 'x' });
    // What a person asks for by name is shown all the same.
    model.setFocus({ session: b, key: 'x', reveal: true });
    expect(model.current).toBe(b);
    model.setPinned(page, false);
    at(a, 'x');
    expect(model.current).toBe(a);
  });

  test('V1: the project looked at when the window was closed is looked at again, where its cursor comes back or not', () => {
    const { model } = start({ lookedAt: '/b' });
    model.takeProjects(named('/a', '/b'));
    expect(model.current?.project).toBe('/b');
    model.setFocus({ session: model.session('/a')!, key: 'x', reveal: true, again: true }, { byCursor: true });
    expect([model.current?.project, model.lookedAt]).toEqual(['/b', '/b']);
    model.takeProjects(named('/a'));
    expect(model.current?.project).toBe('/a');
  });

  test('V6: a selection is told with where it was made, and is where a person was last', () => {
    const { model, changes } = start();
    model.takeProjects(named('/a'));
    const session = model.session('/a')!;
    changes.length = 0;
    model.select({ session, key: 'x', by: 'tree' });
    expect(changes).toEqual(['select']);
    expect(model.at).toMatchObject({ session, key: 'x' });
  });
});
