// Chooses the Node that runs a project: the first that is new enough, with the reason each other one was passed over.
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';

/** The oldest Node the engine runs on. */
export const OLDEST_NODE = 22;

export type NodeSource = 'setting' | 'project' | 'path' | 'editor';

export interface NodeCandidate {
  readonly source: NodeSource;
  readonly file: string;
  /** What the process needs in its environment beside what it inherits. */
  readonly env: Readonly<Record<string, string>>;
}

export interface NodeChoice extends NodeCandidate {
  /** Without the `v`. */
  readonly version: string;
}

export interface SkippedNode extends NodeCandidate {
  /** For people: `v18.19.0 is older than 22`. */
  readonly reason: string;
}

export interface NodeDecision {
  readonly chosen: NodeChoice | null;
  readonly skipped: readonly SkippedNode[];
}

export interface CandidateOptions {
  /** The setting `headwater.nodePath`; empty when it is not set. */
  readonly setting: string;
  readonly project: string;
  /** The folder the search for node_modules ends at. */
  readonly root: string;
  /** The variable PATH. */
  readonly path: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The editor's own runtime. */
  readonly execPath: string;
  readonly exists: (file: string) => boolean;
}

/** Every Node worth asking, in the order of preference. Only the setting is kept when nothing is there: the person named it. */
export function nodeCandidates(options: CandidateOptions): NodeCandidate[] {
  const { setting, project, path, platform, execPath, exists } = options;
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const plain = (source: NodeSource, file: string): NodeCandidate => ({ source, file, env: {} });
  const inModules = foldersUpTo(options)
    .map((folder) => join(folder, 'node_modules', '.bin', name))
    .filter(exists);
  const onPath = path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name))
    .filter(exists);
  return [
    ...(setting.trim() === '' ? [] : [plain('setting', resolve(project, withHome(setting.trim(), options.home)))]),
    ...inModules.map((file) => plain('project', file)),
    ...onPath.slice(0, 1).map((file) => plain('path', file)),
    // Electron is its Node only when told so; under a plain Node the variable means nothing.
    { source: 'editor', file: execPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
  ];
}

/** Asks each candidate for its version until one is new enough. `versionOf` gives what `--version` printed, or why it could not. */
export async function chooseNode(
  candidates: readonly NodeCandidate[],
  versionOf: (candidate: NodeCandidate) => Promise<{ printed: string } | { failed: string }>,
): Promise<NodeDecision> {
  const skipped: SkippedNode[] = [];
  for (const candidate of candidates) {
    const answer = await versionOf(candidate);
    if ('failed' in answer) {
      skipped.push({ ...candidate, reason: answer.failed });
      continue;
    }
    const match = /^v?((\d+)\.\d+\.\d+\S*)\s*$/.exec(answer.printed);
    if (!match)
      skipped.push({ ...candidate, reason: `it answered --version with "${answer.printed.trim().slice(0, 80)}"` });
    else if (Number(match[2]) < OLDEST_NODE)
      skipped.push({ ...candidate, reason: `v${match[1]} is older than ${OLDEST_NODE}` });
    else return { chosen: { ...candidate, version: match[1] ?? '' }, skipped };
  }
  return { chosen: null, skipped };
}

const sourceWords: Record<NodeSource, string> = {
  setting: 'the setting headwater.nodePath',
  project: "the project's node_modules",
  path: 'PATH',
  editor: "the editor's own runtime",
};

/** The lines of the output channel that say what runs and what was passed over. */
export function describeDecision({ chosen, skipped }: NodeDecision): string[] {
  return [
    ...skipped.map(({ file, source, reason }) => `Passed over ${file} (${sourceWords[source]}): ${reason}.`),
    chosen
      ? `Node ${chosen.version} from ${sourceWords[chosen.source]}: ${chosen.file}`
      : `No Node of version ${OLDEST_NODE} or newer was found. Install one, or name it in the setting headwater.nodePath.`,
  ];
}

function foldersUpTo({ project, root }: CandidateOptions): string[] {
  const folders = [project];
  while (folders.at(-1) !== root) {
    const parent = dirname(folders.at(-1) ?? root);
    if (parent === folders.at(-1)) return [project]; // the project does not lie in the root
    folders.push(parent);
  }
  return folders;
}

function withHome(file: string, home: string): string {
  return file === '~' || /^~[\\/]/.test(file) ? join(home, file.slice(1)) : file;
}
