// Says what is chosen: how much, what of it cannot run, and why none of it can.
import { counted, selectionValue, type AssetKey, type AssetNode } from '@headwater/graph';
import { runnableOf } from './choice.ts';
import type { Project } from './page-state.ts';

export interface ChoiceFacts {
  readonly keys: readonly AssetKey[];
  readonly assets: ReadonlyMap<AssetKey, AssetNode> | null;
  /** What the picture shows. */
  readonly shown: ReadonlySet<AssetKey>;
  readonly project: Project | null;
}

export interface ChoiceWords {
  /** `3 assets` */
  readonly count: string;
  /** What a person would otherwise find out afterwards. */
  readonly notes: readonly string[];
  /** Why nothing of it can be materialized; null when something can. */
  readonly obstacle: string | null;
  readonly runnable: readonly AssetKey[];
}

export function choiceWords({ keys, assets, shown, project }: ChoiceFacts): ChoiceWords {
  const runnable = runnableOf(keys, assets);
  const external = keys.filter((key) => assets?.get(key)?.kind === 'external').length;
  const hidden = keys.filter((key) => !shown.has(key)).length;
  const elsewhere = external === 1 ? 'made elsewhere, so it does' : 'made elsewhere, so they do';
  const obstacle =
    project?.runnable !== true
      ? (project?.empty?.title ?? 'Nothing can run now')
      : runnable.length === 0
        ? 'Only external assets: they are made elsewhere'
        : null;
  const notes = [
    ...(obstacle === null ? [] : [obstacle]),
    ...(obstacle === null && external > 0 ? [`${external} external, ${elsewhere} not run`] : []),
    ...(hidden > 0 ? [`${hidden} not shown`] : []),
  ];
  return { count: counted(keys.length, 'asset'), notes, obstacle, runnable };
}

/** `key:orders or key:"gold/revenue 2"`: what a command line and a job take. */
export function selectionText(keys: readonly AssetKey[]): string {
  return keys.map((key) => `key:${selectionValue(key)}`).join(' or ');
}
