// The first steps of a project, each one action: add the package, install what is named, write a first asset.
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { installCommand } from './install-command.ts';
import { settingsOf } from './settings.ts';

/** Adds headwater to a folder in a terminal a person sees; true when that worked. */
export async function addToFolder(): Promise<boolean> {
  const folder = await chooseFolder();
  if (folder === null) return false;
  const manifest = join(folder, 'package.json');
  // Without one npm would look for a package.json above the folder and change that.
  if (!existsSync(manifest))
    writeFileSync(
      manifest,
      `${JSON.stringify({ name: packageName(folder), private: true, type: 'module' }, null, 2)}\n`,
    );
  return runInstall({ folder, packageSpec: settingsOf(folder).packageSpec, name: 'Add Headwater' });
}

/** Installs what a project's package.json names; true when that worked. */
export function installPackages(project: string): Promise<boolean> {
  return runInstall({ folder: project, packageSpec: null, name: 'Install packages' });
}

/** Opens a new file of ten lines with two assets; one that is there already is opened as it is. */
export async function createFirstAsset(project: string): Promise<void> {
  const folder = existsSync(join(project, 'src')) ? join(project, 'src') : project;
  const uri = vscode.Uri.file(join(folder, 'assets.ts'));
  if (!existsSync(uri.fsPath)) writeFileSync(uri.fsPath, firstAssets);
  await vscode.window.showTextDocument(uri, { preview: false });
}

const firstAssets = `import { asset } from 'headwater';

/** A first table: what an asset returns is stored. */
export const temperatures = asset(() => [
  { city: 'Zurich', celsius: 21 },
  { city: 'Oslo', celsius: 14 },
]);

/** A second one, made from the first: an input is an edge of the graph. */
export const warmest = asset({ inputs: { temperatures } }, ({ temperatures }) => temperatures.filter(({ celsius }) => celsius > 20));
`;

async function chooseFolder(): Promise<string | null> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0]?.uri.fsPath ?? null;
  const chosen = await vscode.window.showWorkspaceFolderPick({
    placeHolder: 'The folder that gets the package headwater',
  });
  return chosen?.uri.fsPath ?? null;
}

async function runInstall({
  folder,
  packageSpec,
  name,
}: {
  folder: string;
  packageSpec: string | null;
  name: string;
}): Promise<boolean> {
  const { program, args } = installCommand({ folder, packageSpec });
  const scope = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) ?? vscode.TaskScope.Workspace;
  const shell = new vscode.ShellExecution(program, [...args], { cwd: folder });
  const execution = await vscode.tasks.executeTask(
    new vscode.Task({ type: 'shell', task: name }, scope, name, 'Headwater', shell),
  );
  return new Promise((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess((end) => {
      if (end.execution !== execution) return;
      listener.dispose();
      resolve(end.exitCode === 0);
    });
  });
}

function packageName(folder: string): string {
  return (
    basename(folder)
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-')
      .replace(/^[._-]+/, '') || 'assets'
  );
}
