// A real VS Code window with the packaged extension in it, open on a copy of an example: what journeys and pictures start from.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateProject } from '../../analyzer/bench/generate-project.ts';
import { packageExtension } from '../../scripts/package.mjs';
import { ensureBrowser, ensureVscode, launchBrowser, openWindow, startServer } from '../../tools/vscode-host/index.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const EXTENSION_ID = 'headwater.headwater-vscode';

export type VscodeWindow = Awaited<ReturnType<typeof openWindow>>;

export interface RealVscode {
  /** The copied project; in a workspace of several, the folder they all lie in. */
  readonly project: string;
  open(options: {
    files: readonly string[];
    colorTheme?: string;
    viewport?: { width: number; height: number };
  }): Promise<VscodeWindow>;
  close(): Promise<void>;
}

/** One example; or several in one workspace, with a generated project of so many assets beside them. */
export type RealPlace =
  { readonly example: string } | { readonly examples: readonly string[]; readonly generated?: number };

/** A copy of an example that runs outside the repository, with the packages it names linked in. */
function copyExample(name: string, project: string): void {
  cpSync(join(root, 'examples', name), project, {
    recursive: true,
    filter: (source) => !/[\\/](node_modules|\.headwater)$/.test(source),
  });
  linkPackages(project);
}

function linkPackages(project: string): void {
  const { dependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(dependencies)) {
    const link = join(project, 'node_modules', name);
    rmSync(link, { recursive: true, force: true });
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(root, 'node_modules', name)), link, 'junction');
  }
}

/** @returns what a window opens: a folder, or a workspace file. */
function prepare(place: RealPlace, folder: string): { folder: string } | { workspace: string } {
  if ('example' in place) {
    copyExample(place.example, folder);
    return { folder };
  }
  for (const name of place.examples) copyExample(name, join(folder, name));
  const names = [...place.examples];
  if (place.generated !== undefined) {
    names.push('generated');
    generateProject({ dir: join(folder, 'generated'), assets: place.generated, seed: 7 });
    linkPackages(join(folder, 'generated'));
  }
  const workspace = join(folder, 'all.code-workspace');
  writeFileSync(workspace, JSON.stringify({ folders: names.map((path) => ({ path })) }));
  return { workspace };
}

/**
 * Starts VS Code with the .vsix of what is built now; `close` leaves no process and no folder behind. `env` is for its
 * extension hosts and what they start.
 */
export async function startRealVscode(
  place: RealPlace,
  { env = {} }: { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<RealVscode> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const [install, choice] = [await ensureVscode({ log }), await ensureBrowser({ log })];
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-window-')));
  const opened = prepare(place, project);
  const server = await startServer({ install, vsix: [packageExtension()], env });
  const browser = await launchBrowser({ install, browser: choice });
  return {
    project,
    open: ({ files, ...options }) =>
      openWindow({ browser, server, ...opened, openFiles: files.map((file) => join(project, file)), ...options }),
    async close() {
      await browser.close();
      await server.stop();
      rmSync(project, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
