// A project in a temporary folder and the built `headwater` command on it: what the tests of the CLI drive.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@headwater/runner/protocol';

const sdk = fileURLToPath(new URL('../../sdk', import.meta.url));
const bin = join(sdk, 'bin/headwater.js');
if (!existsSync(join(sdk, 'dist/cli.mjs'))) throw new Error('The command is not built: run `npm run build` first.');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestProject {
  readonly root: string;
  write(file: string, text: string): void;
  edit(file: string, change: (text: string) => string): void;
  read(file: string): string;
  has(file: string): boolean;
  /** Resolves when the file is there: how a body tells the test how far it is. */
  appears(file: string): Promise<void>;
  headwater(...args: string[]): Promise<Finished>;
  /** Runs a script of the project with Node. */
  node(file: string): Promise<Finished>;
  /** Starts a command and leaves it running. */
  start(...args: string[]): { child: ChildProcess; finished: Promise<Finished> };
  /** The same project, whose commands find these variables in their environment. */
  withEnv(env: Readonly<Record<string, string>>): TestProject;
  remove(): void;
}

export function makeProject(
  files: Readonly<Record<string, string>>,
  manifest: Readonly<Record<string, unknown>> = { type: 'module' },
): TestProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-cli-')));
  writeIn(
    root,
    'package.json',
    JSON.stringify({ name: 'test-project', dependencies: { headwater: '*' }, ...manifest }),
  );
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(sdk, join(root, 'node_modules/headwater'), 'junction');
  for (const [file, text] of Object.entries(files)) writeIn(root, file, text);

  return projectIn(root, {});
}

function projectIn(root: string, env: Readonly<Record<string, string>>): TestProject {
  const path = (file: string): string => join(root, file);
  const start = (...args: string[]): { child: ChildProcess; finished: Promise<Finished> } => startNode(bin, ...args);
  const startNode = (...args: string[]): { child: ChildProcess; finished: Promise<Finished> } => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const finished = new Promise<Finished>((done, fail) => {
      child.on('error', fail);
      child.on('close', (code) => done({ code, stdout, stderr }));
    });
    return { child, finished };
  };
  return {
    root,
    write: (file, text) => writeIn(root, file, text),
    edit: (file, change) => writeIn(root, file, change(readFileSync(path(file), 'utf8'))),
    read: (file) => readFileSync(path(file), 'utf8'),
    has: (file) => existsSync(path(file)),
    appears: (file) =>
      new Promise((done) => {
        const watcher = watch(root, () => {
          if (!existsSync(path(file))) return;
          watcher.close();
          done();
        });
        if (existsSync(path(file))) {
          watcher.close();
          done();
        }
      }),
    start,
    node: (file) => startNode('--disable-warning=ExperimentalWarning', file).finished,
    headwater: (...args) => start(...args).finished,
    withEnv: (more) => projectIn(root, { ...env, ...more }),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

function writeIn(root: string, file: string, text: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

export const eventsOf = ({ stdout }: Finished): RunEvent[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent);

/** Asset to how its step ended. */
export function endings(finished: Finished): Record<string, string> {
  const ends = ['materialized', 'step-failed', 'step-skipped', 'step-cancelled'];
  return Object.fromEntries(
    eventsOf(finished).flatMap((event) =>
      'asset' in event && ends.includes(event.type) ? [[event.asset, event.type]] : [],
    ),
  );
}

export function failureOf(finished: Finished, asset: string) {
  const event = eventsOf(finished).find((each) => each.type === 'step-failed' && each.asset === asset);
  if (event?.type !== 'step-failed') throw new Error(`${asset} did not fail:\n${finished.stdout}${finished.stderr}`);
  return event.error;
}

export async function statusOf(
  project: TestProject,
): Promise<Record<string, { status: string; causes: { kind: string; message: string }[] }>> {
  const { stdout, stderr, code } = await project.headwater('status', '--json');
  if (code !== 0) throw new Error(stderr + stdout);
  const { assets } = JSON.parse(stdout) as {
    assets: { key: string; status: string; causes: { kind: string; message: string }[] }[];
  };
  return Object.fromEntries(assets.map(({ key, ...rest }) => [key, rest]));
}
