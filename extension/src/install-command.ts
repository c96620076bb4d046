// Which command adds packages to a project: that of the package manager whose lock file it keeps.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface InstallCommand {
  readonly program: 'npm' | 'pnpm' | 'yarn' | 'bun';
  readonly args: readonly string[];
}

const lockFiles: readonly (readonly [string, InstallCommand['program']])[] = [
  ['package-lock.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
];

/** `packageSpec` null installs what package.json names; npm is meant where no lock file says otherwise. */
export function installCommand({
  folder,
  packageSpec,
}: {
  readonly folder: string;
  readonly packageSpec: string | null;
}): InstallCommand {
  const program = packageManagerOf(folder);
  if (packageSpec === null) return { program, args: ['install'] };
  return { program, args: [program === 'npm' ? 'install' : 'add', packageSpec] };
}

/** The nearest lock file upwards decides: in a workspace it lies at the root. */
function packageManagerOf(folder: string): InstallCommand['program'] {
  const found = lockFiles.find(([file]) => existsSync(join(folder, file)));
  if (found) return found[1];
  const parent = dirname(folder);
  return parent === folder ? 'npm' : packageManagerOf(parent);
}
