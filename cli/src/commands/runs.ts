// `headwater runs`: the newest runs and how they ended, or the steps of one.
import type { RunDocument, RunStep, RunSummary } from '@headwater/runner';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';

export async function runsCommand(context: CommandContext): Promise<number> {
  return context.line.operand === null ? listRuns(context) : showRun(context);
}

async function listRuns({ line, target, stdout }: CommandContext): Promise<number> {
  const limit = line.limit === undefined ? {} : { limit: line.limit };
  const document = await ask(target, (client) => client.request('runs', limit));
  if (line.json) stdout.write(`${JSON.stringify(document)}\n`);
  else if (document.runs.length === 0) stdout.write('No runs yet: headwater materialize makes the first.\n');
  else for (const run of document.runs) stdout.write(`${runLine(run)}\n`);
  return 0;
}

async function showRun({ line, target, stdout }: CommandContext): Promise<number> {
  const document = await ask(target, (client) => client.request('run', { run: line.operand ?? '' }));
  stdout.write(line.json ? `${JSON.stringify(document)}\n` : stepsText(document));
  return 0;
}

function runLine({ run, status, started, selection, parent, counts }: RunSummary): string {
  const ends = Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [`${String(count)} ${kind}`] : []));
  const from = parent === undefined ? '' : ` (goes on from ${parent})`;
  return `${run}  ${status.padEnd(11)}  ${started}  ${ends.join(', ') || 'nothing done'}  ${selection}${from}`;
}

function stepsText({ run, steps }: RunDocument): string {
  const lines = withOps(steps).map(({ step, asset, partition, op, attempt, status, message }) => {
    const slice = partition === undefined ? '' : ` ${partition}`;
    const name = op === undefined ? `${asset}${slice}` : `  ${step}`;
    const tries = attempt > 1 ? `, attempt ${String(attempt)}` : '';
    return `  ${status.padEnd(12)}  ${name}${tries}${message === undefined ? '' : `: ${message}`}`;
  });
  return `${[runLine(run), ...lines].join('\n')}\n`;
}

/** In the order they began, the ops of an asset below it. */
function withOps(steps: readonly RunStep[]): readonly RunStep[] {
  const ops = Map.groupBy(
    steps.filter(({ op }) => op !== undefined),
    ({ asset, partition = '' }) => `${asset}\n${partition}`,
  );
  return steps.flatMap((step) =>
    step.op === undefined ? [step, ...(ops.get(`${step.asset}\n${step.partition ?? ''}`) ?? [])] : [],
  );
}
