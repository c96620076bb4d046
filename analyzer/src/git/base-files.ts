// The files of a commit that are not as they lie on the disk now: everything else is read from there.
import { posix } from 'node:path';
import { nodeDisk, textOf } from '../disk.ts';
import { relativeTo } from '../posix-path.ts';
import { LOCK_FILES } from '../locked-packages.ts';
import { isSourceName } from '../source-name.ts';
import { GitProblem, refusal } from './git-problem.ts';
import type { Repository } from './repository.ts';
import type { Settings } from './run-git.ts';

/** Texts by absolute path; null: it was not there. */
export type BaseFiles = ReadonlyMap<string, string | null>;

const MOST_FILES = 50_000;
/** Larger ones are data: that they are others is enough to know. */
const LARGEST_TEXT = 4 * 1024 * 1024;

/**
 * Names relative to the repository's folder, of what the analyzer may read. Costs what differs, whatever the size of the
 * repository: git compares the commit with its index by names, the index with the disk by times, and says what is new and not ignored.
 *
 * @throws GitProblem
 */
export async function differingFiles(
  { top, git }: Repository,
  { root, commit }: { readonly root: string; readonly commit: string },
): Promise<string[]> {
  const settings = await withoutFilters(git);
  const ask = async (...args: string[]): Promise<string[]> => {
    const { code, stdout, stderr } = await git(['-C', top, ...args], { settings });
    if (code !== 0) throw refusal(stderr, 'compare that commit with the files on the disk');
    return stdout.toString('utf8').split('\0').filter(Boolean);
  };
  const options = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules=all'];
  const all = await Promise.all([
    ask('diff-index', '--cached', ...options, commit, '--'),
    ask('diff-files', ...options, '--'),
    ask('ls-files', '--others', '--exclude-standard', '-z', '--'),
  ]);
  // A repository inside this one ends in a slash; a line end in a name would be two questions.
  const names = [...new Set(all.flat())].filter((name) => !name.endsWith('/') && !name.includes('\n'));
  return names.filter((name) => mayBeRead(posix.join(top, name), root)).sort();
}

/**
 * A file that was written in the same moment as the index is compared by its content, for which git would start the filters that
 * the repository's own configuration names.
 */
async function withoutFilters(git: Repository['git']): Promise<Settings> {
  const { stdout } = await git([
    'config',
    '--null',
    '--name-only',
    '--get-regexp',
    String.raw`^filter\..*\.(clean|process|required)$`,
  ]);
  const names = stdout.toString('utf8').split('\0').filter(Boolean);
  return names.map((name) => [name, name.endsWith('.required') ? 'false' : '']);
}

/** In the project any file may be imported as data; outside it only what may hold code or says how it is read. */
function mayBeRead(path: string, root: string): boolean {
  const name = posix.basename(path);
  // What is installed or stored is no source, also where nobody told git to ignore it.
  if (/\/(?:node_modules|\.headwater)\//.test(path)) return false;
  if (relativeTo(root, path) !== null) return true;
  return isSourceName(path) || name.endsWith('.json') || name === '.gitignore' || LOCK_FILES.includes(name);
}

/** @throws GitProblem */
export async function readBaseFiles(
  repository: Repository,
  { commit, names }: { readonly commit: string; readonly names: readonly string[] },
): Promise<BaseFiles> {
  if (names.length > MOST_FILES)
    throw new GitProblem(
      `${names.length.toLocaleString('en-US')} files differ from that commit, more than can be read: choose a base that is nearer.`,
    );
  if (names.length === 0) return new Map();
  const blobs = await blobsOf(repository, { commit, names });
  const texts = await textsOf(repository, [...new Set(blobs.flatMap((blob) => (isText(blob) ? [blob.id] : [])))]);
  return new Map(
    names.map((name, index) => {
      const path = posix.join(repository.top, name);
      const blob = blobs[index] ?? null;
      if (blob === null) return [path, null];
      return [path, withLineEndsOf(path, texts.get(blob.id) ?? `git blob ${blob.id}`)];
    }),
  );
}

interface Blob {
  readonly id: string;
  readonly bytes: number;
}

function isText(blob: Blob | null): blob is Blob {
  return blob !== null && blob.bytes <= LARGEST_TEXT;
}

/** In the order of the names; null: no such file in that commit. */
async function blobsOf(
  { git }: Repository,
  { commit, names }: { readonly commit: string; readonly names: readonly string[] },
): Promise<(Blob | null)[]> {
  const asked = names.map((name) => `${commit}:${name}\n`).join('');
  const { code, stdout, stderr } = await git(['cat-file', '--batch-check', '--follow-symlinks'], { input: asked });
  if (code !== 0) throw refusal(stderr, 'read the files of that commit');
  const blobs: (Blob | null)[] = [];
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf(10, at);
    const line = stdout.toString('utf8', at, end);
    at = end + 1;
    const [, id, kind, size] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(line) ?? [];
    blobs.push(id !== undefined && kind === 'blob' ? { id, bytes: Number(size) } : null);
    // A link that leads nowhere is followed by what it says.
    const [, length] = /^(?:symlink|dangling|loop|notdir) (\d+)$/.exec(line) ?? [];
    if (length !== undefined) at += Number(length) + 1;
  }
  return blobs;
}

async function textsOf({ git }: Repository, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (ids.length === 0) return texts;
  const { code, stdout, stderr } = await git(['cat-file', '--batch'], { input: ids.map((id) => `${id}\n`).join('') });
  if (code !== 0) throw refusal(stderr, 'read the files of that commit');
  let at = 0;
  for (const id of ids) {
    const end = stdout.indexOf(10, at);
    const [found, , size] = stdout.toString('utf8', at, end).split(' ');
    // A partial clone leaves files out until somebody fetches them.
    if (found !== id || size === undefined)
      throw new GitProblem(
        'This clone does not have all files of that commit: `git checkout` of it, or a fetch without --filter, brings them.',
      );
    const start = end + 1;
    texts.set(id, textOf(stdout.subarray(start, start + Number(size))));
    at = start + Number(size) + 1;
  }
  return texts;
}

/** What git stores with LF may lie on the disk with CRLF: that is no change. */
function withLineEndsOf(path: string, text: string): string {
  if (text.includes('\r')) return text;
  const now = nodeDisk.read(path);
  return now?.includes('\r\n') === true && !/(?<!\r)\n/.test(now) ? text.replaceAll('\n', '\r\n') : text;
}
