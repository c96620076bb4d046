// `npm run torture`: hurts the store at random moments for as long as it is told, prints what it did, and fails when anything was lost.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { fromSources } from './from-sources.mjs';
import { root } from './setup.mjs';

const USAGE = `npm run torture -- [scenario…] [--seconds N | --rounds N] [--seed N]

Without a budget each scenario does its whole round count. --seconds is for each scenario. The same seed chooses the same moments.`;

await fromSources(import.meta.url);
await torture();

async function torture() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const all = await scenarios();
  const unknown = positionals.filter((name) => !all.some((each) => each.name === name));
  if (values.help || unknown.length > 0) {
    const names = all.map(({ name }) => `  ${name}`).join('\n');
    const said = unknown.map((name) => `No scenario named ${name}.\n`).join('');
    process.stderr.write(`${said}${USAGE}\n\nScenarios:\n${names}\n`);
    process.exit(unknown.length > 0 ? 2 : 0);
  }
  const seed = number(values.seed) ?? Math.trunc(Math.random() * 2 ** 31);
  const asked = { rounds: number(values.rounds), seconds: number(values.seconds) };
  process.stdout.write(`--seed ${seed}\n`);
  const rows = [];
  const found = [];
  for (const { name, whole, run } of all.filter(
    (each) => positionals.length === 0 || positionals.includes(each.name),
  )) {
    const started = performance.now();
    const budget = asked.rounds === undefined && asked.seconds === undefined ? whole : asked;
    const counts = await run({ seed, budget, say: (line) => void process.stderr.write(`${line}\n`) });
    found.push(...counts.found);
    const of = (kind) => String(counts.found.filter((each) => each.kind === kind).length);
    const did = ['kills', 'powerCuts', 'faults', 'fuzzCases', 'runs', 'checked'].map((each) => counts[each] ?? 0);
    const seconds = String(Math.round((performance.now() - started) / 1000));
    rows.push([
      name,
      ...did.map((count) => (count === 0 ? '' : String(count))),
      of('lost'),
      of('corrupt'),
      of('stuck'),
      of('wrong'),
      seconds,
    ]);
  }
  const head = [
    'scenario',
    'kills',
    'power cuts',
    'faults',
    'fuzz cases',
    'runs',
    'checked',
    'lost',
    'corrupt',
    'stuck',
    'wrong',
    's',
  ];
  process.stdout.write(`\n${table([head, ...rows])}\n`);
  for (const { kind, what } of found.slice(0, 50)) process.stdout.write(`${kind}: ${what}\n`);
  if (found.length > 50) process.stdout.write(`and ${found.length - 50} more\n`);
  process.exit(found.length > 0 ? 1 : 0);
}

/** Every file of a torture folder that exports scenarios. */
async function scenarios() {
  const files = ['runner', 'cli'].flatMap((room) => {
    const folder = join(root, room, 'torture');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => /^[a-z-]+\.ts$/.test(name) && !name.endsWith('-main.ts'))
      .map((name) => join(folder, name));
  });
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(file).href)));
  return modules
    .flatMap((module) => Object.values(module))
    .filter((each) => typeof each?.run === 'function' && each.whole);
}

function number(text) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  process.stderr.write(`${text} is not a whole number.\n\n${USAGE}\n`);
  process.exit(2);
}

/** @param {string[][]} rows */
function table(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const line = (cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return rows.map(line).join('\n');
}
