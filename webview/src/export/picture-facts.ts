// What a picture that is exported tells besides its places: the statuses and what else its nodes say, at one moment.
import type { AssetKey, AssetNode } from '@headwater/graph';
import type { ShownStatus } from '../protocol.ts';
import type { Changes } from '../state/diff.ts';
import type { AutomationState, StepProgress } from '../state/page-state.ts';
import type { Cycles } from '../state/trouble.ts';
import type { ExportPalette } from './export-palette.ts';
import type { Measure } from './fitted-text.ts';

export interface PictureFacts {
  readonly assets: ReadonlyMap<AssetKey, AssetNode>;
  readonly statusOf: (key: AssetKey) => ShownStatus | undefined;
  readonly progressOf: (key: AssetKey) => StepProgress | undefined;
  readonly automation: AutomationState | null;
  readonly cycles: Cycles;
  /** Where the picture tells what changed. */
  readonly changes: Changes | null;
  readonly now: Date;
  readonly palette: ExportPalette;
  readonly measure: Measure;
}
