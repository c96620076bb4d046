// What `headwater dev` lives through: a page of another start, a worker that is killed, somebody else's owner, and a second Ctrl+C.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { devFixture } from './dev-fixture.ts';
import { nodeStatus } from './dev-page.ts';
import type { News } from './dev-process.ts';

const { make, dev, open, atEnd } = devFixture();

const isEvent = (wanted: string) => (news: News) => (news['event'] as News).type === wanted;

test('a page is led to its file and saves a picture; of another start on its port it is told, and let in', async () => {
  const project = make({
    'src/orders.ts': `import { asset } from 'headwater';\nexport const orders = asset(() => [1, 2]);\n`,
    'src/revenue.ts': `import { asset } from 'headwater';\nimport { orders } from './orders.ts';
export const revenue = asset({ inputs: { orders } }, ({ orders }) => orders.length);\n`,
  });
  const first = await dev(project, 'src/revenue.ts');
  const { page } = await open(first.address);
  await page.getByRole('heading', { name: 'revenue' }).waitFor();

  page.once('dialog', (dialog) => void dialog.accept('svg'));
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /Export/ }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('orders');

  expect((await first.end('SIGINT')).code).toBe(0);
  await page.getByText('headwater dev does not answer').first().waitFor();
  const again = await dev(project, '--port', new URL(first.address).port);
  // The token is another one: until its owner opens the new address, the old page stays out.
  const other = await page.context().newPage();
  await other.goto(again.address);
  await nodeStatus(page, 'orders', 'never').waitFor();
  await page.getByText('headwater dev does not answer').first().waitFor({ state: 'hidden' });
});

test('a killed worker ends its run alone; automation goes off again where it was off; a second Ctrl+C ends at once', async () => {
  const project = make({
    'assets.ts': `import { asset } from 'headwater';
export const deadly = asset(() => process.kill(process.pid, 'SIGKILL'));
export const fine = asset(() => 1);
export const endless = asset(() => new Promise(() => undefined));
`,
  });
  const owner = await dev(project, '--no-automation');
  const guest = await dev(project);
  expect(await guest.hears('ready')).toMatchObject({ owner: owner.pid, automation: { on: true } });
  expect((await guest.end('SIGINT')).code).toBe(0);
  expect((await project.headwater('automation')).stdout).toContain('Automation is off');

  const killed = await project.headwater('materialize', '--select', 'key:"deadly"');
  expect([killed.code, killed.stderr]).toEqual([1, '']);
  expect((await project.headwater('materialize', '--select', 'key:"fine"')).code).toBe(0);

  // What another terminal asked for is waited for, until that is too long.
  const asked = project.start('materialize', '--select', 'key:"endless"');
  atEnd(() => asked.child.kill('SIGKILL'));
  await owner.hears('event', (news) => isEvent('step-started')(news) && (news['event'] as News)['asset'] === 'endless');
  const ended = owner.end('SIGINT');
  await owner.hears('ending');
  void owner.end('SIGINT');
  expect((await ended).code).toBe(130);
});
