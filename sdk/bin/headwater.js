#!/usr/bin/env node
// The `headwater` command: checks the Node version in words any Node understands, then hands over to the CLI.
const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
  process.stderr.write(
    `headwater needs Node 22 or newer, and this is ${process.version} (${process.execPath}). Install a newer Node, or run it through npx in a project that has one.\n`,
  );
  process.exit(2);
}
await import('../dist/cli.mjs');
