// `headwater dev` as a person has it: the real process, its page in a real Chromium, what it refuses, and what it leaves behind.
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { devFixture } from './dev-fixture.ts';
import { node, nodeStatus } from './dev-page.ts';
import type { News } from './dev-process.ts';

const ASSETS = `import { asset } from 'headwater';
export const orders = asset(() => [{ id: 1, amount: 10 }, { id: 2, amount: 5 }]);
export const revenue = asset({ inputs: { orders } }, ({ orders }) => orders.reduce((sum, { amount }) => sum + amount, 0));
`;

const { make, dev, open } = devFixture();

/** As a program asks, which may say of itself what it wants. */
function statusOf(
  address: string,
  of: { path?: string; method?: string; headers?: Record<string, string> },
): Promise<number> {
  const { hostname, port } = new URL(address);
  return new Promise((done, fail) => {
    const { path = '/', method = 'GET', headers = {} } = of;
    request({ hostname, port, path, method, headers }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    })
      .on('error', fail)
      .end(method === 'POST' ? '{}' : undefined);
  });
}

test('B02 the page shows the graph and its live state: a click runs, a save redraws, and Ctrl+C leaves nothing', async () => {
  const project = make({ 'assets.ts': ASSETS });
  const process_ = await dev(project, 'assets.ts');
  expect(await process_.hears('ready')).toMatchObject({ owner: process_.pid, automation: { on: true } });
  const { page, complaints } = await open(process_.address);
  await node(page, 'revenue').waitFor();
  expect(new URL(page.url()).search).toBe('');
  await page.getByText('Materialize all', { exact: true }).click();
  await nodeStatus(page, 'orders', 'fresh').waitFor();
  await nodeStatus(page, 'revenue', 'fresh').waitFor();
  await process_.hears('event', ({ event }) => (event as News).type === 'run-finished');
  // Its stored rows, through the same door.
  await node(page, 'orders').click();
  await page.getByText('amount').first().waitFor();

  project.edit(
    'assets.ts',
    (text) => `${text}export const average = asset({ inputs: { revenue } }, ({ revenue }) => revenue / 2);\n`,
  );
  await nodeStatus(page, 'average', 'never').waitFor();
  // A file that does not parse takes nothing away, and says where it does not.
  project.write('broken.ts', "import { asset } from 'headwater';\nexport const = asset(() => 1);\n");
  await page.locator('vscode-button[aria-label^="1 error in the code"]').click();
  await page.getByText('broken.ts does not parse').waitFor();
  expect(await node(page, 'average').count()).toBe(1);
  expect(await process_.hears('problems')).toMatchObject({ unparsed: ['broken.ts'] });
  expect(complaints).toEqual([]);

  const ended = await process_.end('SIGINT');
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  expect(ended.stdout).toContain('"type":"ended"');
  expect(project.has('.headwater/host.lock')).toBe(false);
  await page.getByText('headwater dev does not answer').first().waitFor();
  // Nobody owns the project any more: the next command does.
  expect((await project.headwater('status')).code).toBe(0);
});

test('nobody comes in without the token, under another name, or from another page', async () => {
  const project = make({ 'assets.ts': ASSETS });
  const { address, end } = await dev(project, '--no-automation');
  const { port, search, origin } = new URL(address);
  const cookie = `headwater-dev-${port}=${search.slice('?token='.length)}`;
  const asked = await Promise.all([
    statusOf(address, {}),
    statusOf(address, { path: '/page.js' }),
    statusOf(address, { path: `/${search}` }),
    statusOf(address, { path: '/page.js', headers: { cookie } }),
    statusOf(address, { headers: { cookie, host: `rebound.example:${port}` } }),
    statusOf(address, { path: '/events?page=1', headers: { cookie, origin: 'http://rebound.example' } }),
    statusOf(address, { path: '/say', method: 'POST', headers: { cookie } }),
    statusOf(address, { path: '/say', method: 'POST', headers: { cookie, origin, 'content-type': 'text/plain' } }),
    statusOf(address, { path: '/../package.json', headers: { cookie } }),
    statusOf(address, { path: '/%2e%2e/cli.mjs', headers: { cookie } }),
  ]);
  expect(asked).toEqual([401, 401, 200, 200, 403, 403, 403, 400, 404, 404]);
  expect((await end('SIGTERM')).code).toBe(0);
});

test('a second one attaches to the first, says who owns the project, and takes over when that is killed', async () => {
  const project = make({
    'assets.ts': `${ASSETS}export const slow = asset({ deps: [revenue] }, () => new Promise(() => undefined));\n`,
  });
  const first = await dev(project);
  const second = await dev(project);
  expect(await second.hears('ready')).toMatchObject({ owner: first.pid });
  await first.end('SIGKILL');
  await second.hears('owner', ({ owner }) => owner === second.pid);
  // A run that would never end is cancelled with it.
  const { page } = await open(second.address);
  await page.getByText('Materialize all', { exact: true }).click();
  await second.hears('event', ({ event }) => {
    const { type, asset } = event as News;
    return type === 'step-started' && asset === 'slow';
  });
  expect((await second.end('SIGINT')).code).toBe(0);
  expect((await project.headwater('runs')).stdout).toContain('cancelled');
});

test('wrong use is said as by every other command', async () => {
  const project = make({ 'assets.ts': ASSETS });
  const said = await Promise.all([
    project.headwater('dev', 'nowhere.ts'),
    project.headwater('dev', '--port', 'x'),
    project.headwater('dev', '/'),
  ]);
  expect(said.map(({ code }) => code)).toEqual([2, 2, 2]);
  expect(said[0]?.stderr).toContain('nowhere.ts');
  expect(said[1]?.stderr).toBe('--port takes a number from 1 to 65535, 0 for any that is free; got `x`.\n');
  expect(said[2]?.stderr).toContain('No package.json in / or above it names headwater');
});
