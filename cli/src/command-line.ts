// Reads the arguments: one command, its options, `-C` anywhere.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { nearestName } from '@headwater/graph';
import type { CatchUp } from '@headwater/runner';
import { CommandError } from './command-error.ts';
import { sentenceOf } from './sentence-of.ts';

export interface CommandLine {
  readonly command: string | null;
  /** What follows the command: the key of `show`, the run of `runs` and `logs`, the base of `diff`, the file of `dev`. */
  readonly operand: string | null;
  /** What follows that: the step of `logs`. */
  readonly secondOperand: string | null;
  /** All that follows the command: `add`, a name and keys of `partitions`. */
  readonly operands: readonly string[];
  readonly folder: string;
  readonly json: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly select: string | undefined;
  readonly stale: boolean;
  /** Ranges of partitions, by state. */
  readonly partitions: boolean;
  readonly dryRun: boolean;
  readonly limit: number | undefined;
  readonly runTime: boolean;
  readonly fromFailure: string | undefined;
  readonly env: string | undefined;
  readonly concurrency: number | undefined;
  readonly catchUp: CatchUp | undefined;
  /** As given: `key=value` or a file. */
  readonly config: readonly string[];
  /** Keys and ranges `from..to`. */
  readonly partition: readonly string[];
  readonly missing: boolean;
  readonly singleRun: boolean;
  readonly maxPerRun: number | undefined;
  /** 0: any that is free. */
  readonly port: number | undefined;
  /** Opens the page in a browser. */
  readonly open: boolean;
  /** Nothing runs by itself in this process. */
  readonly noAutomation: boolean;
}

