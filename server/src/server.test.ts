// The language server as a client sees it: lenses, diagnostics, definition, hover, graphs, projects.
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { LENS_COMMANDS, REFRESH_GRAPH, STATUS_CHANGED } from './protocol.ts';
import type { StatusChanged } from './protocol.ts';
import { MANIFEST, brief, startClient, temporaryFolder, uri } from './test/client.ts';
import type { Client } from './test/client.ts';

const RAW = `import { asset } from 'headwater';
/** All orders, see [the shop](https://example.com). */
export const orders = asset({ group: 'bronze', kinds: ['typescript'] }, () => [1]);
`;
const REPORT = `import { asset } from 'headwater';
import { orders } from './raw';

export const report = asset({ inputs: { orders } }, ({ orders }) => orders.length);
`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function shop(
  files: Readonly<Record<string, string>> = { 'package.json': MANIFEST, 'src/raw.ts': RAW, 'src/report.ts': REPORT },
) {
  const folder = temporaryFolder(files);
  cleanups.push(folder.remove);
  const client = await connected([folder.root]);
  const [raw, report] = [join(folder.root, 'src/raw.ts'), join(folder.root, 'src/report.ts')] as const;
  const send = (texts: Readonly<Record<string, string>>): Promise<void> => sendStatuses(client, folder.root, texts);
  return { client, folder, root: folder.root, raw, report, send };
}

async function connected(folders: readonly string[]): Promise<Client> {
  const client = await startClient({ folders });
  cleanups.push(client.stop);
  return client;
}

function sendStatuses(client: Client, project: string, texts: Readonly<Record<string, string>>): Promise<void> {
  const message: StatusChanged = { project, statuses: Object.entries(texts).map(([key, text]) => ({ key, text })) };
  return client.connection.sendNotification(STATUS_CHANGED, message);
}

const lensesAt = (line: number, status: string): string[] => [
  `${line}: ▶ Materialize`,
  `${line}: ▶ With upstream`,
  `${line}: ▶ With downstream`,
  `${line}: ${status}`,
];

describe('lenses', () => {
  test('L1: four above each asset, at the statement, with project and key as arguments', async () => {
    const { client, root, raw } = await shop();
    await client.open(raw, RAW);
    expect(await client.lenses(raw)).toEqual(lensesAt(2, '…'));
    const [first, , , status] = await client.connection.sendRequest<{ command: object }[]>('textDocument/codeLens', {
      textDocument: { uri: uri(raw) },
    });
    expect(first?.command).toEqual({
      title: '▶ Materialize',
      command: LENS_COMMANDS.materialize,
      arguments: [root, 'orders'],
    });
    expect(status?.command).toEqual({ title: '…', command: LENS_COMMANDS.status, arguments: [root, 'orders'] });
  });

  test('status texts arrive with a refresh, and the lenses keep their place', async () => {
    const { client, raw, send } = await shop();
    await client.open(raw, RAW);
    await client.lenses(raw);
    const before = client.refreshes.all.length;
    await send({ orders: 'fresh, 2 min ago, 1,204 rows' });
    await client.refreshes.next(() => true, before);
    expect(await client.lenses(raw)).toEqual(lensesAt(2, 'fresh, 2 min ago, 1,204 rows'));
    await send({});
    await client.refreshes.next(() => true, before + 1);
    expect(await client.lenses(raw)).toEqual(lensesAt(2, 'never'));
  });

  test('they follow unsaved text', async () => {
    const { client, raw } = await shop();
    await client.open(raw, RAW);
    await client.lenses(raw);
    await client.change(raw, '// a line above\n', { line: 0, from: 0, to: 0 });
    await client.change(raw, 'sales', { line: 3, from: 13, to: 19 });
    expect(await client.lenses(raw)).toEqual(lensesAt(3, '…'));
    expect(
      (await client.graphs.next(({ delta }) => delta.upserted.some(({ key }) => key === 'sales'))).delta.removed,
    ).toContain('orders');
  });

  test('L1: while a file does not parse the last good ones stay, say so, and move with the text', async () => {
    const { client, raw, send } = await shop();
    await client.open(raw, RAW);
    await send({ orders: 'fresh' });
    expect(await client.lenses(raw)).toEqual(lensesAt(2, 'fresh'));
    await client.change(raw, 'const broken = (;\n\n', { line: 1, from: 0, to: 0 });
    expect(await client.lenses(raw)).toEqual(lensesAt(4, '(last good) fresh'));
    await client.change(raw, '', { line: 1, from: 0, to: 'const broken = (;'.length });
    expect(await client.lenses(raw)).toEqual(lensesAt(4, 'fresh'));
  });

  test('none for files of no project', async () => {
    const { client, folder } = await shop();
    expect(await client.lenses(join(folder.root, '../elsewhere.ts'))).toEqual([]);
  });
});

