// What git ignores is ignored, by random patterns and git's own word on them.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { nodeDisk } from './disk.ts';
import { gitIgnore } from './git-ignore.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const times = Number(process.env['FUZZ'] ?? 1);
const hasGit = spawnSync('git', ['--version']).status === 0;

const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  '*',
  '?',
  '[ab]',
  '[!a]',
  '[a-c]',
  'a*',
  '*b',
  'a*b',
  '.ts',
  '\\*',
  '\\a',
  '{',
  '+',
);
const part = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('')) },
  fc.constant('**'),
);
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '/', '!'),
    fc.array(part, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '', '/'),
  )
  .map(([start, parts, end]) => `${start}${parts.join('/')}${end}`);
const name = fc.constantFrom('a', 'b', 'ab', 'ba', 'aab', 'c', 'a.ts', '*', '{', '+b');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));

test.skipIf(!hasGit)('random patterns and paths', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-ignore-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  execFileSync('git', ['init', '-q', root]);
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(pattern, { minLength: 1, maxLength: 4 }),
      fc.uniqueArray(path, { minLength: 1, maxLength: 30 }),
      (patterns, paths) => {
        writeFileSync(join(root, '.gitignore'), patterns.join('\n'));
        const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '--stdin', '-z'], {
          cwd: root,
          input: paths.join('\0'),
          encoding: 'utf8',
        });
        const expected = stdout.split('\0').filter((each) => each !== '');
        found += expected.length;
        const ignored = gitIgnore({ disk: nodeDisk, top: root });
        // As on a walk: what lies in an ignored folder is never asked.
        const isIgnored = (file: string): boolean => {
          const names = file.split('/');
          return names.some((_, index) =>
            ignored.ignores(join(root, ...names.slice(0, index + 1)), index === names.length - 1 ? 'file' : 'folder'),
          );
        };
        expect(paths.filter(isIgnored)).toEqual(expected);
      },
    ),
    { seed, numRuns: 60 * times },
  );
  expect(found).toBeGreaterThan(0);
});
