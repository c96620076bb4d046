// The `headwater` command: reads the line, runs one command, ends with its exit code.
import { enableCompileCache } from 'node:module';

// ts-morph is large: its compiled form is kept by Node between calls.
enableCompileCache();
// Whoever reads may have seen enough (`| head`): a run goes on to its end all the same.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
const { runCli } = await import('./run-cli.ts');
const code = await runCli({ args: process.argv.slice(2), stdout: process.stdout, stderr: process.stderr });
process.exitCode = code;