describe('diagnostics', () => {
  test('appear while typing, with code, source and related places, and go when mended', async () => {
    const { client, root, raw, report } = await shop();
    await client.open(report, REPORT);
    await client.change(report, 'ordrs', { line: 3, from: 40, to: 46 });
    const wrong = await client.published.next(
      ({ uri: each, diagnostics }) => each === uri(report) && diagnostics.length > 0,
    );
    expect(wrong.diagnostics[0]).toMatchObject({ code: 'unknown-input', source: 'headwater', severity: 1 });
    expect(wrong.diagnostics[0]?.message).toContain('Did you mean `orders` of src/raw.ts?');
    const seen = client.published.all.length;
    await client.change(report, 'orders', { line: 3, from: 40, to: 45 });
    expect((await client.published.next(({ uri: each }) => each === uri(report), seen)).diagnostics).toEqual([]);

    await client.open(
      join(root, 'src/twice.ts'),
      `import { asset } from 'headwater';\nexport const orders = asset(() => 2);\n`,
    );
    const twice = await client.published.next(
      ({ uri: each, diagnostics }) => each === uri(raw) && diagnostics.length > 0,
    );
    expect(twice.diagnostics.map(brief)).toEqual(['2:13-2:19 duplicate-key']);
    expect(twice.diagnostics[0]?.relatedInformation?.[0]?.location).toEqual({
      uri: uri(join(root, 'src/twice.ts')),
      range: { start: { line: 1, character: 13 }, end: { line: 1, character: 13 } },
    });
  });

  test('stay as they are until known to be wrong: nothing is sent for an edit that changes none', async () => {
    const { client, report } = await shop({ 'package.json': MANIFEST, 'src/report.ts': REPORT });
    await client.open(report, REPORT);
    await client.published.next(({ diagnostics }) => diagnostics.length > 0);
    const seen = client.published.all.length;
    await client.change(report, '\n// more\n', { line: 4, from: 0, to: 0 });
    await client.lenses(report);
    expect(client.published.all.slice(seen)).toEqual([]);
  });

  test('a file that does not parse has one warning, and its other problems move with the text', async () => {
    const { client, report } = await shop({ 'package.json': MANIFEST, 'src/report.ts': REPORT });
    await client.open(report, REPORT);
    await client.published.next(({ diagnostics }) => diagnostics.length > 0);
    await client.change(report, 'let x = ;\n', { line: 0, from: 0, to: 0 });
    const broken = await client.published.next(({ diagnostics }) => diagnostics.some(({ code }) => code === 'syntax'));
    expect(broken.diagnostics.map(brief)).toEqual(['0:8-0:9 syntax', '4:40-4:46 unknown-import']);
  });

  test('closing a file gives the disk its word back', async () => {
    const { client, raw } = await shop();
    await client.open(raw, RAW.replace('export ', ''));
    await client.published.next(
      ({ uri: each, diagnostics }) => each === uri(raw) && diagnostics[0]?.code === 'unexported',
    );
    const seen = client.published.all.length;
    await client.close(raw);
    expect((await client.published.next(({ uri: each }) => each === uri(raw), seen)).diagnostics).toEqual([]);
  });
});

