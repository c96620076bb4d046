// The asset model as a client sees it: lenses, hovers, definitions and diagnostics of multi-assets, external and graph assets.
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { STATUS_CHANGED } from './protocol.ts';
import { MANIFEST, brief, startClient, temporaryFolder, uri } from './test/client.ts';

const API = `import { asset, externalAsset, graphAsset, multiAsset, op, output } from 'headwater';
export const raw = externalAsset({ io: 'lake' });
export const {
  /** People. */
  users,
  posts,
} = multiAsset({ outputs: { users: output({ checks: ['full'] }), posts: output() }, inputs: { raw } }, async function* ({ raw }, ctx) {
  yield ctx.result('users', raw, { checks: { full: true } });
});
export const { a, b: second } = multiAsset({ outputs: { a: output(), b: output() } }, function* (ctx) {});
const parse = op((ctx, text: string) => text);
/**
 * Sales that hold.
 *
 * - see [the shop](https://example.com)
 */
export const sales = graphAsset(
  { group: 'silver', kinds: ['sql', 'table'], tags: { pii: 'no', draft: '' }, owners: ['team:data'], io: 'lake' },
  async () => parse('x'),
);
export const api = multiAsset({ outputs: { one: output(), two: output() } }, function* (ctx) {});
`;
const REPORT = `import { asset, assetCheck, definitions } from 'headwater';
import { api, users } from './api';

export const report = asset({ inputs: { users, x: api.two } }, ({ users, x }) => [users, x]);
export const recent = assetCheck(report, () => true);
export const defs = definitions({ resources: { lake: {} } });
`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function shop(report = REPORT) {
  const folder = temporaryFolder({ 'package.json': MANIFEST, 'src/api.ts': API, 'src/report.ts': report });
  cleanups.push(folder.remove);
  const client = await startClient({ folders: [folder.root] });
  cleanups.push(client.stop);
  const [apiFile, reportFile] = [join(folder.root, 'src/api.ts'), join(folder.root, 'src/report.ts')] as const;
  await client.open(apiFile, API);
  await client.open(reportFile, report);
  return { client, root: folder.root, apiFile, reportFile };
}

describe('lenses', () => {
  const four = (line: number, status = '…'): string[] =>
    ['▶ Materialize', '▶ With upstream', '▶ With downstream', status].map((title) => `${line}: ${title}`);

  test('L1: a row for each output at its name, a shared row where they share a line, none that runs an external asset', async () => {
    const { client, root, apiFile } = await shop();
    expect((await client.lenses(apiFile)).sort()).toEqual(
      [
        '1: external',
        ...four(4),
        ...four(5),
        ...['a', 'second'].flatMap((key) => [`9: ▶ Materialize ${key}`, `9: ${key}: …`]),
        ...four(16),
        ...['one', 'two'].flatMap((key) => [`20: ▶ Materialize ${key}`, `20: ${key}: …`]),
      ].sort(),
    );
    await client.connection.sendNotification(STATUS_CHANGED, {
      project: root,
      statuses: [
        { key: 'users', text: 'fresh' },
        { key: 'a', text: 'stale' },
      ],
    });
    await client.refreshes.next(() => true);
    const lenses = await client.lenses(apiFile);
    expect(lenses).toEqual(
      expect.arrayContaining([...four(4, 'fresh'), ...four(5, 'never'), '9: a: stale', '1: external']),
    );
  });

  test('the commands name the key of the output', async () => {
    const { client, root, apiFile } = await shop();
    const lenses = await client.connection.sendRequest<{ command: { title: string; arguments: unknown[] } }[]>(
      'textDocument/codeLens',
      { textDocument: { uri: uri(apiFile) } },
    );
    expect(lenses.find(({ command }) => command.title === '▶ Materialize second')?.command.arguments).toEqual([
      root,
      'second',
    ]);
  });
});

describe('definition', () => {
  test('of an output that is taken out, and of a property of a multi-asset kept whole', async () => {
    const { client, apiFile, reportFile } = await shop();
    const at = (line: number, character: number) => ({
      uri: uri(apiFile),
      range: { start: { line, character }, end: { line, character } },
    });
    expect(await client.definition(reportFile, [3, 41])).toEqual(at(4, 2));
    expect(await client.definition(reportFile, [3, 55])).toEqual(at(20, 58));
    expect(await client.definition(reportFile, [3, 74])).toEqual(at(20, 58));
    expect(await client.definition(reportFile, [4, 35])).toEqual({
      uri: uri(reportFile),
      range: { start: { line: 3, character: 13 }, end: { line: 3, character: 13 } },
    });
    // Where the output is declared leads to the const it is taken out to, and that one nowhere.
    expect(await client.definition(apiFile, [6, 29])).toEqual(at(4, 2));
    expect(await client.definition(apiFile, [4, 3])).toBeNull();
  });
});

