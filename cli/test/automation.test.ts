// The terminal's words for what runs by itself: its state, switching it, why an asset is made, what ticks came to.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProject, type TestProject } from './project.ts';

let project: TestProject;
beforeAll(() => {
  project = makeProject({
    'assets.ts': `import { asset, automation, definitions, schedule } from 'headwater';
export const orders = asset(() => [{ id: 1 }]);
export const revenue = asset({ inputs: { orders }, automation: automation.eager() }, ({ orders }) => orders.length);
export const project = definitions({ schedules: [schedule('nightly', { cron: '0 3 * * *', selection: 'key:"orders"' })] });
`,
  });
});
afterAll(() => {
  project.remove();
});
const said = async (...args: string[]): Promise<string> => (await project.headwater(...args)).stdout;

test('it is off, says what there is, and is switched on and off for good', async () => {
  expect(await said('automation')).toMatch(
    /^Automation is off\.\n[^]*revenue {2}eager\(\)\n[^]*nightly {2}At 03:00 AM, UTC {2}key:"orders"\n {4}next tick \S+T03:00:00Z\n$/,
  );
  expect(await said('automation', 'on', '--catch-up', 'latest')).toMatch(/^Automation is on since [^]*`headwater dev`/);
  expect(await said('automation', 'off', 'nightly')).toContain('nightly (off)');
  expect(JSON.parse(await said('automation', '--json'))).toMatchObject({
    version: 1,
    on: true,
    assets: [{ key: 'revenue', condition: 'eager()' }],
    schedules: [{ name: 'nightly', on: false }],
  });
  expect(await project.headwater('automation', 'on', 'weekly')).toMatchObject({
    code: 2,
    stderr: 'There is no schedule or sensor `weekly`: there are nightly.\n',
  });
});

test('why says each part of the condition, or that there is none; no tick was taken by any of this', async () => {
  expect(await said('why', 'revenue')).toMatch(
    /^revenue would not be requested \(.*\)\n {2}✕ eager\(\)\n[^]*orders was never materialized/,
  );
  expect(await project.headwater('why', 'orders')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('`orders` has no condition'),
  });
  expect(await said('ticks')).toBe('No ticks yet: `headwater automation` says what is due and when.\n');
  expect(await said('runs')).toContain('No runs yet');
});
