// Takes an asset's stored values away, as a careless hand would.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from './project.ts';

export function removeValues({ root }: TestProject, folder: string): void {
  rmSync(join(root, '.headwater', 'values', folder), { recursive: true });
}
