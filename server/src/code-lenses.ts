// The lenses above each asset: run it, alone or with its neighbours, and its status.
import type { AssetNode } from '@headwater/graph';
import type { CodeLens, Range } from 'vscode-languageserver';
import type { LineShift } from './line-shift.ts';
import { LENS_COMMANDS } from './protocol.ts';

export interface LensQuestion {
  /** The project's folder. */
  readonly project: string;
  /** The assets of one file. */
  readonly assets: readonly AssetNode[];
  /** Null until the client has sent any. */
  readonly statuses: ReadonlyMap<string, string> | null;
  /** Set while the file does not parse: the assets are those of the text that last did. */
  readonly lastGood: LineShift | null;
}

/** Always the same number of lenses for an asset, so that the text below never jumps. */
export function codeLenses({ project, assets, statuses, lastGood }: LensQuestion): CodeLens[] {
  return assets.flatMap(({ key, kind, range }) => {
    const line = (lastGood ?? ((each: number) => each))(range.startLine - 1);
    const place: Range = { start: { line, character: 0 }, end: { line, character: 0 } };
    const lens = (title: string, command: string): CodeLens => ({
      range: place,
      command: { title, command, arguments: [project, key] },
    });
    const run = [
      lens('▶ Materialize', LENS_COMMANDS.materialize),
      lens('▶ With upstream', LENS_COMMANDS.upstream),
      lens('▶ With downstream', LENS_COMMANDS.downstream),
    ];
    const status = statuses === null ? '…' : (statuses.get(key) ?? 'never');
    const shown = lens(lastGood === null ? status : `(last good) ${status}`, LENS_COMMANDS.status);
    // What is made elsewhere is never run from here.
    return kind === 'external' ? [shown] : [...run, shown];
  });
}