describe('hover', () => {
  const hover = async (file: 'apiFile' | 'reportFile', position: [number, number]): Promise<string> => {
    const opened = await shop();
    const found = await opened.client.hover(opened[file], position);
    return (found?.contents as { value: string }).value;
  };

  test('A09: the description as Markdown, with kinds, group, tags, owners, steps and where it is kept', async () => {
    expect(await hover('apiFile', [16, 15])).toBe(
      [
        '**sales** · graph asset · group `silver` · `sql` · `table`',
        'Sales that hold.\n\n- see [the shop](https://example.com)',
        'Owners: `team:data`  \nTags: `pii=no`, `draft`  \nKept by: `lake`  \nSteps: `parse`',
        'Upstream: none  \nDownstream: none',
      ].join('\n\n'),
    );
  });

  test('an output, with its checks; an asset, with those that stand apart; an external asset', async () => {
    expect(await hover('reportFile', [3, 41])).toBe(
      '**users** · output of a multi-asset · group `default`\n\nPeople.\n\nChecks: `full`\n\nUpstream: `raw`  \nDownstream: `report`',
    );
    expect(await hover('reportFile', [3, 15])).toContain('Checks: `recent`');
    expect(await hover('apiFile', [1, 14])).toMatch(/^\*\*raw\*\* · group `default` · external\n\nKept by: `lake`/);
  });

  test('D05 E05: what is stored: metadata in a line each, and how each check came out', async () => {
    const { client, root, reportFile } = await shop();
    const statuses = [
      {
        key: 'users',
        text: 'fresh, just now',
        facts: [
          { kind: 'check', name: 'full', text: 'failed (error): *rows* missing' },
          { kind: 'metadata', name: 'pages', text: '1,204' },
        ],
      },
    ];
    await client.connection.sendNotification(STATUS_CHANGED, { project: root, statuses });
    const found = await client.hover(reportFile, [3, 41]);
    expect((found?.contents as { value: string }).value).toContain(
      '· fresh, just now\n\nPeople.\n\nChecks: `full` failed \\(error\\): \\*rows\\* missing\n\n`pages`: `1,204`\n\n',
    );
  });
});

test('L3: diagnostics of the model, with related places', async () => {
  const { client, apiFile, reportFile } = await shop(
    `${REPORT}
export const more = definitions({});
export const late = asset({ io: 'lakes', resources: { db }, inputs: { x: api.too } }, ({ x }) => x);
export const nightly = job('nightly', { selection: 'key:"late" or' });
`.replace('definitions }', 'definitions, job }'),
  );
  const found = await client.published.next(
    ({ uri: each, diagnostics }) => each === uri(reportFile) && diagnostics.length > 3,
  );
  expect(found.diagnostics.map(brief)).toEqual([
    '5:13-5:17 two-definitions',
    '7:13-7:17 two-definitions',
    '8:54-8:56 unknown-resource',
    '8:73-8:80 unknown-input',
    '9:65-9:66 bad-selection',
  ]);
  expect(found.diagnostics[0]?.relatedInformation?.[0]?.location.range.start).toEqual({ line: 7, character: 13 });
  const text = REPORT.replace('users, x: api.two', 'users').replace(
    '({ users, x }) => [users, x]',
    '(inputs, ctx) => ctx.result(1, { checks: { none: true } })',
  );
  await client.change(reportFile, text.replace('lake:', 'lakes:'));
  const io = await client.published.next(
    ({ uri: each, diagnostics }) => each === uri(apiFile) && diagnostics.length === 2,
  );
  expect(io.diagnostics.map(({ code, message }) => [code, String(message).includes('Did you mean `lakes`?')])).toEqual([
    ['unknown-io', true],
    ['unknown-io', true],
  ]);
  const undeclared = await client.published.next(
    ({ uri: each, diagnostics }) => each === uri(reportFile) && diagnostics.length === 1,
  );
  expect(undeclared.diagnostics.map(({ code }) => code)).toEqual(['undeclared-check']);
});
