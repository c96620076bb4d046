// Finds what starts a project's runner host: the project's own `headwater` package and a Node that can run it.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { chooseNode, nodeCandidates, type NodeCandidate, type NodeChoice, type NodeDecision } from './node-choice.ts';

export interface Launch {
  readonly node: NodeChoice;
  /** The host's file in the project's `headwater`. */
  readonly host: string;
}

export type Unavailable = 'untrusted' | 'not-installed' | 'no-node';

export type LaunchDecision =
  | { readonly launch: Launch; readonly nodes: NodeDecision }
  | { readonly unavailable: Unavailable; readonly nodes?: NodeDecision };

export interface LaunchOptions {
  readonly project: string;
  /** The folder the search for node_modules/.bin/node ends at. */
  readonly root: string;
  /** Nothing of the project is started, not even to ask for a version, until its person trusts it. */
  readonly trusted: boolean;
  /** The setting `headwater.nodePath`. */
  readonly nodePath: string;
}

export async function findLaunch({ project, root, trusted, nodePath }: LaunchOptions): Promise<LaunchDecision> {
  if (!trusted) return { unavailable: 'untrusted' };
  const host = resolveHost(project);
  if (host === null) return { unavailable: 'not-installed' };
  const candidates = nodeCandidates({
    setting: nodePath,
    project,
    root,
    path: process.env['PATH'] ?? '',
    home: homedir(),
    platform: process.platform,
    execPath: process.execPath,
    exists: existsSync,
  });
  const nodes = await chooseNode(candidates, printedVersion);
  return nodes.chosen ? { launch: { node: nodes.chosen, host }, nodes } : { unavailable: 'no-node', nodes };
}

/** The host of the `headwater` that the project itself would import; null when it has none. */
export function resolveHost(project: string): string | null {
  try {
    const host = createRequire(join(project, 'package.json')).resolve('headwater/host');
    return existsSync(host) ? host : null;
  } catch {
    return null;
  }
}

function printedVersion({ file, env }: NodeCandidate): Promise<{ printed: string } | { failed: string }> {
  if (!existsSync(file)) return Promise.resolve({ failed: 'there is no such file' });
  return new Promise((resolve) => {
    execFile(
      file,
      ['--version'],
      { env: { ...process.env, ...env }, timeout: 10_000, windowsHide: true },
      (error, stdout) => {
        resolve(
          error
            ? { failed: `it could not be started (${error.code ?? error.signal ?? error.message})` }
            : { printed: stdout },
        );
      },
    );
  });
}
