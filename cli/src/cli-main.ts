// The `headwater` command: reads the line, runs one command, ends with its exit code.
import { enableCompileCache } from 'node:module';

// ts-morph is large: its compiled form is kept by Node between calls.
enableCompileCache();
const { runCli } = await import('./run-cli.ts');
const code = await runCli({ args: process.argv.slice(2), stdout: process.stdout, stderr: process.stderr });
process.exitCode = code;
