// One command line: which command, with which options, in which project; errors become a sentence and an exit code.
import type { CliStreams, CommandContext } from './command-context.ts';
import { CommandError } from './command-error.ts';
import { automationCommand } from './commands/automation.ts';
import { backfillCommand, backfillsCommand } from './commands/backfill.ts';
import { checkCommand } from './commands/check.ts';
import { diffCommand } from './commands/diff.ts';
import { forgetCommand } from './commands/forget.ts';
import { gcCommand } from './commands/gc.ts';
import { graphCommand } from './commands/graph.ts';
import { historyCommand } from './commands/history.ts';
import { logsCommand } from './commands/logs.ts';
import { materializeCommand } from './commands/materialize.ts';
import { partitionsCommand } from './commands/partitions.ts';
import { runsCommand } from './commands/runs.ts';
import { showCommand } from './commands/show.ts';
import { statusCommand } from './commands/status.ts';
import { ticksCommand } from './commands/ticks.ts';
import { whyCommand } from './commands/why.ts';
import { HELP } from './help.ts';
import { readLine } from './command-line.ts';
import { headwaterVersion, openTarget } from './target.ts';

/** Resolves to the exit code: 0 all good, 1 something failed, 2 wrong use. */
type Command = (context: CommandContext) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  graph: graphCommand,
  diff: diffCommand,
  check: checkCommand,
  materialize: materializeCommand,
  backfill: backfillCommand,
  backfills: backfillsCommand,
  status: statusCommand,
  show: showCommand,
  history: historyCommand,
  partitions: partitionsCommand,
  runs: runsCommand,
  logs: logsCommand,
  gc: gcCommand,
  // The server and the page's door, which no other command waits for.
  dev: async (context) => (await import('./commands/dev.ts')).devCommand(context),
  automation: automationCommand,
  why: whyCommand,
  ticks: ticksCommand,
  forget: forgetCommand,
};

export async function runCli({ args, ...streams }: CliStreams & { readonly args: readonly string[] }): Promise<number> {
  let json = args.includes('--json');
  try {
    const line = readLine(args[0] === 'help' ? ['--help'] : args, Object.keys(COMMANDS));
    json = line.json;
    if (line.version) return say(streams.stdout, `${headwaterVersion()}\n`, 0);
    if (line.help || line.command === null)
      return say(line.help ? streams.stdout : streams.stderr, HELP, line.help ? 0 : 2);
    const target = await openTarget(line.folder);
    return await (COMMANDS[line.command] as Command)({ line, target, ...streams });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { code, message, column, exitCode } = error;
    if (json)
      say(
        streams.stdout,
        `${JSON.stringify({ version: 1, error: { code, message, ...(column !== undefined && { column }) } })}\n`,
        exitCode,
      );
    else say(streams.stderr, `${message}\n`, exitCode);
    return exitCode;
  }
}

function say(stream: NodeJS.WritableStream, text: string, code: number): number {
  stream.write(text);
  return code;
}
