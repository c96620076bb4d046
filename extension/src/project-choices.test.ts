// What a person reads who chooses among the projects of a window.
import type { StatusName } from '@headwater/graph';
import { expect, test } from 'vitest';
import { projectChoices } from './project-choices.ts';

const project = (folder: string, name: string, ...statuses: StatusName[]) => ({
  project: folder,
  name,
  statuses: { all: statuses.map((status, index) => ({ key: `${index}`, status, causes: [] })) },
});

test('names in their order, with what asks for attention in words', () => {
  const choices = projectChoices(
    [
      project('/w/shop', 'shop', 'failed', 'stale', 'upstream-stale', 'drift', 'fresh', 'never'),
      project('/w/lake', 'lake', 'fresh', 'running', 'external'),
      project('/w/news', 'news', 'failed', 'failed'),
    ],
    { project: '/w/news' },
  );
  expect(choices).toEqual([
    { project: '/w/lake', name: 'lake', words: '', shown: false },
    { project: '/w/news', name: 'news', words: '2 failed', shown: true },
    { project: '/w/shop', name: 'shop', words: '1 failed, 3 stale', shown: false },
  ]);
});

test('those of one name say as much of their folders as it takes', () => {
  const names = (...folders: string[]): string[] =>
    projectChoices(
      folders.map((folder) => project(folder, 'app')),
      null,
    ).map(({ name }) => name);
  expect(names('/w/one', '/w/two')).toEqual(['app (one)', 'app (two)']);
  expect(names('/w/a/app', '/w/b/app', 'C:\\w\\c\\app')).toEqual(['app (a/app)', 'app (b/app)', 'app (c/app)']);
  expect(names('/app', '/w/app')).toEqual(['app (/app)', 'app (w/app)']);
});
