// Sentences about a backfill that is asked for what it cannot do.
import type { BackfillRecord } from './backfill-record.ts';

export const unfinished = ({ backfill }: BackfillRecord) =>
  wrong(`The backfill ${backfill} is not over: \`headwater backfill resume ${backfill}\` goes on with it.`);

export const ended = ({ backfill, status }: BackfillRecord) =>
  wrong(
    status === 'success'
      ? `The backfill ${backfill} has ended, and made all of it.`
      : `The backfill ${backfill} has ended (${status}): \`headwater backfill --from-failure ${backfill}\` makes what it did not.`,
  );

const wrong = (message: string) => ({ code: 'bad-request' as const, message });
