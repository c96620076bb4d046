// L4: what a hover says of an asset, from its source, its statuses and what is stored of it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { FIRST_ROWS, STATUS_CHANGED } from './protocol.ts';
import type { FirstRows, FirstRowsQuestion } from './protocol.ts';
import { MANIFEST, startClient, temporaryFolder } from './test/client.ts';

const ASSETS = `import { asset } from 'headwater';
export const raw = asset(() => [1]);
/** Orders, **one** a row. */
export const orders = asset({ inputs: { raw }, group: 'silver', owners: ['team:data'] }, ({ raw }) => raw);
export const report = asset({ deps: [orders] }, () => undefined);
`;

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function shop(answer: (question: FirstRowsQuestion) => Promise<FirstRows | null>) {
  const folder = temporaryFolder({ 'package.json': MANIFEST, 'src/assets.ts': ASSETS });
  const client = await startClient({ folders: [folder.root], initializationOptions: { answersFirstRows: true } });
  opened.push(async () => {
    await client.stop();
    folder.remove();
  });
  client.connection.onRequest(FIRST_ROWS, (question: FirstRowsQuestion) => answer(question));
  const file = join(folder.root, 'src/assets.ts');
  await client.open(file, ASSETS);
  await client.graphs.next(() => true);
  const statuses = [
    {
      key: 'orders',
      text: 'would be stale once saved: its code changed: `parse` in src/a.ts:1, and 1 more',
      brief: 'would be stale once saved',
      facts: [
        { kind: 'cause', name: '', text: 'its code changed: `parse` in src/a.ts:1', file: 'src/a.ts', line: 1 },
        { kind: 'cause', name: '', text: 'raw has new data', asset: 'raw' },
        { kind: 'metadata', name: 'pages', text: '3' },
      ],
    },
  ];
  await client.connection.sendNotification(STATUS_CHANGED, { project: folder.root, statuses });
  const hover = async (position: [number, number]): Promise<string> =>
    ((await client.hover(file, position))?.contents as { value: string } | undefined)?.value ?? '';
  return { root: folder.root, hover };
}

test('L4: key, group, status with causes, description, owners, metadata, first rows, neighbours', async () => {
  const asked: FirstRowsQuestion[] = [];
  const { root, hover } = await shop((question) => {
    asked.push(question);
    return Promise.resolve({
      columns: ['id', 'na|me', 'at'],
      rows: [
        [1, 'a|b*', { $type: 'Date', value: '2026' }],
        [2, null, 'x'.repeat(90)],
      ],
      rowCount: 1204,
    });
  });
  const at = (place: string): string => `${pathToFileURL(root).href}/src/${place}`;
  expect(await hover([3, 14])).toBe(
    [
      '**orders** · group `silver` · would be stale once saved',
      `its code changed: \\\`parse\\\` in [src/a\\.ts:1](<${at('a.ts#L1')}>)  \n[raw](<${at('assets.ts#L2')}>) has new data`,
      'Orders, **one** a row.',
      'Owners: `team:data`',
      '`pages`: `3`',
      `| id | na\\|me | at |\n| --- | --- | --- |\n| 1 | a\\|b\\* | 2026 |\n| 2 | null | ${'x'.repeat(23)}… |`,
      '2 of 1,204 rows',
      'Upstream: `raw`  \nDownstream: `report`',
    ].join('\n\n'),
  );
  expect(asked).toEqual([{ project: root, key: 'orders', rows: 3 }]);
});

test('L4: where nothing is stored, where the client cannot say, and where it does not answer in time, the rest is said', async () => {
  const { hover } = await shop(({ key }) => {
    if (key === 'raw') return Promise.resolve(null);
    if (key === 'orders') throw new Error('The host is gone.');
    return new Promise<null>(() => undefined);
  });
  expect(await hover([1, 14])).toBe('**raw** · group `default` · never\n\nUpstream: none  \nDownstream: `orders`');
  expect(await hover([3, 14])).toContain('`pages`: `3`\n\nUpstream: `raw`');
  expect(await hover([4, 14])).toContain('Upstream: `orders`  \nDownstream: none');
});

test('partitions, condition and policy are a line each, and a cron expression says when it ticks', async () => {
  const text = `import { asset, automation, freshness, partitions } from 'headwater';
export const orders = asset(
  {
    partitions: partitions.daily({ start: '2026-01-01' }),
    automation: automation.onCron('0 8 * * *', 'Europe/Berlin'),
    freshness: freshness.maxLag('30m'),
  },
  () => [1],
);
`;
  const folder = temporaryFolder({ 'package.json': MANIFEST, 'src/assets.ts': text });
  const client = await startClient({ folders: [folder.root] });
  opened.push(async () => {
    await client.stop();
    folder.remove();
  });
  const file = join(folder.root, 'src/assets.ts');
  await client.open(file, text);
  await client.graphs.next(() => true);
  const hover = async (position: [number, number]): Promise<string> =>
    ((await client.hover(file, position))?.contents as { value: string } | undefined)?.value ?? '';
  expect(await hover([1, 14])).toContain(
    [
      'Partitions: `daily from 2026-01-01`',
      "Runs by itself: `onCron('0 8 * * *', 'Europe/Berlin')`",
      "Fresh by: `maxLag('30m')`",
    ].join('  \n'),
  );
  expect(await hover([4, 37])).toMatch(/^At 08:00 AM, Europe\/Berlin\n\nNext: \w{3} \d{4}\\-\d\d\\-\d\d 08:00, /);
});
