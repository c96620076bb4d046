// The elements of the automation tree: what each of them stands for, with what its row says.
import type { AssetKey, EvaluatedCondition } from '@headwater/graph';
import type { BranchName } from './automation-rows.ts';
import type { TreeRow } from './tree-row.ts';

export type AutomationElement = { readonly id: string; readonly project: string; readonly row: TreeRow } & (
  | { readonly type: 'project' | 'switch' | 'notice' | 'tick' }
  | { readonly type: 'branch'; readonly of: BranchName }
  | { readonly type: 'asset'; readonly key: AssetKey }
  | { readonly type: 'condition'; readonly condition: EvaluatedCondition }
  /** A schedule or a sensor: below it are its ticks, to come and past. */
  | { readonly type: 'ticker'; readonly name: string }
  | { readonly type: 'backfill'; readonly backfill: string }
);
