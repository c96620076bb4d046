// What a project was at a commit, read from real repositories in temporary folders.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffGraphs, type AssetKey, type DiffBase, type GraphDiff } from '@headwater/graph';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { generateProject } from '../../bench/generate-project.ts';
import { createAnalyzer } from '../analyzer.ts';
import { orProblem, readBaseGraph } from './base-graph.ts';
import { listBases } from './list-bases.ts';
import { openRepository, resolveBase } from './repository.ts';
import { MANIFEST, emptyRepository, gitProject, noGit, type GitProject } from './test/git-project.ts';

beforeEach(({ skip }) => {
  if (noGit !== null) skip(noGit);
});

const made: GitProject[] = [];
const keep = (project: GitProject): GitProject => {
  made.push(project);
  return project;
};
afterAll(() => made.forEach((project) => project.dispose()));

const PRICE = 'export const parsePrice = (text: string): number => Number(text);\n';
const ORDERS = `import { asset } from 'headwater';
import { parsePrice } from './price';
export const orders = asset(() => [parsePrice('1')]);
`;
const DAILY = `import { asset } from 'headwater';
import { orders } from './orders';
export const daily = asset({ inputs: { orders } }, ({ orders }) => orders.length);
`;
const SHOP = { 'package.json': MANIFEST, 'src/price.ts': PRICE, 'src/orders.ts': ORDERS, 'src/daily.ts': DAILY };

async function baseOf(root: string, ref?: string): Promise<DiffBase | { readonly problem: string }> {
  return orProblem(async () => resolveBase(await openRepository({ root }), ref));
}

/** What a person would see; the base's assets beside it. */
async function diff(root: string, ref?: string): Promise<GraphDiff & { readonly were: readonly AssetKey[] }> {
  const base = await baseOf(root, ref);
  if ('problem' in base) throw new Error(base.problem);
  const project = { root, name: 'shop' };
  const before = await readBaseGraph({ project, base });
  const after = await createAnalyzer({ project }).analyze();
  return {
    ...diffGraphs({
      base,
      before: before.document,
      after: after.document,
      codeBefore: before.code,
      codeAfter: after.code,
    }),
    were: before.document.assets.map(({ key }) => key),
  };
}

const told = ({ assets }: GraphDiff): string[] => assets.map(({ key, change }) => `${key} ${change}`);

