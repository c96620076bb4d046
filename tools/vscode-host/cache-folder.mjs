// Says where installed things are kept: a folder of the user's cache, outside the clone, so that clones share it.
import * as os from 'node:os';
import * as path from 'node:path';

/** @returns {string} */
export function cacheFolder() {
  const base = process.env.HEADWATER_VSCODE_CACHE || process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.resolve(base, 'headwater-vscode-host');
}
