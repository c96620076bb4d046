// The process the editor starts for a project: JSON lines on stdin and stdout, ended when the editor closes its end.
import { Console } from 'node:console';
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';

enableCompileCache();
const { values } = parseArgs({ options: { project: { type: 'string' }, stdio: { type: 'boolean' } } });
if (values.project === undefined || values.stdio !== true) {
  process.stderr.write('This is the process the editor starts: node host.mjs --project DIR --stdio\n');
  process.exit(2);
}
// Nothing but messages on stdout: what libraries print goes where people look for it.
globalThis.console = new Console(process.stderr);
// The window may be gone while this process finishes what others asked for.
process.stderr.on('error', () => undefined);
const [{ serveStdio }, { hostOptions, openTarget }] = await Promise.all([
  import('@headwater/runner'),
  import('./target.ts'),
]);
try {
  const target = await openTarget(values.project);
  await serveStdio({
    host: { ...hostOptions(target), keepWarm: true, automation: 'kept' },
    input: process.stdin,
    output: process.stdout,
  });
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
