// Runs git where it only reads: without locks, hooks, pagers and the network, within limits of time and output.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { GitProblem } from './git-problem.ts';

export interface GitCommand {
  /** An existing folder. */
  readonly cwd: string;
  readonly args: readonly string[];
  readonly input?: string | undefined;
  /** Beside those that hold for every command. */
  readonly settings?: Settings | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Of git's configuration, by their whole names. */
export type Settings = readonly (readonly [name: string, value: string])[];

export interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const LIMIT_MS = 30_000;
const LIMIT_BYTES = 256 * 1024 * 1024;

/** Nothing that a repository's configuration names is started, and nothing is fetched that a partial clone left out. */
const READING = [
  '--no-pager',
  '--no-optional-locks',
  '--literal-pathspecs',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.quotePath=false', 'protocol.allow=never'].flatMap(
    (setting) => ['-c', setting],
  ),
];

/** Those that another git sets for its hooks, and those that name programs. */
const NOT_HANDED_ON =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|NAMESPACE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|EXTERNAL_DIFF|PAGER|ASKPASS|EDITOR|SSH|SSH_COMMAND|PROXY_COMMAND|TRACE.*|.*_PATHSPECS)$/i;

/**
 * Whatever exit code it ends with; only what keeps git from answering at all throws.
 *
 * @throws GitProblem, or the signal's reason when it is cancelled.
 */
export function runGit({ cwd, args, input, settings = [], signal }: GitCommand): Promise<GitAnswer> {
  signal?.throwIfAborted();
  const program = findGit();
  if (program === null) return Promise.reject(new GitProblem(NO_GIT));
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...READING, ...args], { cwd, env: gitEnvironment(settings), windowsHide: true });
    const output: Buffer[] = [];
    let [bytes, stderr] = [0, ''];
    let ended: unknown = null;
    const end = (reason: unknown): void => {
      ended ??= reason;
      child.kill('SIGKILL');
    };
    const cancel = (): void => end(signal?.reason);
    signal?.addEventListener('abort', cancel, { once: true });
    const timer = setTimeout(
      () => end(new GitProblem(`git took longer than ${LIMIT_MS / 1000} s and was stopped (git ${args[0] ?? ''}).`)),
      LIMIT_MS,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > LIMIT_BYTES) end(new GitProblem(TOO_MUCH));
      else output.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = `${stderr}${text}`.slice(-4000)));
    // It may have ended before it read everything; its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => (ended ??= new GitProblem(`git could not be started: ${error.message}`)));
    child.on('close', (code) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      // What is thrown was made for whoever asked.
      if (ended !== null) reject(ended);
      else resolve({ code: code ?? -1, stdout: Buffer.concat(output), stderr });
    });
  });
}

const NO_GIT = 'git is not on the PATH of this process: install git, or start again where `git --version` answers.';
const TOO_MUCH = `git answered with more than ${LIMIT_BYTES / 1024 / 1024} MB: choose a base that is nearer.`;

/** By its whole path: Windows would look in the repository first. */
function findGit(): string | null {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

function gitEnvironment(settings: Settings): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !NOT_HANDED_ON.test(name));
  // Behind those that this process was started with.
  const first = Number(process.env['GIT_CONFIG_COUNT'] ?? 0);
  return {
    ...Object.fromEntries(kept),
    // Its messages are read here.
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: `${first + settings.length}`,
    ...Object.fromEntries(
      settings.flatMap(([name, value], index) => [
        [`GIT_CONFIG_KEY_${first + index}`, name],
        [`GIT_CONFIG_VALUE_${first + index}`, value],
      ]),
    ),
  };
}
