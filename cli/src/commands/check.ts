// `headwater check`: problems in the definitions.
import type { CommandContext } from '../run-cli.ts';

export async function checkCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const { problems, assets } = (await target.describe()).document;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (line.json) stdout.write(`${JSON.stringify({ version: 1, problems })}\n`);
  else {
    for (const { file, line: at, column, severity, code, message } of problems)
      stdout.write(`${file}:${at}:${column}  ${severity}  ${message}  [${code}]\n`);
    const count =
      problems.length === 0
        ? 'no problems'
        : `${problems.length} problem${problems.length === 1 ? '' : 's'}, ${errors} of them error${errors === 1 ? '' : 's'}`;
    stdout.write(`${assets.length} asset${assets.length === 1 ? '' : 's'}, ${count}\n`);
  }
  return errors > 0 ? 1 : 0;
}
