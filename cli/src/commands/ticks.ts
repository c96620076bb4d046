// `headwater ticks`: what schedules and sensors came to, and the evaluations that led to runs, newest first.
import { counted } from '@headwater/graph';
import type { Tick } from '@headwater/runner';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';
import { utcTime } from '../utc-time.ts';

const ALL = Number.MAX_SAFE_INTEGER;

export async function ticksCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const { operand: name, limit } = line;
  const document = await ask(target, (client) =>
    client.request('ticks', {
      ...(name !== null && { name }),
      ...(limit !== undefined && { limit: limit === 0 ? ALL : limit }),
    }),
  );
  if (line.json) stdout.write(`${JSON.stringify(document)}\n`);
  else if (document.ticks.length === 0)
    stdout.write(
      `No ticks yet${name === null ? '' : ` of ${name}`}: \`headwater automation\` says what is due and when.\n`,
    );
  else {
    for (const tick of document.ticks)
      stdout.write(`${tick.kind === 'conditions' ? 'conditions' : tick.name}  ${tickText(tick)}\n`);
    if (document.next !== null) stdout.write('There are older ones: --limit 0 shows all.\n');
  }
  return 0;
}

/** `2026-03-28T22:00:00Z  requested  run 2026…  (a, b)`. */
export function tickText({ time, outcome, runs, assets, message }: Tick): string {
  const parts = [
    utcTime(time),
    outcome,
    ...(runs.length === 0 ? [] : [runs.length === 1 ? `run ${runs[0] ?? ''}` : counted(runs.length, 'run')]),
    ...(assets.length === 0 ? [] : [`(${assets.slice(0, 5).join(', ')}${assets.length > 5 ? ', …' : ''})`]),
    ...(message === null ? [] : [message]),
  ];
  return parts.join('  ');
}
