// An asset that is not there any more, where it was: in outline, its name struck out.
import type { AssetNode } from '@headwater/graph';
import { shownName } from '../state/format.ts';
import { ChangeMark } from './change-mark.tsx';
import { SpokenName } from './spoken-name.tsx';
import { useNodeFocus } from './use-node-focus.ts';

export interface RemovedNodeProps {
  readonly id: string;
  readonly asset: AssetNode;
  readonly colour: number;
  /** `removed since main` */
  readonly sentence: string;
}

export function RemovedNode({ id, asset, colour, sentence }: RemovedNodeProps) {
  const { key, group, file, line } = asset;
  const focus = useNodeFocus(id, []);
  const was = `was in ${file}:${line}`;
  return (
    <div {...focus} role="button" data-asset={key} data-change="removed" className={`node asset colour-${colour}`}>
      <SpokenName>{[key, sentence, was, `group ${group}`].join(', ')}</SpokenName>
      <div className="node-head" aria-hidden="true">
        <span className="node-name" title={key}>
          <bdi>{shownName(key)}</bdi>
        </span>
      </div>
      <div className="node-foot" aria-hidden="true">
        <ChangeMark look="removed" title={sentence} />
        <div className="node-line" title={was}>
          {was}
        </div>
      </div>
    </div>
  );
}
