// `npm run acceptance [ID…]`: each row the project knows → the tests that name it → their last result; a finished row without a passing test fails.
import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

setup();
/** @type {{ finished: string[], rows: { id: string, milestone: string, says: string }[] }} */
const { finished, rows } = JSON.parse(readFileSync(join(root, 'docs/acceptance.json'), 'utf8'));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => !rows.some((row) => row.id === id));
if (unknown.length > 0) {
  process.stderr.write(`No such row: ${unknown.join(', ')}. docs/acceptance.json lists the rows.\n`);
  process.exit(2);
}

const results = wanted.length > 0 ? runNow(wanted) : lastResults();
let failed = 0;
for (const row of rows.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
  const tests = results.filter(({ title }) => new RegExp(`\\b${row.id}\\b`).test(title));
  const done = finished.includes(row.milestone);
  const bad = tests.filter(({ passed }) => !passed);
  const state = tests.length === 0 ? (done ? 'NO TEST' : 'later') : bad.length > 0 ? 'FAILED' : 'passed';
  if (state === 'FAILED' || state === 'NO TEST') failed += 1;
  process.stdout.write(`${row.id.padEnd(4)} ${state.padEnd(8)} ${row.says}\n`);
  for (const test of tests) process.stdout.write(`              ${test.passed ? '✓' : '✗'} ${test.title}\n`);
}
process.stdout.write(
  failed === 0 ? '\nEvery finished row is proven.\n' : `\n${failed} finished rows are not proven.\n`,
);
process.exit(failed === 0 ? 0 : 1);

/** Results that `npm test` left behind. @returns {{ title: string, passed: boolean }[]} */
function lastResults() {
  const files = ['unit', 'journey', 'extension-host'].map((name) => join(root, 'test-results', `${name}.json`));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    process.stderr.write(
      'There are no results of a whole test run yet: run `npm test` first, or name rows to run their tests now.\n',
    );
    process.exit(1);
  }
  return files.flatMap(read);
}

/** Runs the tests that name these rows. @param {string[]} ids */
function runNow(ids) {
  const file = join(root, 'test-results', 'acceptance.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [
    'run',
    ...['unit', 'whole', 'page'].flatMap((project) => ['--project', project]),
    '-t',
    `\\b(${ids.join('|')})\\b`,
    '--reporter=json',
    `--outputFile=${file}`,
  ];
  spawnSync(process.execPath, [vitest, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return read(file);
}

/** @param {string} file @returns {{ title: string, passed: boolean }[]} */
function read(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report.titles) return report.titles.map((title) => ({ title, passed: true }));
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status }) => ({ title: fullName, passed: status === 'passed' }));
}
