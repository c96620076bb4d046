// Fills a cache folder exactly once, all or nothing, also when several processes want it at the same time.
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MARKER = 'complete.json';
const HEARTBEAT_MS = 2_000;
const STALE_MS = 20_000;

/**
 * @typedef {(line: string) => void} Log
 * @typedef {Record<string, string | number | boolean>} Facts what an installation wants to remember about itself
 */

/**
 * Returns the facts of the installation in `folder`; builds it when it is not there whole.
 * `build` fills an empty staging folder beside `folder`, which takes its name only after `build` has succeeded.
 * @param {{ folder: string, needs: readonly string[], build: (staging: string) => Promise<Facts>, log: Log }} options
 *   `needs`: files without which the folder does not count as whole (someone may have deleted a part of it)
 * @returns {Promise<Facts>}
 */
export async function installOnce({ folder, needs, build, log }) {
  const present = () => readMarker(folder, needs);
  const known = present();
  if (known) return known;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  const theirs = await waitForTurn(lock, present, log);
  if (theirs) return theirs;
  removeAbandoned(folder);
  const staging = `${folder}.installing-${randomBytes(4).toString('hex')}`;
  fs.mkdirSync(staging);
  const heartbeat = setInterval(() => {
    touch(lock);
    touch(staging);
  }, HEARTBEAT_MS);
  try {
    const facts = await build(staging);
    fs.writeFileSync(path.join(staging, MARKER), JSON.stringify(facts));
    return publish(staging, folder, facts, present);
  } finally {
    clearInterval(heartbeat);
    fs.rmSync(staging, { recursive: true, force: true });
    fs.rmSync(lock, { force: true });
  }
}

/**
 * @param {string} folder
 * @param {readonly string[]} needs
 * @returns {Facts | undefined}
 */
function readMarker(folder, needs) {
  try {
    const facts = JSON.parse(fs.readFileSync(path.join(folder, MARKER), 'utf8'));
    return needs.every((file) => fs.existsSync(path.join(folder, file))) ? facts : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The lock only saves double work: what makes the result right is the rename in `publish`, so a lock that two
 * processes believe to hold (a stale one, taken over twice) does no harm.
 * @param {string} lock
 * @param {() => Facts | undefined} present
 * @param {Log} log
 * @returns {Promise<Facts | undefined>} the facts, when another process has finished the installation meanwhile
 */
async function waitForTurn(lock, present, log) {
  for (let told = false; ;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      const facts = present();
      if (facts) fs.rmSync(lock, { force: true });
      return facts;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (ageOf(lock) > STALE_MS) {
      fs.rmSync(lock, { force: true });
      continue;
    }
    if (!told) log('Another process is installing the same thing; waiting for it.');
    told = true;
    await sleep(250);
  }
}

/**
 * @param {string} staging
 * @param {string} folder
 * @param {Facts} facts
 * @param {() => Facts | undefined} present
 * @returns {Facts}
 */
function publish(staging, folder, facts, present) {
  const theirs = present();
  if (theirs) return theirs;
  fs.rmSync(folder, { recursive: true, force: true });
  try {
    fs.renameSync(staging, folder);
  } catch (error) {
    const winner = present();
    if (winner) return winner;
    throw error;
  }
  return facts;
}

/**
 * Removes what killed installations left behind; a living one touches its folder all the time.
 * @param {string} folder
 */
function removeAbandoned(folder) {
  const prefix = `${path.basename(folder)}.installing-`;
  for (const name of fs.readdirSync(path.dirname(folder))) {
    const left = path.join(path.dirname(folder), name);
    if (name.startsWith(prefix) && ageOf(left) > STALE_MS) fs.rmSync(left, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @returns {number} milliseconds since the last touch, 0 when there is no such file
 */
function ageOf(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? Date.now() - stat.mtimeMs : 0;
}

/** @param {string} file */
function touch(file) {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch {
    // gone: then nobody waits for it either
  }
}
