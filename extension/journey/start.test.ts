// `npm start` where there is no desktop: a window in the browser, with the examples open, that ends with Ctrl+C.
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('npm start prints a loopback address that answers with VS Code, and Ctrl+C ends it', async () => {
  const profile = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-start-')));
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs', '--profile', profile], { cwd: root, env });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const ended = new Promise<number | null>((done) => child.on('exit', done));
  try {
    let address: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0];
      if (address !== undefined) break;
    }
    if (address === undefined) throw new Error(`It ended without an address:\n${said.join('\n')}`);
    expect(decodeURIComponent(address)).toContain(join(root, 'examples'));
    // The token is taken as a cookie, and with it the workbench is given.
    const entry = await fetch(address, { redirect: 'manual' });
    const cookie = entry.headers.get('set-cookie') ?? '';
    const page = await fetch(new URL(entry.headers.get('location') ?? '', address), { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('workbench');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  } finally {
    child.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}, 180_000);
