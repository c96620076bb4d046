// Keeps the house style: file length, first lines, names, and no path or host of one machine.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './setup.mjs';

const tracked = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
const files = tracked.stdout
  .split('\n')
  .filter((file) => /\.(ts|tsx|mts|mjs|cjs|js)$/.test(file) && existsSync(join(root, file)));
const vague = /^(utils?|helpers?|common|misc|shared|manager|service)\./;

const found = files.flatMap((file) => {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const limit = /test|bench|journey|gallery/.test(file) ? 500 : 300;
  const first = lines[0]?.startsWith('#!') ? lines[1] : lines[0];
  const name = basename(file);
  return [
    lines.length - 1 > limit && `${file}: ${lines.length - 1} lines, over ${limit}: one idea a file, split it.`,
    !/^(\/\/|\/\*\*?) \S/.test(first ?? '') && `${file}: the first line says in one sentence what the file does.`,
    !/^[a-z0-9.-]+$/.test(name) && `${file}: names are kebab-case.`,
    vague.test(name) && `${file}: name the one thing it exports.`,
  ].filter((sentence) => sentence !== false);
});

for (const sentence of found) process.stderr.write(`${sentence}\n`);
if (found.length > 0) process.exit(1);
