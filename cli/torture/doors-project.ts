// The project that the doors are of, and the process that owns it.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const sdk = fileURLToPath(new URL('../../sdk', import.meta.url));

export function makeProject(): string {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-doors-')));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(sdk, join(project, 'node_modules/headwater'), 'junction');
  writeFileSync(join(project, 'package.json'), '{"name":"doors","type":"module","dependencies":{"headwater":"*"}}');
  // Other values each time; one body leaves a process behind that nobody waits for.
  const body = `await new Promise((done) => setTimeout(done, 8)); return [{ run: ctx.runId, at: process.hrtime.bigint() }];`;
  writeFileSync(
    join(project, 'assets.ts'),
    `import { spawn } from 'node:child_process';
import { asset } from 'headwater';
export const a = asset(async (ctx) => { ${body} });
export const b = asset({ inputs: { a } }, async (_, ctx) => { spawn('sleep', ['300'], { stdio: 'ignore' }).on('error', () => undefined); ${body} });
export const c = asset({ inputs: { a } }, async (_, ctx) => { ${body} });
export const d = asset({ inputs: { b, c } }, async (_, ctx) => { ${body} });
`,
  );
  return project;
}

export function ownerOf(project: string): number | null {
  try {
    return (JSON.parse(readFileSync(join(project, '.headwater/host.lock'), 'utf8')) as { pid: number }).pid;
  } catch {
    return null;
  }
}

/** It may have ended by itself meanwhile. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Then the round goes without.
  }
}

/** What it was started with, for whoever looks for the mistake. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return 'unknown';
  }
}
