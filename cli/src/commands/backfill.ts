// `headwater backfill`: makes many partitions, run after run; followed to its end, paused, gone on with or cancelled.
import { withProject, type BackfillRequest, type BackfillState, type ProjectClient } from '@headwater/runner';
import type { CommandContext } from '../command-context.ts';
import { CommandError, orRefused } from '../command-error.ts';
import { runEnv } from '../run-env.ts';

const STEPS = ['pause', 'resume', 'cancel'] as const;

export async function backfillCommand(context: CommandContext): Promise<number> {
  const { line, target, stdout } = context;
  const to = STEPS.find((step) => step === line.operand);
  if (line.operand !== null && to === undefined)
    throw wrongUse(
      `\`headwater backfill ${line.operand}\` is not understood: it is pause, resume or cancel, and an id.`,
    );
  const id = line.secondOperand;
  if (to !== undefined && id === null)
    throw wrongUse(`\`headwater backfill ${to}\` needs the id of a backfill; \`headwater backfills\` lists them.`);
  const request = to === undefined ? requestOf(context) : null;
  /** Once it is known: another process may have to go on. */
  let begun = to === 'resume' ? id : null;
  return orRefused(
    withProject(target.open, async (client) => {
      if (to !== undefined && to !== 'resume') {
        const state = await client.request('steerBackfill', { backfill: id ?? '', to });
        stdout.write(line.json ? `${JSON.stringify(state)}\n` : `${stateText(state)}\n`);
        return 0;
      }
      if (request && line.dryRun) {
        const state = await client.request('backfill', { ...request, dryRun: true });
        stdout.write(line.json ? `${JSON.stringify(state)}\n` : dryText(state));
        return 0;
      }
      client.warm();
      return follow(client, context, async () => {
        const state =
          begun === null
            ? await client.request('backfill', request ?? {})
            : await client.request('steerBackfill', { backfill: begun, to: 'resume' });
        begun = state.backfill;
        return state;
      });
    }),
  );
}

export async function backfillsCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const limit = line.limit === undefined ? {} : { limit: line.limit === 0 ? Number.MAX_SAFE_INTEGER : line.limit };
  return orRefused(
    withProject(target.open, async (client) => {
      const document = await client.request('backfills', limit);
      const lines = document.backfills.map((state) => `${stateText(state)}\n`);
      stdout.write(line.json ? `${JSON.stringify(document)}\n` : lines.join('') || 'No backfill was ever asked for.\n');
      return 0;
    }),
  );
}

function requestOf({ line }: CommandContext): BackfillRequest {
  if (line.fromFailure !== undefined) return { fromFailure: line.fromFailure, ...runEnv(line) };
  if (line.select === undefined)
    throw wrongUse(
      '`headwater backfill` needs a selection, for instance --select \'key:"daily"\'; with --partition FROM..TO it makes those, else all there are.',
    );
  if (line.missing && line.stale)
    throw wrongUse(
      '--stale makes what is out of date and what is missing, --missing what is missing alone: leave one of them out.',
    );
  if (line.singleRun && line.maxPerRun !== undefined)
    throw wrongUse(
      '--single-run makes all in one run, and --max-per-run says how many in each: leave one of them out.',
    );
  const most = line.singleRun ? null : line.maxPerRun;
  return {
    select: line.select,
    ...(line.partition.length > 0 && { partitions: line.partition }),
    ...(line.stale && { staleOnly: true }),
    ...(line.missing && { missingOnly: true }),
    ...(most !== undefined && { maxPartitionsPerRun: most }),
    ...runEnv(line),
  };
}

/** To its end, or until it is paused. Ctrl+C pauses it after the run under way; once more ends this process. */
async function follow(
  client: ProjectClient,
  { line, stdout, stderr }: CommandContext,
  begin: () => Promise<BackfillState>,
): Promise<number> {
  const heard: BackfillState[] = [];
  let wake: () => void = () => undefined;
  const stop = client.listen((message) => {
    if (!('type' in message)) return;
    if (message.type === 'notice') stderr.write(`${message.message}\n`);
    if (message.type === 'event' && message.event.type === 'step-failed' && !line.json) {
      const { asset, partition = '', error } = message.event;
      stdout.write(`  ✕ ${asset} ${partition} failed: ${error.message}\n`);
    }
    if (message.type !== 'backfill-changed') return;
    heard.push(message.backfill);
    wake();
  });
  let isGone = false;
  void client.gone.then(() => {
    isGone = true;
    wake();
  });
  const first = await begin();
  const pause = (): void => {
    process.off('SIGINT', pause);
    stderr.write('Pausing after the run under way; Ctrl+C once more ends it now.\n');
    void client.request('steerBackfill', { backfill: first.backfill, to: 'pause' }).catch(() => undefined);
  };
  process.on('SIGINT', pause);
  try {
    let told = '';
    for (let state: BackfillState | undefined = first; ; state = heard.shift()) {
      if (state?.backfill === first.backfill) {
        const text = line.json ? `${JSON.stringify(state)}\n` : `${stateText(state)}\n`;
        if (text !== told) stdout.write(text);
        told = text;
        if (state.status !== 'running' && state.run === undefined) return state.status === 'success' ? 0 : 1;
      }
      if (heard.length > 0) continue;
      if (isGone) throw new CommandError({ code: 'failed', message: lost(first.backfill), exitCode: 1 });
      await new Promise<void>((done) => (wake = done));
    }
  } finally {
    process.off('SIGINT', pause);
    stop();
  }
}

const lost = (id: string): string =>
  `The process that carried the backfill out ended: \`headwater backfill resume ${id}\` goes on from there.`;

function stateText({ backfill, status, selection, counts, message }: BackfillState): string {
  const { total, made, failed } = counts;
  const failures = failed === 0 ? '' : `, ${number(failed)} failed`;
  return `backfill ${backfill}: ${status}, ${number(made)} of ${number(total)} made${failures}  ${selection}${message === undefined ? '' : `\n  ${message}`}`;
}

function dryText({ selection, counts, assets, message = '' }: BackfillState): string {
  if (counts.total === 0) return `Nothing to make: what is selected is there already.  (${selection})\n`;
  return `${number(counts.total)} partitions of ${assets.join(', ')}  (${selection})\n${message}\n`;
}

const number = (value: number): string => value.toLocaleString('en-US');

const wrongUse = (message: string): CommandError => new CommandError({ code: 'wrong-use', message, exitCode: 2 });
