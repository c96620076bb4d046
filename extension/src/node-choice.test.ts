// Which Node runs a project, and what is said about the others.
import { describe, expect, test } from 'vitest';
import {
  chooseNode,
  describeDecision,
  nodeCandidates,
  type CandidateOptions,
  type NodeCandidate,
} from './node-choice.ts';

const posix = process.platform !== 'win32';

function candidates(changes: Partial<CandidateOptions> & { files?: string[] }): NodeCandidate[] {
  const { files = [], ...rest } = changes;
  return nodeCandidates({
    setting: '',
    project: '/ws/app',
    root: '/ws',
    path: '/usr/local/bin:/usr/bin',
    home: '/home/ada',
    platform: 'linux',
    execPath: '/opt/code/code',
    exists: (file) => files.includes(file),
    ...rest,
  });
}

const files = (list: readonly NodeCandidate[]) => list.map(({ source, file }) => `${source} ${file}`);

describe.runIf(posix)('candidates', () => {
  test('setting, node_modules upwards to the root, PATH, editor: in this order', () => {
    const found = candidates({
      setting: '/opt/node/bin/node',
      files: [
        '/ws/app/node_modules/.bin/node',
        '/ws/node_modules/.bin/node',
        '/node_modules/.bin/node',
        '/usr/bin/node',
        '/usr/local/bin/node',
      ],
    });
    expect(files(found)).toEqual([
      'setting /opt/node/bin/node',
      'project /ws/app/node_modules/.bin/node',
      'project /ws/node_modules/.bin/node',
      'path /usr/local/bin/node',
      'editor /opt/code/code',
    ]);
  });

  test('the editor runs as Node, the others as they are', () => {
    const found = candidates({ files: ['/usr/bin/node'] });
    expect(found.map(({ env }) => env)).toEqual([{}, { ELECTRON_RUN_AS_NODE: '1' }]);
  });

  test('a setting may name the home folder or be relative to the project', () => {
    expect(candidates({ setting: '~/node' })[0]?.file).toBe('/home/ada/node');
    expect(candidates({ setting: '../tools/node' })[0]?.file).toBe('/ws/tools/node');
  });

  test('relative folders of PATH are never searched', () => {
    expect(files(candidates({ path: '.:bin:/usr/bin', files: ['/usr/bin/node', 'bin/node'] }))).toEqual([
      'path /usr/bin/node',
      'editor /opt/code/code',
    ]);
  });

  test('a project outside of the root looks in its own folder only', () => {
    const found = candidates({
      project: '/other/app',
      files: ['/other/node_modules/.bin/node', '/other/app/node_modules/.bin/node'],
    });
    expect(files(found)).toEqual(['project /other/app/node_modules/.bin/node', 'editor /opt/code/code']);
  });
});

describe('choice', () => {
  const of = (file: string): NodeCandidate => ({ source: 'path', file, env: {} });
  const versions: Record<string, { printed: string } | { failed: string }> = {
    old: { printed: 'v18.19.0\n' },
    gone: { failed: 'there is no such file' },
    odd: { printed: 'hello' },
    good: { printed: 'v22.0.0\n' },
    better: { printed: 'v24.21.0\n' },
  };
  const choose = (...names: string[]) =>
    chooseNode(names.map(of), async ({ file }) => versions[file] ?? { failed: 'not asked for' });

  test('the first that is new enough wins, and later ones are not asked', async () => {
    const asked: string[] = [];
    const decision = await chooseNode(['old', 'good', 'better'].map(of), async ({ file }) => {
      asked.push(file);
      return versions[file] ?? { failed: '' };
    });
    expect(decision.chosen).toMatchObject({ file: 'good', version: '22.0.0' });
    expect(asked).toEqual(['old', 'good']);
  });

  test('each one passed over has its reason', async () => {
    const { chosen, skipped } = await choose('gone', 'odd', 'old');
    expect(chosen).toBeNull();
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'there is no such file',
      'it answered --version with "hello"',
      'v18.19.0 is older than 22',
    ]);
  });

  test('the output channel says it in words', async () => {
    expect(describeDecision(await choose('old', 'better'))).toEqual([
      'Passed over old (PATH): v18.19.0 is older than 22.',
      'Node 24.21.0 from PATH: better',
    ]);
    expect(describeDecision(await choose('old')).at(-1)).toContain(
      'Install one, or name it in the setting headwater.nodePath',
    );
  });
});
