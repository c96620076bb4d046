// `npm run bench`: measures, beside a peer or a raw limit in the same run; prints one table and writes bench-results.json.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fromSources } from './from-sources.mjs';
import { root } from './setup.mjs';

await fromSources(import.meta.url);
await measure();

async function measure() {
  const only = process.argv[2];
  /** @type {Record<string, () => Promise<object[]>>} */
  const benches = {
    index: async () => (await import('../analyzer/bench/index-bench.ts')).benchIndex([1000, 10_000]),
    state: async () =>
      (await import('../runner/bench/state-bench.ts')).benchState({
        assets: 10_000,
        history: { assets: 1000, runs: 100 },
        // The most a journal holds before it is folded.
        events: 10_000,
      }),
    partitions: async () =>
      (await import('../runner/bench/partitions-bench.ts')).benchPartitions({
        partitions: 1_000_000,
        made: [0, 10_000, 1_000_000],
      }),
    automation: async () => (await import('../runner/bench/automation-bench.ts')).benchAutomation([1000, 10_000]),
    runs: async () => (await import('../cli/bench/run-bench.ts')).benchRuns(),
    dev: async () => (await import('../cli/bench/dev-bench.ts')).benchDev(),
    types: async () => (await import('../sdk/bench/types-bench.ts')).benchTypes([1000]),
    stores: async () => (await import('../stores/bench/stores-bench.ts')).benchStores([1, 1000, 100_000, 1_000_000]),
    frames: async () => {
      const { ensureBrowser } = await import('../tools/vscode-host/browser.mjs');
      process.env['CHROMIUM_PATH'] ??= (await ensureBrowser({ log: () => undefined })).executablePath;
      return (await import('../webview/bench/frames-bench.ts')).benchFrames();
    },
    layout: async () => (await import('../webview/bench/layout-bench.ts')).benchLayout([200, 1000]),
  };
  if (only && !benches[only]) {
    process.stderr.write(`No bench named ${only}; there are ${Object.keys(benches).join(', ')}.\n`);
    process.exit(2);
  }
  const rows = [];
  for (const [name, bench] of Object.entries(benches).filter(([each]) => !only || each === only)) {
    process.stderr.write(`measuring ${name}…\n`);
    rows.push(...(await bench()));
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
  process.stdout.write(`${machine}\n\n${table(rows)}\n`);
  writeFileSync(
    join(root, 'bench-results.json'),
    `${JSON.stringify({ machine, time: new Date().toISOString(), rows }, null, 2)}\n`,
  );
}

/** @param {Record<string, string>[]} rows */
function table(rows) {
  const columns = ['metric', 'ours', 'beside', 'target'];
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => row[column].length)));
  const line = (cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd();
  return [
    line(columns),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map((row) => line(columns.map((column) => row[column]))),
  ].join('\n');
}
