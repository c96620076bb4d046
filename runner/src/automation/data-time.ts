// How old the data in an asset is: of all it was made of, through what each run recorded, the oldest that was made.
import type { AssetKey } from '@headwater/graph';
import type { AutomationFacts, Update } from './evaluation.ts';
import type { PreparedGraph } from './prepare-graph.ts';

export interface DataTime {
  readonly time: number;
  /** The oldest asset in it. */
  readonly asset: AssetKey;
}

export interface DataTimes {
  /** Null: it was never made. */
  of(key: AssetKey): DataTime | null;
  /** Upstream first: all that has to be made again for the data of an asset to be younger than that, itself left out. */
  olderThan(key: AssetKey, time: number): readonly AssetKey[];
}

type Graph = Pick<PreparedGraph, 'nodes' | 'upstream' | 'isExternal'>;

interface Made {
  readonly key: AssetKey;
  readonly update: Update;
}

export function readDataTimes({ graph, facts }: { readonly graph: Graph; readonly facts: AutomationFacts }): DataTimes {
  const known = new Map<string, DataTime>();
  const latest = (key: AssetKey): Made | null => {
    const { update } = facts.of(key);
    return update === null ? null : { key, update };
  };
  /** What was read of its upstream, as far as that is known; data from outside is as old as what read it. */
  const readBy = ({ key, update }: Made): readonly Made[] =>
    Object.entries(update.inputs).flatMap(([input, run]) => {
      const node = graph.nodes.get(input);
      if (run === null || (node?.kind === 'external' && node.foreign === undefined) || input === key) return [];
      const newest = facts.of(input).update;
      const read = newest?.run === run ? newest : facts.madeBy(input, run);
      return read === null ? [] : [{ key: input, update: read }];
    });
  /** Depth first with an own stack: chains are long. */
  const timeOf = (asked: Made): DataTime => {
    const path: { readonly made: Made; readonly inputs: readonly Made[] }[] = [];
    const open = new Set<string>();
    const enter = (made: Made): void => {
      open.add(idOf(made));
      path.push({ made, inputs: readBy(made) });
    };
    enter(asked);
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const next = at.inputs.find((input) => !known.has(idOf(input)) && !open.has(idOf(input)));
      if (next !== undefined) {
        enter(next);
        continue;
      }
      const inputs = at.inputs.flatMap((input) => known.get(idOf(input)) ?? []);
      const own = { time: at.made.update.time, asset: at.made.key };
      known.set(
        idOf(at.made),
        inputs.reduce((oldest, each) => (each.time < oldest.time ? each : oldest), own),
      );
      path.pop();
    }
    return known.get(idOf(asked)) ?? { time: asked.update.time, asset: asked.key };
  };
  const of = (key: AssetKey): DataTime | null => {
    const made = latest(key);
    return made === null ? null : (known.get(idOf(made)) ?? timeOf(made));
  };
  return {
    of,
    olderThan: (key, time) => {
      const found = new Set<AssetKey>();
      let edge: readonly AssetKey[] = [key];
      while (edge.length > 0) {
        const next = edge
          .flatMap((each) => graph.upstream.get(each) ?? [])
          .filter(
            (each) =>
              each !== key && !found.has(each) && !graph.isExternal(each) && (of(each)?.time ?? -Infinity) < time,
          );
        for (const each of next) found.add(each);
        edge = [...new Set(next)];
      }
      return [...found].reverse();
    },
  };
}

function idOf({ key, update }: Made): string {
  return `${update.id} ${key}`;
}
