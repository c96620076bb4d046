// Loads a project's modules for real, in a process of its own, and compares what they describe with the graph read from the source.
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { disagreements } from '../disagreements.ts';
import type { AssetNode, ForeignAsset } from '@headwater/graph';
import type { DescribedGraph } from '../disagreements.ts';
import type { Analysis } from '../analysis.ts';

export interface LoadQuestion {
  readonly root: string;
  /** Relative to the root, in the order in which they are loaded. */
  readonly files: readonly string[];
  /** Export name → const name, where they differ. */
  readonly constNames: Readonly<Record<string, string>>;
  /** What other projects declare, as this one comes to it. */
  readonly foreign: readonly (Pick<AssetNode, 'key' | 'output'> & ForeignAsset['imported'])[];
  /** Beginnings of module names, with the folder each stands for: `paths` of the tsconfig, which Node does not read. */
  readonly aliases: Readonly<Record<string, string>>;
}

export type LoadAnswer =
  | { readonly described: DescribedGraph; readonly failure?: undefined }
  | { readonly failure: string; readonly described?: undefined };

const SDK = fileURLToPath(new URL('../../../sdk', import.meta.url));
const ZOD = fileURLToPath(new URL('../../../node_modules/zod', import.meta.url));

/** Sentences of disagreement, or why the modules cannot be loaded. */
export type Agreement = { readonly differs: readonly string[] } | { readonly failure: string };

export async function agreement(of: {
  readonly root: string;
  readonly analysis: Analysis;
  readonly constNames?: Readonly<Record<string, string>>;
  readonly aliases?: Readonly<Record<string, string>>;
}): Promise<Agreement> {
  const { root, analysis, constNames = {}, aliases = {} } = of;
  const foreign = analysis.document.assets.flatMap(({ key, output, foreign: of }) =>
    of === undefined ? [] : [{ key, ...of.imported, ...(output !== undefined && { output }) }],
  );
  const files = Object.keys(analysis.sources).sort();
  const { described, failure } = await load({ root, files, constNames, foreign, aliases });
  return described === undefined ? { failure } : { differs: disagreements(analysis.document, described) };
}

/** Writes the files to a folder that finds `headwater` and `zod` as a user's project does, and removes it after `use`. */
export async function inFolder<T>(
  files: ReadonlyMap<string, string>,
  use: (root: string) => Promise<T>,
  links: ReadonlyMap<string, string> = new Map(),
): Promise<T> {
  const top = mkdtempSync(join(tmpdir(), 'headwater-agreement-'));
  const root = join(top, 'work/shop');
  try {
    for (const [file, text] of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    // Projects beside this one find it, too.
    mkdirSync(join(top, 'work/node_modules'), { recursive: true });
    symlinkSync(SDK, join(top, 'work/node_modules/headwater'), 'junction');
    symlinkSync(ZOD, join(top, 'work/node_modules/zod'), 'junction');
    for (const [link, to] of links) {
      mkdirSync(dirname(join(root, link)), { recursive: true });
      symlinkSync(to, join(root, link));
    }
    return await use(root);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

type Loader = ChildProcessByStdio<Writable, Readable, null>;

let loader: { readonly child: Loader; readonly answers: AsyncIterator<string> } | null = null;
let turn: Promise<unknown> = Promise.resolve();

/** One process answers all questions of a test file; it ends with it. */
function load(question: LoadQuestion): Promise<LoadAnswer> {
  const answer = turn.then(async (): Promise<LoadAnswer> => {
    loader ??= startLoader();
    loader.child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await loader.answers.next();
    if (done === true) throw new Error('The process that loads modules ended');
    return JSON.parse(value) as LoadAnswer;
  });
  turn = answer.catch(() => undefined);
  return answer;
}

function startLoader(): NonNullable<typeof loader> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=@headwater/source',
      '--experimental-transform-types',
      '--no-warnings',
      fileURLToPath(new URL('described-main.ts', import.meta.url)),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  // Tests do not wait for it: its input closes with this process, and then it ends.
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?(): void }).unref?.();
  return { child, answers: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}
