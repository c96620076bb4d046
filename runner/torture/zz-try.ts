import { powerCuts } from './power-cuts.ts';
import { faults } from './faults.ts';
import { kills } from './kills.ts';
import { fuzz } from './fuzz.ts';
const all = { fuzz, powerCuts, faults, kills } as Record<string, typeof faults>;
const [name = '', seed = '1', rounds = '100'] = process.argv.slice(2);
const t = performance.now();
if (name !== '') {
  const r = await all[name]!.run({ seed: Number(seed), budget: { rounds: Number(rounds) }, say: () => undefined });
  console.log(Math.round(performance.now() - t), 'ms', JSON.stringify({ ...r, found: r.found.length }));
  const seen = new Set<string>();
  for (const f of r.found
    .filter((f) => {
      const k = /round \d+.*/.exec(f.what)?.[0] ?? '';
      if (seen.has(k)) return false;
      seen.add(k);
      return true;
    })
    .slice(0, 25))
    console.log(f.kind, f.what.slice(0, 300));
}
