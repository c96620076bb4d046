// `headwater check`: problems in the definitions; with `--run-time` also whether the loaded modules say what the source says.
import type { GraphDocument } from '@headwater/graph';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';
import { problemPages } from '../problem-pages.ts';

export async function checkCommand(context: CommandContext): Promise<number> {
  const { line, target, stdout } = context;
  const { document } = await target.describe();
  const { problems, assets } = document;
  const differences = line.runTime ? await atRunTime(document, context) : [];
  const errors = problems.filter(({ severity }) => severity === 'error').length + differences.length;
  if (line.json)
    stdout.write(`${JSON.stringify({ version: 1, problems, ...(line.runTime && { disagreements: differences }) })}\n`);
  else {
    for (const { file, line: at, column, severity, code, message } of problems)
      stdout.write(`${file}:${at}:${column}  ${severity}  ${message}  [${code}]\n`);
    for (const difference of differences) stdout.write(`error  ${difference}\n`);
    const all = problems.length + differences.length;
    const count =
      all === 0
        ? 'no problems'
        : `${all} problem${all === 1 ? '' : 's'}, ${errors} of them error${errors === 1 ? '' : 's'}`;
    stdout.write(`${assets.length} asset${assets.length === 1 ? '' : 's'}, ${count}\n`);
    const pages = problems.length === 0 ? null : problemPages(process.cwd());
    if (pages !== null) stdout.write(`What each [code] means: ${pages}\n`);
  }
  return errors > 0 ? 1 : 0;
}

async function atRunTime(document: GraphDocument, { line, target }: CommandContext): Promise<readonly string[]> {
  const env = line.env === undefined ? {} : { env: line.env };
  const described = await ask(target, (client) => client.request('describe', env));
  if (described.problem !== undefined) return [`The modules do not load: ${described.problem}`];
  // Loaded already, to read the source; `--help` need not wait for it.
  const { disagreements } = await import('@headwater/analyzer');
  return disagreements(document, described);
}
