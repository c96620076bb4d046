// `headwater runs`: the newest runs and how they ended.
import type { CommandContext } from '../run-cli.ts';

export async function runsCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const client = await target.open();
  try {
    const document = await client.request('runs', line.limit === undefined ? {} : { limit: line.limit });
    if (line.json) stdout.write(`${JSON.stringify(document)}\n`);
    else if (document.runs.length === 0) stdout.write('No runs yet: headwater materialize makes the first.\n');
    else
      for (const { run, status, started, selection, counts } of document.runs) {
        const ends = Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : []));
        stdout.write(`${run}  ${status.padEnd(11)}  ${started}  ${ends.join(', ') || 'nothing done'}  ${selection}\n`);
      }
    return 0;
  } finally {
    await client.close();
  }
}
