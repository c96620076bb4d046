// Tells each tick of schedules, sensors and conditions once, as the host comes to know it.
import type { LastingClient } from '@headwater/runner';
import type { Tick } from '@headwater/runner/protocol';
import { inTurns } from './in-turns.ts';

/** Looked at together; more than these do not happen in a moment. */
const LOOKED_AT = 100;
const PAUSE_MS = 500;

/** From now on. What skips or fails each time for the same reason is told once. Gives the way to stop. */
export function hearTicks(client: Pick<LastingClient, 'request' | 'listen'>, tell: (tick: Tick) => void): () => void {
  let seen: ReadonlySet<string> | null = null;
  const lastWords = new Map<string, string>();
  const looking = inTurns(async () => {
    const answer = await client.request('ticks', { limit: LOOKED_AT }).catch(() => null);
    if (answer === null) return;
    const before = seen;
    seen = new Set(answer.ticks.map(identityOf));
    if (before === null) return;
    for (const tick of answer.ticks.filter((each) => !before.has(identityOf(each))).reverse()) {
      const words = tick.outcome === 'requested' ? '' : `${tick.outcome} ${tick.message ?? ''}`;
      const of = `${tick.kind} ${tick.name}`;
      if (words === '' || lastWords.get(of) !== words) tell(tick);
      lastWords.set(of, words);
    }
  }, PAUSE_MS);
  const stopListening = client.listen((message) => {
    if ('type' in message && message.type === 'automation-changed') void looking.ask();
  });
  void looking.ask();
  return () => {
    looking.stop();
    stopListening();
  };
}

const identityOf = ({ kind, name, time, evaluated }: Tick): string => JSON.stringify([kind, name, time, evaluated]);
