// What `dev` switched on for itself is put off at its end, and what a person chose meanwhile stays.
import { expect, test } from 'vitest';
import type { LastingClient } from '@headwater/runner';
import { automationForNow } from './automation-for-now.ts';

/** A project's switch, as its host keeps it: `since` changes with each change of `on`. */
function host(on: boolean) {
  let state = { on, since: on ? 'T0' : null };
  let changes = 0;
  const flip = (to: boolean): void => {
    if (state.on !== to) state = { on: to, since: `T${(changes += 1)}` };
  };
  const request = (async (method: string, params: { readonly on?: boolean }) => {
    if (method === 'setAutomation') flip(params.on === true);
    return state;
  }) as unknown as LastingClient['request']; // Only these two are asked for, and only these fields are read.
  return { request, flip, isOn: () => state.on };
}

test.each([
  { found: false, byPerson: [], left: false },
  { found: true, byPerson: [], left: true },
  { found: false, byPerson: [false], left: false },
  { found: false, byPerson: [false, true], left: true },
  { found: true, byPerson: [false], left: false },
])('found $found, then a person says $byPerson: left $left', async ({ found, byPerson, left }) => {
  const project = host(found);
  const forNow = automationForNow(project, () => undefined);
  expect((await forNow.on())?.on).toBe(true);
  for (const on of byPerson) project.flip(on);
  await forNow.restore();
  expect(project.isOn()).toBe(left);
});

test('a host that is gone at the end is no mistake, and one that refuses is told', async () => {
  const said: string[] = [];
  const gone = (async () => Promise.reject(new Error('gone'))) as LastingClient['request'];
  const forNow = automationForNow({ request: gone }, (message) => said.push(message));
  expect(await forNow.on()).toBeNull();
  expect(said).toEqual(['What runs by itself could not be switched on: gone']);
  await forNow.restore();
});
