// The examples that run by themselves, as `headwater dev` has them under a clock that runs faster: over midnight, and over half an hour.
import type { Tick } from '@headwater/runner';
import { expect, test } from 'vitest';
import { launchBrowser, node, nodeStatus, openPage } from './dev-page.ts';
import { startDev, type News } from './dev-process.ts';
import { exampleProject } from './example-project.ts';
import { eventsOf, type TestProject } from './project.ts';

/** Those that led to runs, oldest first. */
async function requestedTicks(project: TestProject): Promise<readonly Tick[]> {
  const { stdout } = await project.headwater('ticks', '--json', '--limit', '0');
  const { ticks } = JSON.parse(stdout) as { ticks: Tick[] };
  return ticks.filter(({ outcome }) => outcome === 'requested').reverse();
}

/** How often each asset was made. */
function madeIn(told: readonly News[]): Record<string, number> {
  const made: Record<string, number> = {};
  for (const { event } of told) {
    const { type, asset } = (event ?? {}) as { type?: string; asset?: string };
    if (type === 'materialized' && asset !== undefined) made[asset] = (made[asset] ?? 0) + 1;
  }
  return made;
}

const isEndOfRun = ({ event }: News): boolean => (event as { type: string }).type === 'run-finished';

const FRIENDS = ['appearancesReport', 'characterAppearances', 'characters', 'episodes', 'tvShowInfo'];
const ONCE = Object.fromEntries(FRIENDS.map((key) => [key, 1]));

test.concurrent(
  'F05 B15: midnight passes, all of friends is made in one run before the eyes of the page, and again the next midnight',
  async () => {
    const project = exampleProject('friends');
    const browser = await launchBrowser();
    try {
      // A quarter of a minute until then: on a busy machine the page is open before it comes.
      const first = await startDev(
        project.withEnv({ HEADWATER_CLOCK: '2026-03-28T23:30:00Z x120' }),
        'src/appearances.ts',
      );
      try {
        const { page, complaints } = await openPage(browser, first.address);
        await nodeStatus(page, 'tvShowInfo', 'never').waitFor();
        await first.hears('event', isEndOfRun);
        for (const key of FRIENDS) await nodeStatus(page, key, 'fresh').waitFor();
        await node(page, 'tvShowInfo').click();
        const automation = page.getByRole('region', { name: 'Automation' });
        await automation.getByText('Runs by itself').waitFor();
        await automation.getByRole('button', { name: 'Why, or why not?' }).click();
        await automation.locator('.why-tree').getByText('next tick Mon 2026-03-30 00:00 UTC').waitFor();
        expect(complaints).toEqual([]);
        expect(madeIn(first.told)).toEqual(ONCE);
        expect((await first.end('SIGINT')).code).toBe(0);
      } finally {
        first.kill();
      }
      expect(await requestedTicks(project)).toMatchObject([{ message: 'it ticked Sun 2026-03-29 00:00 UTC' }]);

      // The evening after: what was done is remembered, and the next midnight is another one.
      const second = await startDev(project.withEnv({ HEADWATER_CLOCK: '2026-03-29T23:54:00Z x120' }));
      try {
        await second.hears('event', isEndOfRun);
        expect(madeIn(second.told)).toEqual(ONCE);
        expect((await second.end('SIGINT')).code).toBe(0);
      } finally {
        second.kill();
      }
      const ticks = await requestedTicks(project);
      expect(ticks.map(({ message, runs, assets }) => [message, runs.length, assets.toSorted()])).toEqual([
        ['it ticked Sun 2026-03-29 00:00 UTC', 1, FRIENDS],
        ['it ticked Mon 2026-03-30 00:00 UTC', 1, FRIENDS],
      ]);
    } finally {
      await browser.close();
      project.remove();
    }
  },
);

test.concurrent(
  'F01 F02 F03: half an hour passes, the word cloud is too old: one alert, one run of both assets, and it passes again',
  async () => {
    const project = exampleProject('hackernews');
    const BOTH = ['hackernewsSourceData', 'hackernewsWordcloud'];
    try {
      // Made at noon, by a person.
      const noon = project.withEnv({ HEADWATER_CLOCK: '2026-03-28T12:00:00Z' });
      const made = await noon.headwater('materialize', '--select', 'group:"split"', '--json');
      expect([made.code, eventsOf(made).at(-1)]).toMatchObject([0, { status: 'success' }]);

      const dev = await startDev(project.withEnv({ HEADWATER_CLOCK: '2026-03-28T12:25:00Z x60' }));
      try {
        const isAlert = (to: string) => (news: News) => (news['alert'] as { to: string }).to === to;
        await dev.hears('alert', isAlert('fail'));
        await dev.hears('alert', isAlert('pass'));
        await dev.hears('event', isEndOfRun);
        expect(madeIn(dev.told)).toEqual(Object.fromEntries(BOTH.map((key) => [key, 1])));
        expect(dev.told.filter(({ type }) => type === 'alert')).toMatchObject([
          { alert: { asset: 'hackernewsWordcloud', to: 'fail' } },
          { alert: { asset: 'hackernewsWordcloud', from: 'fail', to: 'pass' } },
        ]);
        expect(await requestedTicks(project)).toMatchObject([
          { kind: 'conditions', assets: BOTH, runs: [expect.any(String)] },
        ]);
        expect((await dev.end('SIGINT')).code).toBe(0);
      } finally {
        dev.kill();
      }
    } finally {
      project.remove();
    }
  },
);
