// Starts a program in a process group of its own that never outlives this process, and stops it with all its children.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The guard waits for the end of its standard input, which comes when this process closes it or dies in any way,
 * also by kill -9; then it ends the group and removes the folders.
 */
const GUARD = `read -r group
while read -r _; do :; done
kill -s KILL -- "-$group" 2>/dev/null
for try in 1 2 3 4 5 6 7 8 9 10; do rm -rf -- "$@" && exit 0; sleep 0.2; done`;

/**
 * @typedef {object} GuardedProcess
 * @property {number} pid also the id of its process group
 * @property {() => string} output everything it has printed
 * @property {(pattern: RegExp, limitMs: number) => Promise<RegExpExecArray>} printed
 *   waits until its output matches; rejects with the output when it ends or the time is over
 * @property {() => Promise<void>} stop ends it and its children, then removes the folders
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, removeAtEnd: readonly string[] }} options
 * @returns {GuardedProcess}
 */
export function startGuarded(program, args, { env, removeAtEnd }) {
  const guard = spawn('/bin/sh', ['-c', GUARD, 'guard', ...removeAtEnd], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const pid = child.pid;
  if (pid === undefined) {
    guard.kill('SIGKILL');
    throw new Error(`${program} cannot be started.`);
  }
  guard.stdin.write(`${pid}\n`);

  let text = '';
  let ended = false;
  const watchers = new Set(/** @type {(() => void)[]} */ ([]));
  const tell = () => {
    for (const watcher of [...watchers]) watcher();
  };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
      tell();
    });
  child.once('exit', () => {
    ended = true;
    tell();
  });

  return {
    pid,
    output: () => text,
    printed: (pattern, limitMs) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text);
          if (match || ended) settle(match, 'ended');
        };
        const settle = (/** @type {RegExpExecArray | null} */ match, /** @type {string} */ why) => {
          clearTimeout(timer);
          watchers.delete(look);
          if (match) resolve(match);
          else reject(new Error(`${program} ${why} without printing ${pattern}:\n${text}`));
        };
        const timer = setTimeout(() => settle(null, `ran ${limitMs} ms`), limitMs);
        watchers.add(look);
        look();
      }),
    async stop() {
      const gone = ended ? undefined : once(child, 'exit');
      signal(pid, 'SIGTERM');
      await Promise.race([gone, sleep(5_000, undefined, { ref: false })]);
      if (guard.exitCode !== null) return;
      const cleaned = once(guard, 'exit');
      guard.stdin.end();
      await cleaned;
    },
  };
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} name
 */
function signal(group, name) {
  try {
    process.kill(-group, name);
  } catch {
    // already gone
  }
}
