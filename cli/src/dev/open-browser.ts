// Opens an address in the person's browser, as their system does.
import { spawn } from 'node:child_process';

/** Resolves to false where no browser could be started. */
export function openBrowser(address: string): Promise<boolean> {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('error', () => done(false));
    child.once('spawn', () => done(true));
    // It lives on when this process ends.
    child.unref();
  });
}
