// Measures one evaluation of all conditions where nothing happened and where all is requested, beside a walk over the same graph.
import { topologicalOrder, type AssetNode, type Condition } from '@headwater/graph';
import { asset } from '../src/asset-node.fixture.ts';
import { evaluateAutomation } from '../src/automation/evaluate-automation.ts';
import { EvaluationWorld } from '../src/automation/evaluation-world.fixture.ts';
import type { BenchRow } from './state-bench.ts';

const ROUNDS = 9;

export function benchAutomation(sizes: readonly number[]): BenchRow[] {
  return sizes.flatMap((size) => {
    const assets = chainsAndFans(size);
    const keys = assets.map(({ key }) => key);
    const world = new EvaluationWorld(assets);
    world.make(...keys);
    world.tick();
    world.tick();
    const walk = median(() => topologicalOrder(assets));
    const quiet = median(() => {
      const evaluation = evaluateAutomation(world.question());
      if (evaluation.runs.length > 0) throw new Error('Something was requested, and nothing happened.');
    });
    world.make('a0');
    const all = median(() => {
      const [run] = evaluateAutomation(world.question()).runs;
      if (run?.assets.length !== size - 1)
        throw new Error(`${run?.assets.length} of ${size - 1} assets were requested.`);
    });
    const label = `${(size / 1000).toLocaleString('en')}k conditions`;
    const beside = `${ms(walk)} (topological walk)`;
    return [
      { metric: `${label}: one evaluation, nothing happened`, ours: ms(quiet), beside, target: '≤ 1 s at 10k' },
      { metric: `${label}: one evaluation, all are requested`, ours: ms(all), beside, target: '≤ 1 s at 10k' },
    ];
  });
}

/** Each reads the one before it or one far back, and some a second; each fifth has a cron as well. */
function chainsAndFans(size: number): AssetNode[] {
  const eager: Condition = { is: 'eager' };
  const both: Condition = { is: 'or', of: [eager, { is: 'onCron', cron: '0 0 * * *', timezone: 'Europe/Berlin' }] };
  return Array.from({ length: size }, (_, at) => {
    const inputs = at === 0 ? [] : [`a${at % 4 === 0 ? Math.floor(at / 10) : at - 1}`];
    if (at % 3 === 0 && at > 10) inputs.push(`a${at - 10}`);
    return asset(`a${at}`, [...new Set(inputs)], at === 0 ? {} : { automation: at % 5 === 0 ? both : eager });
  });
}

function median(work: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[Math.floor(ROUNDS / 2)] ?? 0;
}

function ms(value: number): string {
  return `${value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })} ms`;
}
