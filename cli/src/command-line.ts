// Reads the arguments: one command, its options, `-C` anywhere.
import { parseArgs } from 'node:util';
import { nearestName } from '@headwater/graph';
import { CommandError } from './command-error.ts';

export interface CommandLine {
  readonly command: string | null;
  /** What follows the command: the key of `show`, the run of `runs` and `logs`, the base of `diff`. */
  readonly operand: string | null;
  /** What follows that: the step of `logs`. */
  readonly secondOperand: string | null;
  readonly folder: string;
  readonly json: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly select: string | undefined;
  readonly stale: boolean;
  readonly dryRun: boolean;
  readonly limit: number | undefined;
  readonly runTime: boolean;
  readonly fromFailure: string | undefined;
  readonly env: string | undefined;
  readonly concurrency: number | undefined;
  /** As given: `key=value` or a file. */
  readonly config: readonly string[];
}

const OPTIONS = {
  C: { type: 'string', short: 'C' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  select: { type: 'string', short: 's' },
  stale: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  limit: { type: 'string' },
  'run-time': { type: 'boolean' },
  'from-failure': { type: 'string' },
  env: { type: 'string' },
  concurrency: { type: 'string' },
  config: { type: 'string', multiple: true },
} as const;

/** Which options each command takes beside `-C`, `--json`, `--help`. */
const TAKES: Readonly<Record<string, readonly (keyof typeof OPTIONS)[]>> = {
  graph: ['select'],
  diff: [],
  check: ['run-time', 'env'],
  materialize: ['select', 'stale', 'dry-run', 'from-failure', 'config', 'env', 'concurrency'],
  status: ['select'],
  show: ['limit', 'env'],
  history: ['limit'],
  runs: ['limit'],
  logs: [],
  gc: ['dry-run'],
  forget: ['dry-run'],
};

/** How many words may follow each command. */
const OPERANDS: Readonly<Record<string, number>> = { diff: 1, show: 1, history: 1, forget: 1, runs: 1, logs: 2 };

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
  if ((command === 'show' || command === 'history' || command === 'forget') && operand === null && values.help !== true)
    throw wrongUse(`\`headwater ${command}\` needs the key of an asset, for instance \`headwater ${command} orders\`.`);
  if (command === 'logs' && operand === null && values.help !== true)
    throw wrongUse('`headwater logs` needs the id of a run; `headwater runs` lists them.');
  if (values['from-failure'] !== undefined && (values.select !== undefined || values.stale === true))
    throw wrongUse('--from-failure goes on with what that run did not make; leave out --select and --stale.');
  for (const name of Object.keys(values) as (keyof typeof OPTIONS)[]) {
    if (['C', 'json', 'help', 'version'].includes(name) || command === null || TAKES[command]?.includes(name)) continue;
    throw wrongUse(`\`headwater ${command}\` takes no --${name}.`);
  }
  return {
    command,
    operand,
    secondOperand,
    folder: values.C ?? '.',
    json: values.json ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
    select: values.select,
    stale: values.stale ?? false,
    dryRun: values['dry-run'] ?? false,
    limit: readLimit(values.limit),
    runTime: values['run-time'] ?? false,
    fromFailure: values['from-failure'],
    env: values.env,
    concurrency: readConcurrency(values.concurrency),
    config: values.config ?? [],
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw wrongUse(`${error instanceof Error ? error.message : String(error)} (headwater --help shows the options)`);
  }
}

function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 0)
    throw wrongUse(`--limit takes a whole number of rows, 0 for all; got \`${text}\`.`);
  return limit;
}

function readConcurrency(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const concurrency = Number(text);
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw wrongUse(`--concurrency takes how many steps run at once, from 1; got \`${text}\`.`);
  return concurrency;
}

const wrongUse = (message: string): CommandError => new CommandError({ code: 'wrong-use', message, exitCode: 2 });