describe('V8: the graph at a commit, without a checkout', () => {
  test('edited, staged, committed since, untracked, deleted, renamed and ignored files are what they were', async () => {
    const repository = keep(gitProject({ ...SHOP, '.gitignore': 'out/\n', 'README.md': 'Shop' }));
    const { root, git } = repository;
    const first = git('rev-parse', 'HEAD');
    expect(told(await diff(root))).toEqual([]);

    repository.write('src/price.ts', `\n${PRICE.replace('Number', 'parseFloat')}`);
    const edited = await diff(root);
    expect(edited).toMatchObject({
      base: { ref: 'HEAD', commit: first, title: 'The first state' },
      were: ['daily', 'orders'],
      assets: [
        { key: 'daily', change: 'downstream', stale: true, because: ['orders'], pieces: [] },
        {
          key: 'orders',
          change: 'changed',
          stale: true,
          pieces: [{ kind: 'code', message: '`parsePrice` in src/price.ts:2', file: 'src/price.ts', line: 2 }],
        },
      ],
      edges: [],
      plan: ['orders', 'daily'],
      notes: [],
      problem: null,
    });
    git('add', '--all');
    expect(await diff(root)).toEqual(edited);
    // A file that is saved after git was asked which files differ.
    const isSaved = { now: false };
    const read = (): null => {
      if (!isSaved.now) repository.write('src/daily.ts', DAILY.replace('.length', '.at(0)'));
      isSaved.now = true;
      return null;
    };
    const base = { ref: 'HEAD', commit: first, title: '' };
    const raced = await readBaseGraph({
      project: { root, name: 'shop' },
      base,
      cache: { read, write: () => undefined },
    });
    repository.write('src/daily.ts', DAILY);
    expect(raced.document.assets).toEqual(
      (await readBaseGraph({ project: { root, name: 'shop' }, base })).document.assets,
    );
    repository.commit('Prices are read otherwise');
    expect(told(await diff(root))).toEqual([]);
    expect({ ...(await diff(root, first)), base: edited.base }).toEqual(edited);

    // A folder that goes, a file that moves, one that nobody added, one that is ignored, a name with a space.
    git('mv', 'src/daily.ts', 'src/each day.ts');
    repository.remove('src/orders.ts');
    repository.write('src/new/sales.ts', ORDERS.replace('orders', 'sales').replace('./price', '../price'));
    repository.write('out/old.ts', ORDERS.replace('orders', 'built').replace('./price', '../src/price'));
    const moved = await diff(root, 'HEAD');
    expect(moved.were).toEqual(['daily', 'orders']);
    // Its input is known no more, and its code is what it was.
    expect(told(moved)).toEqual(['daily changed', 'orders removed', 'sales added']);
    expect(moved.assets.find(({ key }) => key === 'orders')?.was).toMatchObject({ file: 'src/orders.ts', line: 3 });
  });

  test('a project in a folder of the repository, with what it reads around it; links, data, line ends, other trees', async () => {
    const data = `import { asset } from 'headwater';
import rates from './rates.json';
import { parsePrice } from '../../lib/price';
export const priced = asset(() => [parsePrice('1'), rates]);
`;
    const files = { 'lib/price.ts': PRICE, 'shop/package.json': MANIFEST, 'shop/src/priced.ts': data };
    const repository = keep(gitProject({ ...files, 'shop/src/rates.json': '{\n"a": 1\n}\n', 'notes.txt': 'a\n' }));
    const root = join(repository.root, 'shop');
    const { git } = repository;
    // Git writes CRLF on this disk from here on; what it stores stays as it is.
    git('config', 'core.autocrlf', 'true');
    for (const file of ['lib/price.ts', 'shop/src/rates.json']) {
      repository.remove(file);
      git('checkout', '--', file);
    }
    repository.write('shop/src/rates.json', '{\r\n"a": 1\r\n}\r\n');
    // By its time git takes it for another one.
    utimesSync(join(root, 'src/rates.json'), new Date(), new Date(Date.now() + 60_000));
    expect(told(await diff(root))).toEqual([]);
    repository.write('shop/src/rates.json', '{\r\n"a": 2\r\n}\r\n');
    expect((await diff(root)).assets).toMatchObject([
      { key: 'priced', change: 'changed', pieces: [{ message: expect.stringContaining('rates') as string }] },
    ]);
    repository.write('lib/price.ts', PRICE.replace('Number', 'parseInt').replaceAll('\n', '\r\n'));
    const around = await diff(root);
    expect(around.assets[0]?.pieces.map(({ file }) => file)).toEqual(['../lib/price.ts', 'src/rates.json']);
    repository.commit('Everything else');

    // What was a file is a link to the same text now; another one leads nowhere.
    if (process.platform !== 'win32') {
      git('mv', 'lib/price.ts', 'lib/parse.ts');
      symlinkSync('parse.ts', join(repository.root, 'lib/price.ts'));
      symlinkSync('nowhere.ts', join(repository.root, 'lib/lost.ts'));
      expect(told(await diff(root))).toEqual([]);
      repository.commit('Links');
      expect(told(await diff(root, 'HEAD~1'))).toEqual([]);
      repository.remove('lib/price.ts');
      repository.write('lib/price.ts', PRICE);
      expect(told(await diff(root))).toEqual(['priced changed']);
      git('checkout', '--quiet', '--', '.');
    }

    // A second working tree of the same repository has its own files, and its own last commit.
    git('worktree', 'add', '--quiet', '-b', 'side', join(repository.root, 'shop/tree'), 'HEAD~1');
    expect(told(await diff(join(repository.root, 'shop/tree/shop')))).toEqual([]);
  });

  test('the default base is where the branch began, on the default branch the last commit; any name is a base', async () => {
    const repository = keep(gitProject(SHOP));
    const { root, git } = repository;
    const first = git('rev-parse', 'HEAD');
    git('tag', '-a', 'v1.0.0', '-m', 'The first version');
    git('checkout', '--quiet', '-b', 'cheaper');
    repository.write('src/price.ts', PRICE.replace('Number', 'parseInt'));
    const mine = repository.commit('Cheaper');
    git('checkout', '--quiet', 'main');
    repository.write('src/sales.ts', ORDERS.replace('orders', 'sales'));
    const theirs = repository.commit('Sales');
    expect(await baseOf(root)).toEqual({ ref: 'HEAD', commit: theirs, title: 'Sales' });
    git('checkout', '--quiet', 'cheaper');
    expect(await baseOf(root)).toEqual({ ref: 'where this branch left main', commit: first, title: 'The first state' });
    expect(told(await diff(root))).toEqual(['daily downstream', 'orders changed']);
    // Sales is on main, and not here.
    expect(told(await diff(root, 'main'))).toEqual(['daily downstream', 'orders changed', 'sales removed']);
    expect(await baseOf(root, 'v1.0.0')).toMatchObject({ ref: 'v1.0.0', commit: first });
    expect(await baseOf(root, mine.slice(0, 8))).toMatchObject({ commit: mine, title: 'Cheaper' });
    const bases = await listBases({ root });
    expect(bases.map(({ ref, name, kind, title }) => `${ref} | ${name} | ${kind} | ${title}`)).toEqual([
      'null | where this branch left main | default | The first state',
      'HEAD | the last commit | head | Cheaper',
      ...['heads/cheaper | cheaper | branch | Cheaper', 'heads/main | main | branch | Sales'],
      'tags/v1.0.0 | v1.0.0 | tag | The first state',
    ]);
    expect(bases.every(({ time, commit }) => /^\d{4}-/.test(time) && commit.length === 40)).toBe(true);
    expect(await baseOf(root, 'heads/main')).toMatchObject({ commit: theirs });

    // What the remote calls its default goes before what is usual; a clone that lacks the past says so.
    const clone = keep(emptyRepository());
    git('checkout', '--quiet', '-b', 'trunk', 'main');
    clone.git('remote', 'add', 'origin', `file://${root}`);
    clone.git('fetch', '--quiet', '--depth=1', 'origin', 'trunk', 'cheaper');
    clone.git('checkout', '--quiet', '-b', 'trunk', 'FETCH_HEAD');
    clone.git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    clone.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    expect(await baseOf(clone.root)).toMatchObject({ ref: 'HEAD', title: 'Sales' });
    clone.git('checkout', '--quiet', '-b', 'mine');
    expect(await baseOf(clone.root)).toMatchObject({ ref: 'where this branch left origin/trunk', title: 'Sales' });
    expect(told(await diff(clone.root))).toEqual([]);
    expect(await baseOf(clone.root, first)).toEqual({
      problem: expect.stringMatching(/^There is no commit `.*It is a shallow clone; `git fetch --unshallow`/) as string,
    });
  });

  test('what git cannot answer is a sentence with a way out', async () => {
    const empty = keep(emptyRepository());
    empty.write('package.json', MANIFEST);
    const problem = async (root: string, ref?: string): Promise<string> => {
      const base = await baseOf(root, ref);
      return 'problem' in base ? base.problem : JSON.stringify(base);
    };
    expect(await problem(empty.root)).toMatch(/^This repository has no commit yet, .*`git commit` makes the first/);
    expect(await problem(empty.root, 'main')).toMatch(/^This repository has no commit yet/);
    empty.commit('Something');
    expect(await problem(empty.root, 'mian')).toBe(
      'There is no commit `mian` in this repository: name a branch, a tag or a commit. Did you mean `main`?',
    );
    for (const odd of ['--all', '', 'HEAD:package.json', 'a\nb', 'HEAD~7'])
      expect(await problem(empty.root, odd)).toMatch(/^There is no commit/);
    expect(await problem(join(empty.root, '.git'))).toMatch(/is no part of a working tree of git\.$/);
    const outside = mkdtempSync(join(tmpdir(), 'headwater-no-git-'));
    const path = process.env['PATH'];
    try {
      expect(await problem(outside)).toMatch(/^headwater-no-git-\w+ is in no git repository.*`git init`/);
      process.env['PATH'] = outside;
      expect(await problem(empty.root)).toMatch(/^git is not on the PATH of this process: install git/);
    } finally {
      process.env['PATH'] = path;
      rmSync(outside, { recursive: true });
    }
    const reason = new Error('no longer wanted');
    await expect(openRepository({ root: empty.root, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('nothing that the repository names is started, and nothing of it is written', async () => {
    const repository = keep(gitProject({ ...SHOP, '.gitattributes': '*.ts filter=spy diff=spy\n' }));
    const { root, git } = repository;
    const spy = `touch '${root}/.git/spied'; cat`;
    for (const setting of [
      'core.fsmonitor',
      'filter.spy.smudge',
      'filter.spy.clean',
      'diff.spy.textconv',
      'diff.external',
      'core.pager',
    ])
      git('config', setting, spy);
    git('config', 'filter.spy.required', 'true');
    git('config', 'log.showSignature', 'true');
    git('config', 'gpg.program', spy);
    writeFileSync(join(root, '.git/hooks/post-index-change'), `#!/bin/sh\n${spy}\n`, { mode: 0o755 });
    repository.write('src/price.ts', PRICE.replace('Number', 'parseInt'));
    const before = statSync(join(root, '.git/index')).mtimeMs;
    expect(told(await diff(root))).toEqual(['daily downstream', 'orders changed']);
    await listBases({ root });
    expect(existsSync(join(root, '.git/spied'))).toBe(false);
    expect(statSync(join(root, '.git/index')).mtimeMs).toBe(before);
  });

  test('random histories: the graph of each commit is that of a checkout of it, also from a stored index', async () => {
    const seed = Date.now() % 1_000_000;
    const below = numbers(seed);
    const repository = keep(emptyRepository());
    const { root, git } = repository;
    generateProject({ dir: root, assets: 40, seed });
    repository.write('.gitignore', 'node_modules/\n.headwater/\n');
    const files = git('ls-files', '--others', '--exclude-standard')
      .split('\n')
      .filter((file) => file.endsWith('.ts'));
    const commits = [repository.commit('0')];
    for (let turn = 1; turn < 4; turn++) {
      for (let count = 0; count < 3; count++) {
        const [at = ''] = files.splice(below(files.length), 1);
        const text = readFileSync(join(root, at), 'utf8');
        const how = below(4);
        if (how === 0) repository.remove(at);
        else if (how === 1) git('mv', '--force', at, at.replace('.ts', `-${turn}.ts`));
        else
          repository.write(at, how === 2 ? `const turn = ${turn};\n${text.replaceAll('/ 2', '/ turn')}` : `${text}(`);
      }
      repository.write(`src/new-${turn}.ts`, ORDERS.replace('orders', `new${turn}`).replace(/import { parse.*\n/, ''));
      // The last turn stays uncommitted.
      if (turn < 3) commits.push(repository.commit(`${turn}`));
    }
    const project = { root, name: 'generated' };
    let stored: string | null = null;
    const now = createAnalyzer({ project, cache: { read: () => stored, write: (text) => void (stored = text) } });
    await now.analyze();
    now.save();
    expect(stored, `seed ${seed}`).not.toBeNull();
    const checkout = join(root, 'node_modules/checkout');
    git('worktree', 'add', '--quiet', '--detach', checkout, 'HEAD');
    symlinkSync(join(root, 'node_modules/headwater'), join(mkdirs(checkout, 'node_modules'), 'headwater'), 'junction');
    for (const commit of commits) {
      git('-C', checkout, 'checkout', '--quiet', '--force', commit);
      const expected = await createAnalyzer({ project: { root: checkout, name: 'generated' } }).analyze();
      const base = { ref: '', commit, title: '' };
      const cache = { read: () => stored, write: () => expect.unreachable() };
      for (const read of [await readBaseGraph({ project, base }), await readBaseGraph({ project, base, cache })]) {
        expect(read.document.assets, `seed ${seed}`).toEqual(expected.document.assets);
        expect(read.document.problems, `seed ${seed}`).toEqual(expected.document.problems);
        expect(read.code, `seed ${seed}`).toEqual(expected.code);
      }
    }
  });
});

function mkdirs(...path: readonly string[]): string {
  const folder = join(...path);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Numbers that repeat for a seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
