// Records without pause and prints each sequence number that was acknowledged, until somebody kills it.
import { writeSync } from 'node:fs';
import { openCatalogue } from './open-catalogue.ts';

const [dir = '', run = '', writers = '1'] = process.argv.slice(2);
const catalogue = await openCatalogue({ dir });
const say = (line: string): void => void writeSync(1, `${line}\n`);
say('open');
await catalogue.record(run, { type: 'run-started', selection: '*', assets: [] });

async function writer(name: string): Promise<never> {
  for (let n = 0; ; n += 1) {
    const asset = `${run}/${name}/${n}`;
    const step = { step: asset, asset, attempt: 1 };
    await catalogue.record(run, { type: 'step-started', ...step });
    const { seq } = await catalogue.record(run, {
      type: 'materialized',
      ...step,
      codeVersion: 'c1:x',
      dataVersion: `v1:${asset}`,
      inputs: { upstream: { dataVersion: 'v1:u', run } },
      durationMs: 1,
      metadata: { n: { kind: 'int', value: n } },
    });
    say(`${seq} ${asset}`);
    if (n % 40 === 39) await catalogue.checkpoint();
  }
}
await Promise.all(Array.from({ length: Number(writers) }, (_, i) => writer(String(i)))).catch((error: unknown) => {
  say(`refused: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
