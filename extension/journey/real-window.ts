// A real VS Code window with the packaged extension in it, open on a copy of an example: what journeys and pictures start from.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageExtension } from '../../scripts/package.mjs';
import { ensureBrowser, ensureVscode, launchBrowser, openWindow, startServer } from '../../tools/vscode-host/index.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const EXTENSION_ID = 'headwater.headwater-vscode';

export type VscodeWindow = Awaited<ReturnType<typeof openWindow>>;

export interface RealVscode {
  /** The copied project. */
  readonly project: string;
  open(options: {
    files: readonly string[];
    colorTheme?: string;
    viewport?: { width: number; height: number };
  }): Promise<VscodeWindow>;
  close(): Promise<void>;
}

/** A copy of an example that runs outside the repository, with the packages it names linked in. */
export function copyExample(name: string): string {
  const project = realpathSync(mkdtempSync(join(tmpdir(), `headwater-${name}-`)));
  cpSync(join(root, 'examples', name), project, {
    recursive: true,
    filter: (source) => !/[\\/](node_modules|\.headwater)$/.test(source),
  });
  const { dependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(dependencies)) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(root, 'node_modules', name)), link, 'junction');
  }
  return project;
}

/** Starts VS Code with the .vsix of what is built now; `close` leaves no process and no folder behind. */
export async function startRealVscode({ example }: { example: string }): Promise<RealVscode> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const [install, choice] = [await ensureVscode({ log }), await ensureBrowser({ log })];
  const project = copyExample(example);
  const server = await startServer({ install, vsix: [packageExtension()] });
  const browser = await launchBrowser({ install, browser: choice });
  return {
    project,
    open: ({ files, ...options }) =>
      openWindow({ browser, server, folder: project, openFiles: files.map((file) => join(project, file)), ...options }),
    async close() {
      await browser.close();
      await server.stop();
      rmSync(project, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