describe('definition and hover', () => {
  test('an input, its parameter and its use lead to the upstream const', async () => {
    const { client, raw, report } = await shop();
    await client.open(report, REPORT);
    const target = { uri: uri(raw), range: { start: { line: 2, character: 13 }, end: { line: 2, character: 13 } } };
    for (const character of [42, 57, 70]) expect(await client.definition(report, [3, character])).toEqual(target);
    expect(await client.definition(report, [3, 14])).toBeNull();
    expect(await client.definition(report, [2, 0])).toBeNull();
  });

  test('into an unsaved file, at the place it has there', async () => {
    const { client, raw, report } = await shop();
    await client.open(raw, `\n\n${RAW}`);
    await client.open(report, REPORT);
    expect((await client.definition(report, [3, 42]))?.range.start).toEqual({ line: 4, character: 13 });
  });

  test('A09: hover renders the description with its link, key, group, neighbours and status', async () => {
    const { client, report, send } = await shop();
    await client.open(report, REPORT);
    await client.lenses(report);
    await send({ orders: 'fresh, 2 min ago' });
    const hover = await client.hover(report, [3, 42]);
    expect(hover).toEqual({
      contents: {
        kind: 'markdown',
        value:
          '**orders** · group `bronze` · `typescript` · fresh, 2 min ago\n\nAll orders, see [the shop](https://example.com).\n\nUpstream: none  \nDownstream: `report`',
      },
      range: { start: { line: 3, character: 40 }, end: { line: 3, character: 46 } },
    });
  });
});

describe('graphs', () => {
  test('the whole first, then deltas whose bases follow each other', async () => {
    const { client, root, raw } = await shop();
    const first = await client.graphs.next(() => true);
    expect([
      first.project,
      first.name,
      first.delta.base,
      first.delta.upserted.map(({ key }) => key),
      first.problems,
    ]).toEqual([root, 'shop', null, ['orders', 'report'], { errors: 0, warnings: 0 }]);
    await client.open(raw, RAW);
    await client.change(raw, RAW.replace('[1]', '[2]'));
    const second = await client.graphs.next(({ delta }) => delta.base !== null);
    expect([
      second.delta.base,
      second.delta.revision,
      second.delta.upserted.map(({ key }) => key),
      second.delta.removed,
    ]).toEqual([1, 2, ['orders'], []]);
    await client.change(raw, `${RAW}// nothing`);
    await client.change(raw, `${RAW.replace('[1]', '[3]')}`);
    const third = await client.graphs.next(({ delta }) => delta.revision === 3);
    expect(third.delta.base).toBe(2);
  });

  test('counts problems, and sends the whole again on request', async () => {
    const { client, report } = await shop();
    await client.open(report, REPORT.replace('{ orders } }', '{ other } }'));
    const wrong = await client.graphs.next(({ problems }) => problems.errors === 1);
    const seen = client.graphs.all.length;
    await client.connection.sendNotification(REFRESH_GRAPH, {});
    const again = await client.graphs.next(() => true, seen);
    expect(again).toMatchObject({
      problems: { errors: 1, warnings: 1 },
      delta: { base: null, revision: wrong.delta.revision },
    });
    expect(again.delta.upserted.map(({ key }) => key)).toEqual(['orders', 'report']);
  });

  test('tells the jobs and schedules that a selection can name, and when one of them means something else', async () => {
    const { client, raw } = await shop();
    expect(await client.graphs.next(() => true)).not.toHaveProperty('named');
    const withJob = (selection: string) =>
      `import { asset, definitions, job, schedule } from 'headwater';
export const orders = asset({ group: 'bronze', kinds: ['typescript'] }, () => [1]);
const nightly = job('nightly', { selection: '${selection}' });
export const defs = definitions({ jobs: [nightly], schedules: [schedule('midnight', { cron: '@daily', job: nightly })] });
`;
    await client.open(raw, withJob('*'));
    const told = async (selection: string) =>
      expect((await client.graphs.next(({ named }) => named?.jobs[0]?.selection === selection)).named).toEqual({
        jobs: [{ name: 'nightly', selection }],
        schedules: [{ name: 'midnight', selection: 'job:"nightly"' }],
        sensors: [],
      });
    await told('*');
    await client.change(raw, withJob('key:orders'));
    await told('key:orders');
  });

  test('files on the disk come, change and go', async () => {
    const { client, folder, root } = await shop();
    await client.graphs.next(() => true);
    await client.registered.next((method) => method === 'workspace/didChangeWatchedFiles');
    folder.write('src/more.ts', `import { asset } from 'headwater';\nexport const more = asset(() => 1);\n`);
    await client.watched(join(root, 'src/more.ts'), 1);
    await client.graphs.next(({ delta }) => delta.upserted.some(({ key }) => key === 'more'));
    folder.write('src/more.ts', '');
    await client.watched(join(root, 'src/more.ts'), 2);
    expect((await client.graphs.next(({ delta }) => delta.removed.length > 0)).delta.removed).toEqual(['more']);
  });
});

