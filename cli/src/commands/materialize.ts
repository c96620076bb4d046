// `headwater materialize`: a run, followed event by event; Ctrl+C cancels it.
import { EventEmitter, on } from 'node:events';
import type { MaterializeRequest, PlanDocument, ProjectClient, RunEvent } from '@headwater/runner';
import { CommandError, orRefused } from '../command-error.ts';
import type { CommandContext } from '../run-cli.ts';
import { progressText } from '../progress-text.ts';

export async function materializeCommand(context: CommandContext): Promise<number> {
  const { line, target, stdout, stderr } = context;
  const request: MaterializeRequest = {
    ...(line.select !== undefined && { select: line.select }),
    ...(line.stale && { staleOnly: true }),
  };
  const client = await target.open();
  // A worker starts while the graph is read; with --stale there is often nothing to run.
  if (!line.stale && !line.dryRun) client.warm();
  try {
    const { notices } = await client.request('hello', { protocol: 1, client: 'headwater materialize' });
    for (const notice of notices) stderr.write(`${notice}\n`);
    if (line.dryRun) {
      const plan = await orRefused(client.request('plan', request));
      stdout.write(line.json ? `${JSON.stringify(plan)}\n` : planText(plan));
      return 0;
    }
    return await follow(client, request, context);
  } finally {
    await client.close();
  }
}

async function follow(
  client: ProjectClient,
  request: MaterializeRequest,
  { line, stdout }: CommandContext,
): Promise<number> {
  const events = eventsOf(client);
  const { run } = await orRefused(client.request('materialize', request));
  const cancel = (): void => void client.request('cancel', { run });
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  for await (const event of events) {
    if (event.run !== run) continue;
    stdout.write(line.json ? `${JSON.stringify(event)}\n` : progressText(event));
    if (event.type === 'run-finished') return event.status === 'success' ? 0 : 1;
  }
  throw new CommandError({
    code: 'failed',
    message: 'The process that ran this ended before the run was done; `headwater status` shows what it made.',
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

function planText({ run, skip, load }: PlanDocument): string {
  const lines = [
    ...run.map(({ asset, why }) => `run   ${asset}  (${why})`),
    ...skip.map(({ asset, why }) => `skip  ${asset}  (${why})`),
    ...load.map((asset) => `load  ${asset}`),
  ];
  return lines.length === 0 ? 'Nothing to run.\n' : `${lines.join('\n')}\n`;
}
