// Reads `.env` and `.env.NAME` of a project into the process's environment; what is set already stays.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** The file of the environment wins over the general one, the process's own variables over both. */
export async function loadDotEnv({ project, env }: { project: string; env: string | null }): Promise<void> {
  const names = ['.env', ...(env === null ? [] : [`.env.${env}`])];
  const texts = await Promise.all(names.map((name) => readFile(join(project, name), 'utf8').catch(() => '')));
  const found = Object.assign({}, ...texts.map((text) => parseEnv(text))) as Record<string, string>;
  for (const [name, value] of Object.entries(found)) process.env[name] ??= value;
}