describe('projects', () => {
  test('several in one folder, each with a graph of its own', async () => {
    const { client, root } = await shop({
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/a/package.json': JSON.stringify({ name: 'a', devDependencies: { headwater: '*' } }),
      'packages/a/x.ts': RAW,
      'packages/b/package.json': JSON.stringify({ name: 'b', dependencies: { headwater: '*' } }),
      'packages/b/x.ts': RAW,
    });
    const projects = ['a', 'b'].map((name) => ({ project: join(root, 'packages', name), name }));
    expect(await client.projects.next(() => true)).toEqual({ projects });
    for (const { project } of projects)
      expect((await client.graphs.next((each) => each.project === project)).delta.upserted[0]?.file).toBe('x.ts');
    await client.open(join(root, 'packages/b/x.ts'), RAW);
    expect(await client.lenses(join(root, 'packages/b/x.ts'))).toHaveLength(4);
  });

  test('a folder without any is told as well; one that becomes a project is found', async () => {
    const { client, folder, root, raw } = await shop({ 'package.json': '{}', 'src/raw.ts': RAW });
    expect(await client.projects.next(() => true)).toEqual({ projects: [] });
    await client.open(raw, RAW);
    expect(await client.lenses(raw)).toEqual([]);
    folder.write('package.json', MANIFEST);
    await client.watched(join(root, 'package.json'), 2);
    await client.projects.next(({ projects }) => projects.length === 1);
    expect(await client.lenses(raw)).toHaveLength(4);
  });

  test('folders come and go, and their diagnostics with them', async () => {
    const { client } = await shop();
    const other = temporaryFolder({
      'package.json': JSON.stringify({ name: 'other', dependencies: { headwater: '*' } }),
      'a.ts': RAW.replace('export ', ''),
    });
    cleanups.push(other.remove);
    const folder = { uri: uri(other.root), name: 'other' };
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [folder], removed: [] },
    });
    await client.projects.next(({ projects }) => projects.length === 2);
    await client.published.next(({ diagnostics }) => diagnostics.length === 1);
    const seen = client.published.all.length;
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [folder] },
    });
    await client.projects.next(({ projects }) => projects.length === 1, 2);
    expect((await client.published.next(() => true, seen)).diagnostics).toEqual([]);
  });

  test('a file opened from outside the folders brings its project along', async () => {
    const folder = temporaryFolder({ 'package.json': MANIFEST, 'src/raw.ts': RAW });
    cleanups.push(folder.remove);
    const client = await connected([]);
    expect(await client.projects.next(() => true)).toEqual({ projects: [] });
    await client.open(join(folder.root, 'src/raw.ts'), RAW);
    await client.projects.next(({ projects }) => projects.length === 1);
    expect(await client.lenses(join(folder.root, 'src/raw.ts'))).toHaveLength(4);
    expect(client.log).toEqual([]);
  });
});