const OPTIONS = {
  C: { type: 'string', short: 'C' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  select: { type: 'string', short: 's' },
  stale: { type: 'boolean' },
  partitions: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  limit: { type: 'string' },
  'run-time': { type: 'boolean' },
  'from-failure': { type: 'string' },
  env: { type: 'string' },
  concurrency: { type: 'string' },
  config: { type: 'string', multiple: true },
  'catch-up': { type: 'string' },
  partition: { type: 'string', short: 'p', multiple: true },
  missing: { type: 'boolean' },
  'single-run': { type: 'boolean' },
  'max-per-run': { type: 'string' },
  port: { type: 'string' },
  open: { type: 'boolean' },
  'no-automation': { type: 'boolean' },
} as const;

/** Which options each command takes beside `-C`, `--json`, `--help`; with the word that follows it, where that takes others. */
const TAKES: Readonly<Record<string, readonly (keyof typeof OPTIONS)[]>> = {
  graph: ['select'],
  diff: [],
  check: ['run-time', 'env'],
  materialize: ['select', 'partition', 'stale', 'dry-run', 'from-failure', 'config', 'env', 'concurrency'],
  backfill: ['select', 'partition', 'missing', 'stale', 'from-failure', 'max-per-run', 'single-run', 'dry-run', 'env'],
  'backfill pause': [],
  'backfill resume': [],
  'backfill cancel': [],
  backfills: ['limit'],
  status: ['select', 'partitions'],
  show: ['partition', 'limit', 'env'],
  history: ['partition', 'limit'],
  partitions: ['limit'],
  runs: ['limit'],
  logs: ['partition'],
  gc: ['dry-run'],
  dev: ['port', 'open', 'no-automation'],
  automation: ['catch-up', 'dry-run'],
  why: ['dry-run'],
  ticks: ['limit'],
  forget: ['dry-run'],
};

/** What `--from-failure` knows by itself. */
const OF_A_NEW_RUN = ['select', 'partition', 'stale', 'missing', 'max-per-run', 'single-run'] as const;

/** How many words may follow each command. */
const OPERANDS: Readonly<Record<string, number>> = {
  backfill: 2,
  dev: 1,
  automation: 2,
  why: 1,
  ticks: 1,
  diff: 1,
  show: 1,
  history: 1,
  partitions: Infinity,
  forget: 1,
  runs: 1,
  logs: 2,
};

export function readLine(args: readonly string[], commands: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [command = null, operand = null, secondOperand = null] = positionals;
  if (command !== null && !commands.includes(command)) {
    const near = nearestName(command, commands);
    throw wrongUse(
      `There is no command \`${command}\`${near === null || near === undefined ? '' : `; did you mean \`${near}\``}. The commands are ${commands.join(', ')}; headwater --help shows what each does.`,
    );
  }
  const extra = positionals.slice(1 + (OPERANDS[command ?? ''] ?? 0));
  if (extra.length > 0)
    throw wrongUse(
      `\`${extra.join(' ')}\` is not understood after \`${command ?? ''}\`: ${command === 'materialize' ? `select assets with --select, for instance --select 'key:"${extra[0] ?? ''}"'` : 'leave it out'}.`,
    );
  if (
    ['show', 'history', 'partitions', 'forget', 'why'].includes(command ?? '') &&
    operand === null &&
    values.help !== true
  )
    throw wrongUse(
      `\`headwater ${command ?? ''}\` needs the key of an asset, for instance \`headwater ${command ?? ''} orders\`.`,
    );
  if (command === 'logs' && operand === null && values.help !== true)
    throw wrongUse('`headwater logs` needs the id of a run; `headwater runs` lists them.');
  const twice = OF_A_NEW_RUN.filter((name) => values[name] !== undefined);
  if (values['from-failure'] !== undefined && twice.length > 0)
    throw wrongUse(
      `--from-failure goes on with what that run did not make; leave out ${twice.map((name) => `--${name}`).join(', ')}.`,
    );
  const words = `${command ?? ''} ${operand ?? ''}`;
  const [taker, takes] = words in TAKES ? [words, TAKES[words]] : [command, TAKES[command ?? '']];
  for (const name of Object.keys(values) as (keyof typeof OPTIONS)[]) {
    if (['C', 'json', 'help', 'version'].includes(name) || taker === null || takes?.includes(name)) continue;
    throw wrongUse(`\`headwater ${taker}\` takes no --${name}.`);
  }
  if (['show', 'history', 'logs'].includes(command ?? '') && (values.partition?.length ?? 0) > 1)
    throw wrongUse(`\`headwater ${command ?? ''}\` takes one --partition.`);
  return {
    command,
    operand,
    secondOperand,
    operands: positionals.slice(1),
    // Of `dev` a file of the project, or a folder.
    folder: command === 'dev' && operand !== null ? resolve(values.C ?? '.', operand) : (values.C ?? '.'),
    json: values.json ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
    select: values.select,
    stale: values.stale ?? false,
    partitions: values.partitions ?? false,
    dryRun: values['dry-run'] ?? false,
    limit: readLimit(values.limit),
    runTime: values['run-time'] ?? false,
    fromFailure: values['from-failure'],
    env: values.env,
    concurrency: readConcurrency(values.concurrency),
    config: values.config ?? [],
    catchUp: readCatchUp(values['catch-up']),
    partition: values.partition ?? [],
    missing: values.missing ?? false,
    singleRun: values['single-run'] ?? false,
    maxPerRun: readMaxPerRun(values['max-per-run']),
    port: readPort(values.port),
    open: values.open ?? false,
    noAutomation: values['no-automation'] ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw wrongUse(`${sentenceOf(error)} (headwater --help shows the options)`);
  }
}

function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 0)
    throw wrongUse(`--limit takes a whole number, 0 for all; got \`${text}\`.`);
  return limit;
}

function readCatchUp(text: string | undefined): CatchUp | undefined {
  if (text === undefined || text === 'skip' || text === 'latest' || text === 'all') return text;
  throw wrongUse(`--catch-up takes skip, latest or all; got \`${text}\`.`);
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw wrongUse(`--port takes a number from 1 to 65535, 0 for any that is free; got \`${text}\`.`);
  return port;
}

function readConcurrency(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const concurrency = Number(text);
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw wrongUse(`--concurrency takes how many steps run at once, from 1; got \`${text}\`.`);
  return concurrency;
}

function readMaxPerRun(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const most = Number(text);
  if (!Number.isInteger(most) || most < 1)
    throw wrongUse(`--max-per-run takes how many partitions one run makes, from 1; got \`${text}\`.`);
  return most;
}

const wrongUse = (message: string): CommandError => new CommandError({ code: 'wrong-use', message, exitCode: 2 });
