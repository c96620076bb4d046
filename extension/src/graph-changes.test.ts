// When a project is compared anew, which answers are believed, and what is remembered.
import { noGraphDiff, type GraphDiff } from '@headwater/graph';
import type { DiffQuestion } from '@headwater/server/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { assetNode } from './asset-node.fixture.ts';
import { GraphChanges } from './graph-changes.ts';
import { Model } from './model.ts';
import { ProjectSession } from './project-session.ts';
import { RunnerClient } from './runner-client.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PROJECT = '/shop';
const named = (commit: string): GraphDiff => ({ ...noGraphDiff('', 'main'), base: { ref: 'main', commit, title: '' } });

/** A project without a host; what is asked waits until it is answered. */
function start({ trusted = true } = {}) {
  const model = new Model({
    facts: () => ({ hasFolder: true, trusted }),
    makeSession(project, name) {
      const runner = new RunnerClient({
        project,
        client: 'test',
        findLaunch: async () => ({ unavailable: 'not-installed' }),
      });
      return new ProjectSession({ project, name, runner, askWholeGraph: () => undefined, askCode: async () => null });
    },
  });
  model.takeProjects({ projects: [{ project: PROJECT, name: 'shop' }] });
  const asked: DiffQuestion[] = [];
  const waiting: ((diff: GraphDiff | null) => void)[] = [];
  const forgotten: string[] = [];
  const memory = new Map<string, unknown>();
  let moved: (() => void) | null = null;
  const changes = new GraphChanges({
    model,
    ask: (question) => {
      asked.push(question);
      return new Promise((resolve) => waiting.push(resolve));
    },
    forget: (project) => void forgotten.push(project),
    isTrusted: () => trusted,
    watchRepository: (_, callback) => {
      moved = callback;
      return () => (moved = null);
    },
    memory: {
      get: (key) => memory.get(key),
      update: async (key, value) => void memory.set(key, value),
    },
  });
  let revision = 0;
  return {
    changes,
    asked,
    forgotten,
    /** A letter was typed that counts. */
    edit() {
      const base = revision === 0 ? null : revision;
      revision += 1;
      const upserted = [{ ...assetNode, codeVersion: `c1:${revision}` }];
      const delta = { revision, base, upserted, removed: [] };
      model.takeGraph({ project: PROJECT, name: 'shop', delta, problems: { errors: 0, warnings: 0 } });
    },
    async answer(diff: GraphDiff | null) {
      waiting.shift()?.(diff);
      await vi.advanceTimersByTimeAsync(0);
    },
    commit: () => moved?.(),
    isWatched: () => moved !== null,
    shown: () => changes.of(PROJECT)?.base.commit ?? null,
  };
}

test('off costs nothing: without a follower nothing is asked or watched, and the last one ends both', () => {
  const { changes, asked, forgotten, edit, isWatched } = start();
  edit();
  expect([asked, isWatched()]).toEqual([[], false]);
  const [one, two] = [changes.follow(PROJECT), changes.follow(PROJECT)];
  expect([asked.length, isWatched()]).toEqual([1, true]);
  one();
  one();
  expect([forgotten, isWatched()]).toEqual([[], true]);
  two();
  expect([forgotten, isWatched()]).toEqual([[PROJECT], false]);
  edit();
  expect(asked).toHaveLength(1);
});

test('typing and commits ask again; an answer that is older than the source is dropped, what is shown stays', async () => {
  const { changes, asked, edit, answer, commit, shown } = start();
  const heard: string[] = [];
  changes.changed.on((project) => heard.push(project));
  changes.follow(PROJECT);
  await answer(named('one'));
  expect(shown()).toBe('one');
  edit();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveLength(2);
  edit();
  await answer(named('old'));
  expect(shown()).toBe('one');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked).toHaveLength(3);
  await answer(named('two'));
  expect([shown(), heard]).toEqual(['two', [PROJECT, PROJECT]]);
  commit();
  await vi.advanceTimersByTimeAsync(5_000);
  await answer(named('two'));
  // The same again is no news.
  expect([asked.length, heard.length]).toEqual([4, 2]);
});

test('no answer leaves what is shown', async () => {
  const { changes, edit, answer, shown } = start();
  changes.follow(PROJECT);
  await answer(named('one'));
  edit();
  await vi.advanceTimersByTimeAsync(1_000);
  await answer(null);
  expect(shown()).toBe('one');
});

test('a base is remembered for its project and asked with at once; the usual one is asked with none', async () => {
  const { changes, asked, answer } = start();
  changes.follow(PROJECT);
  expect(asked).toEqual([{ project: PROJECT }]);
  await answer(named('one'));
  await changes.setBase(PROJECT, 'v1.2.0');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.at(-1)).toEqual({ project: PROJECT, base: 'v1.2.0' });
  expect([changes.base(PROJECT), changes.base('/other')]).toEqual(['v1.2.0', null]);
  await answer(named('two'));
  await changes.setBase(PROJECT, null);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([changes.base(PROJECT), asked.at(-1)]).toEqual([null, { project: PROJECT }]);
});

test('in a folder that is not trusted git is not run, and the page is told why', async () => {
  const { changes, asked } = start({ trusted: false });
  changes.follow(PROJECT);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual([]);
  expect(changes.of(PROJECT)?.problem).toMatch(/not trusted/);
});
