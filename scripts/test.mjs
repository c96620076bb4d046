// `npm test`: sets everything up, then runs every check and every test, and closes with one line of counts.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

setup();
const { build } = await import('./build.mjs');
const { check } = await import('./check.mjs');
const { ensureVscode } = await import('../tools/vscode-host/install.mjs');
const { ensureBrowser } = await import('../tools/vscode-host/browser.mjs');

const results = join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0 };
const log = (line) => process.stdout.write(`${line}\n`);

await build();
const browser = await ensureBrowser({ log });
await ensureVscode({ log });
const env = {
  ...process.env,
  CHROMIUM_PATH: browser.executablePath,
  VSCODE_TEST_EXECUTABLE: join(root, 'tools/vscode-host/bin/code.mjs'),
};

await section('checks', check);
// It waits for windows more than it works: beside the others it costs little time. Its report comes after theirs.
const standIn = nodeTest('tools/vscode-host');
await section('tests in Node and Chromium', () => vitest('unit', 'whole', 'page'));
await section('the VS Code stand-in', async () => {
  const { output, ...tally } = await standIn;
  process.stdout.write(output);
  return tally;
});
await section('tests in the extension host', extensionHost);
await section('journeys through the real window', () => vitest('journey'));

log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/** @param {string} title @param {() => Promise<{ passed: number, failed: number }>} body */
async function section(title, body) {
  log(`\n── ${title}`);
  const started = performance.now();
  const { passed, failed } = await body();
  total.passed += passed;
  total.failed += failed;
  log(`── ${title}: ${passed} passed, ${failed} failed in ${Math.round((performance.now() - started) / 1000)} s`);
}

/** @param {...string} projects */
async function vitest(...projects) {
  const outputFile = join(results, `${projects[0]}.json`);
  const { code } = await execute([
    'node_modules/vitest/vitest.mjs',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${outputFile}`,
  ]);
  if (!existsSync(outputFile)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(outputFile, 'utf8'));
  const failed = numFailedTests > 0 ? numFailedTests : numFailedTestSuites;
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}

async function nodeTest(folder) {
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.test.mjs'));
  const args = ['--test', '--test-reporter=spec', '--test-concurrency=2'];
  const { code, output } = await execute([...args, ...files.map((file) => join(folder, file))], { isSilent: true });
  return { output, ...counts({ code, passed: /^ℹ pass (\d+)/m.exec(output), failed: /^ℹ fail (\d+)/m.exec(output) }) };
}

async function extensionHost() {
  const { code, output } = await execute(['node_modules/@vscode/test-cli/out/bin.mjs']);
  const titles = [...output.matchAll(/^\s*(?:✔|√)\s(.+?)(?: \(\d+ms\))?$/gm)].map((match) => match[1]);
  writeFileSync(join(results, 'extension-host.json'), JSON.stringify({ titles }));
  return counts({ code, passed: /^\s*(\d+) passing/m.exec(output), failed: /^\s*(\d+) failing/m.exec(output) });
}

/** A run that ends badly, or that ran nothing, has failed whatever it counted. */
function counts({ code, passed, failed }) {
  const tally = { passed: Number(passed?.[1] ?? 0), failed: Number(failed?.[1] ?? 0) };
  return (code !== 0 || tally.passed === 0) && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/** @param {string[]} args @returns {Promise<{ code: number, output: string }>} */
function execute(args, { isSilent = false } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
        if (!isSilent) process.stdout.write(chunk);
      });
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}
