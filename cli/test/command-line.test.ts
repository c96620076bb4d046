// How the command is called: each wrong use is exit 2 with a sentence, in words or as JSON; what selects nothing says why.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProject, type TestProject } from './project.ts';

let project: TestProject;
beforeAll(async () => {
  project = makeProject({
    'assets.ts': `import { asset, job } from 'headwater';
export const raw = asset({ group: 'bronze' }, () => [1]);
export const other = asset(() => 1);
export const table = asset({ inputs: { raw } }, ({ raw }) => raw);
export const report = asset({ inputs: { table }, deps: [other] }, ({ table }) => table);
export const nightly = job('nightly', { selection: 'key:"table"+' });`,
    'wrong.json': '{ "asset": {} }',
  });
  expect((await project.headwater('materialize')).code).toBe(0);
});
afterAll(() => {
  project.remove();
});

test.each<[string, string[], string | RegExp]>([
  ['no command', [], /^headwater: software-defined assets/],
  [
    'an unknown command',
    ['materialise'],
    /^There is no command `materialise`; did you mean `materialize`\. The commands are/,
  ],
  ['an unknown option', ['graph', '--shape'], /^Unknown option '--shape'.*headwater --help/],
  ['an option of another command', ['graph', '--stale'], '`headwater graph` takes no --stale.\n'],
  [
    'a word too many',
    ['materialize', 'raw'],
    /^`raw` is not understood after `materialize`: select assets with --select, for instance --select 'key:"raw"'/,
  ],
  ['show without a key', ['show'], /^`headwater show` needs the key of an asset/],
  ['logs without a run', ['logs'], /^`headwater logs` needs the id of a run; `headwater runs` lists them/],
  [
    'a concurrency of none',
    ['materialize', '--concurrency', '0'],
    '--concurrency takes how many steps run at once, from 1; got `0`.\n',
  ],
  [
    'a limit that is no number',
    ['show', 'raw', '--limit', 'few'],
    '--limit takes a whole number, 0 for all; got `few`.\n',
  ],
  ['an option without its value', ['materialize', '--env'], /^Option '--env <value>' argument missing/],
  [
    'two ways to say what runs',
    ['materialize', '--from-failure', 'x', '--stale'],
    '--from-failure goes on with what that run did not make; leave out --stale.\n',
  ],
  [
    'two ways to say what a backfill makes',
    ['backfill', '--from-failure', 'x', '--select', 'key:raw', '--missing', '--max-per-run', '3', '--single-run'],
    '--from-failure goes on with what that run did not make; leave out --select, --missing, --max-per-run, --single-run.\n',
  ],
  [
    'going on with a backfill, but not really',
    ['backfill', 'resume', 'x', '--dry-run'],
    '`headwater backfill resume` takes no --dry-run.\n',
  ],
  [
    'a selection that does not parse',
    ['materialize', '--select', 'key:('],
    /^selection, column 5: expected a value for key[^]*\n {2}key:\(\n {6}\^\n$/,
  ],
  [
    'a selection of nothing',
    ['materialize', '--select', 'key:rw'],
    '`key:rw` selects no asset: no asset has the key "rw"; did you mean "raw"?\n',
  ],
  [
    'a job that is not there',
    ['materialize', '--select', 'job:daily'],
    '`job:daily` selects no asset: there is no job "daily"\n',
  ],
  ['an asset that is not there', ['show', 'rw'], 'There is no asset `rw` in this project.\n'],
  [
    'why of an asset that is not there',
    ['why', 'rw'],
    'There is no asset `rw` in this project: `headwater graph` lists them.\n',
  ],
  [
    'ticks of a schedule that is not there',
    ['ticks', 'hourly'],
    'There is no schedule or sensor `hourly`: the project has none.\n',
  ],
  [
    'two sizes of a run',
    ['backfill', '--select', 'key:raw', '--single-run', '--max-per-run', '3'],
    /^--single-run makes all in one run, and --max-per-run says how many in each: leave one of them out/,
  ],
  [
    'what is stale, but only what is missing',
    ['backfill', '--select', 'key:raw', '--missing', '--stale'],
    '--stale makes what is out of date and what is missing, --missing what is missing alone: leave one of them out.\n',
  ],
  [
    'a run that is not there',
    ['runs', 'nope'],
    'There is no run `nope` in this project: `headwater runs` lists them.\n',
  ],
  ['the log of such a run', ['logs', 'nope'], 'There is no run `nope` in this project: `headwater runs` lists them.\n'],
  ['the log of two partitions', ['logs', 'x', '-p', 'a', '-p', 'b'], '`headwater logs` takes one --partition.\n'],
  [
    'a run to go on from that is not there',
    ['materialize', '--from-failure', 'nope'],
    'There is no run `nope` in this project: `headwater runs` lists them.\n',
  ],
  [
    'configuration of nothing',
    ['materialize', '--config', 'limit=1'],
    /^--config limit=…: write `ASSET\.FIELD=VALUE` or `resources\.NAME\.FIELD=VALUE`/,
  ],
  [
    'a file that is not there',
    ['materialize', '--config', 'none.json'],
    /^--config none\.json: it is neither `ASSET\.FIELD=VALUE` nor a JSON file/,
  ],
  [
    'a file of another shape',
    ['materialize', '--config', 'wrong.json'],
    /^--config wrong\.json: `asset` is not understood; the file holds \{ "assets"/,
  ],
  [
    'configuration of an asset that is not there',
    ['materialize', '--config', 'rw.x=1'],
    'The configuration names `rw`, which is no asset of this project. Did you mean `raw`?\n',
  ],
  ['a folder that is not there', ['-C', '/nowhere/at/all', 'graph'], 'There is no folder /nowhere/at/all.\n'],
])('%s is exit 2 with a sentence', async (_name, args, sentence) => {
  const { code, stdout, stderr } = await project.headwater(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(sentence);
});

test('with --json the sentence is one document, with the column of a selection', async () => {
  const refused = await project.headwater('materialize', '--select', 'group:bronze and', '--json');
  expect([refused.code, refused.stderr]).toEqual([2, '']);
  const { version, error } = JSON.parse(refused.stdout) as { version: 1; error: Record<string, unknown> };
  expect([version, error['code'], error['column']]).toEqual([1, 'bad-selection', 17]);
  const none = await project.headwater('-C', '/', 'graph', '--json');
  expect([none.code, JSON.parse(none.stdout)]).toMatchObject([2, { version: 1, error: { code: 'no-project' } }]);
});

test('where nothing is selected to be looked at, that is said, with what is not there', async () => {
  for (const command of ['graph', 'status']) {
    const seen = await project.headwater(command, '--select', 'key:rw or group:gold');
    expect([seen.code, seen.stdout]).toEqual([0, 'Nothing is selected.\n']);
    expect(seen.stderr).toBe('no asset has the key "rw"; did you mean "raw"?\nno asset has the group "gold"\n');
  }
  const { stdout } = await project.headwater('status', '--select', 'key:rw', '--json');
  expect(JSON.parse(stdout)).toEqual({ version: 1, assets: [] });
});

test('G02: parents and children of any asset, to any depth, also across jobs', async () => {
  const keys = async (selection: string): Promise<string[]> => {
    const { stdout } = await project.headwater('graph', '--select', selection, '--json');
    return (JSON.parse(stdout) as { assets: { key: string }[] }).assets.map(({ key }) => key);
  };
  expect(await keys('+key:"report"')).toEqual(['other', 'raw', 'report', 'table']);
  expect(await keys('1+key:"report"')).toEqual(['other', 'report', 'table']);
  expect(await keys('key:"raw"+')).toEqual(['raw', 'report', 'table']);
  expect(await keys('key:"raw"+ and +key:"table"')).toEqual(['raw', 'table']);
  expect(await keys('+job:nightly and not job:nightly')).toEqual(['other', 'raw']);
});

test('a reader that has seen enough ends nothing: the run goes on to its end', async () => {
  const child = spawn(
    process.execPath,
    [join(project.root, 'node_modules/headwater/bin/headwater.js'), 'materialize'],
    {
      cwd: project.root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = (await once(child, 'close')) as [number];
  expect([code, complaints]).toEqual([0, '']);
  const { stdout } = await project.headwater('runs', '--limit', '1', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ runs: [{ status: 'success', counts: { materialized: 4 } }] });
});

test('help and version are answered anywhere, on stdout, without a project', async () => {
  const help = await project.headwater('-C', '/', 'show', '--help');
  expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('headwater materialize [--select S]')]);
  const version = await project.headwater('--version');
  expect(version).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) as string, stderr: '' });
});
