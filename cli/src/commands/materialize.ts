// `headwater materialize`: a run, followed event by event; Ctrl+C cancels it.
import { EventEmitter, on } from 'node:events';
import {
  withProject,
  type MaterializeRequest,
  type PlanDocument,
  type ProjectClient,
  type RunEvent,
} from '@headwater/runner';
import { CommandError, orRefused } from '../command-error.ts';
import type { CommandContext } from '../command-context.ts';
import { progressText } from '../progress-text.ts';
import { readRunConfig } from '../run-config.ts';
import { runEnv } from '../run-env.ts';

export async function materializeCommand(context: CommandContext): Promise<number> {
  const { line, target, stdout, stderr } = context;
  const request: MaterializeRequest = {
    ...(line.select !== undefined && { select: line.select }),
    ...(line.partition.length > 0 && { partitions: line.partition }),
    ...(line.stale && { staleOnly: true }),
    ...(line.fromFailure !== undefined && { fromFailure: line.fromFailure }),
    ...(line.config.length > 0 && { config: readRunConfig(line.config) }),
    ...runEnv(line),
    ...(line.concurrency !== undefined && { concurrency: line.concurrency }),
  };
  return orRefused(
    withProject(target.open, async (client) => {
      // A worker starts while the graph is read; with --stale there is often nothing to run.
      if (!line.stale && !line.dryRun) client.warm();
      const { notices } = await client.request('hello', { protocol: 1, client: 'headwater materialize' });
      for (const notice of notices) stderr.write(`${notice}\n`);
      if (!line.dryRun) {
        const left = line.stale ? unnamedIn(await client.request('plan', request)) : [];
        if (left.length > 0) stderr.write(unnamedText(left, line.select));
        return follow(client, request, { ...context, isPart: left.length > 0 });
      }
      const plan = await client.request('plan', request);
      stdout.write(line.json ? `${JSON.stringify(plan)}\n` : planText(plan));
      return 0;
    }),
  );
}

async function follow(
  client: ProjectClient,
  request: MaterializeRequest,
  { line, stdout, stderr, isPart }: CommandContext & { readonly isPart: boolean },
): Promise<number> {
  const events = eventsOf(client);
  client.listen((message) => {
    if ('type' in message && message.type === 'notice') stderr.write(`${message.message}\n`);
  });
  const { run } = await client.request('materialize', request);
  const cancel = (): void => void client.request('cancel', { run }).catch(() => undefined);
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  let begun = false;
  try {
    for await (const event of events) {
      if (event.run !== run) continue;
      begun = true;
      const isEmpty = isPart && event.type === 'run-started' && event.assets.length === 0;
      const text = isEmpty ? 'nothing else to run\n' : progressText(event);
      stdout.write(line.json ? `${JSON.stringify(event)}\n` : text);
      if (event.type === 'run-finished') return event.status === 'success' ? 0 : 1;
    }
  } finally {
    // From here on they end this process: what others asked it to run may take long.
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
  throw new CommandError({
    code: 'failed',
    message: begun
      ? `The process that ran this ended before the run was done. \`headwater status\` shows what it made; \`headwater materialize --from-failure ${run}\` goes on from there.`
      : 'The process that was to run this ended before it began: run it again.',
    exitCode: 1,
  });
}

/** Every event from now on, until the owner is gone: they may come before the answer that names their run. */
function eventsOf(client: ProjectClient): AsyncIterable<RunEvent> {
  const events = new EventEmitter();
  client.listen((message) => {
    if ('type' in message && message.type === 'event') events.emit('event', message.event);
  });
  void client.gone.then(() => {
    events.emit('end');
  });
  const stream = on(events, 'event', { close: ['end'] }) as AsyncIterable<[RunEvent]>;
  return (async function* () {
    for await (const [event] of stream) yield event;
  })();
}

/** Assets that have stale partitions, of which none were named. */
const unnamedIn = ({ skip }: PlanDocument): readonly string[] =>
  skip.flatMap(({ asset, unnamed }) => (unnamed ? [asset] : []));

function unnamedText(assets: readonly string[], select = 'key:*'): string {
  const some = `${assets.slice(0, 5).join(', ')}${assets.length > 5 ? `, and ${String(assets.length - 5)} more` : ''}`;
  return `Left out, because partitions are not named: ${some}. \`headwater backfill --select '${select}' --stale\` makes those that are stale.\n`;
}

function planText({ run, skip, load }: PlanDocument): string {
  const lines = [
    ...run.map(({ asset, why, partitions }) => `run   ${asset}${slices(partitions)}  (${why})`),
    ...skip.map(({ asset, why }) => `skip  ${asset}  (${why})`),
    ...load.map((asset) => `load  ${asset}`),
  ];
  return lines.length === 0 ? 'Nothing to run.\n' : `${lines.join('\n')}\n`;
}

/** ` 2026-08-01..2026-08-07`, the first few of them. */
function slices(ranges: PlanDocument['run'][number]['partitions']): string {
  if (!ranges) return '';
  const told = ranges.slice(0, 5).map(({ from, to }) => (from === to ? from : `${from}..${to}`));
  return ` ${told.join(', ')}${ranges.length > told.length ? `, and ${String(ranges.length - told.length)} more` : ''}`;
}
