// Reads the arguments: one command, its options, `-C` anywhere.
import { parseArgs } from 'node:util';
import { nearestName } from '@headwater/graph';
import { CommandError } from './command-error.ts';

export interface CommandLine {
  readonly command: string | null;
  /** What follows the command: the key of `show`. */
  readonly operand: string | null;
  readonly folder: string;
  readonly json: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly select: string | undefined;
  readonly stale: boolean;
  readonly dryRun: boolean;
  readonly limit: number | undefined;
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
} as const;

/** Which options each command takes beside `-C`, `--json`, `--help`. */
const TAKES: Readonly<Record<string, readonly (keyof typeof OPTIONS)[]>> = {
  graph: ['select'],
  check: [],
  materialize: ['select', 'stale', 'dry-run'],
  status: ['select'],
  show: ['limit'],
  runs: ['limit'],
};

export function readLine(args: readonly string[], commands: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [command = null, operand = null, ...rest] = positionals;
  if (command !== null && !commands.includes(command)) {
    const near = nearestName(command, commands);
    throw wrongUse(
      `There is no command \`${command}\`${near === null || near === undefined ? '' : `; did you mean \`${near}\``}. The commands are ${commands.join(', ')}; headwater --help shows what each does.`,
    );
  }
  const extra = command === 'show' ? rest : positionals.slice(1);
  if (extra.length > 0)
    throw wrongUse(
      `\`${extra.join(' ')}\` is not understood after \`${command ?? ''}\`: ${command === 'materialize' ? `select assets with --select, for instance --select 'key:"${extra[0] ?? ''}"'` : 'leave it out'}.`,
    );
  if (command === 'show' && operand === null && values.help !== true)
    throw wrongUse('`headwater show` needs the key of an asset, for instance `headwater show orders`.');
  for (const name of Object.keys(values) as (keyof typeof OPTIONS)[]) {
    if (['C', 'json', 'help', 'version'].includes(name) || command === null || TAKES[command]?.includes(name)) continue;
    throw wrongUse(`\`headwater ${command}\` takes no --${name}.`);
  }
  return {
    command,
    operand,
    folder: values.C ?? '.',
    json: values.json ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
    select: values.select,
    stale: values.stale ?? false,
    dryRun: values['dry-run'] ?? false,
    limit: readLimit(values.limit),
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

const wrongUse = (message: string): CommandError => new CommandError({ code: 'wrong-use', message, exitCode: 2 });
