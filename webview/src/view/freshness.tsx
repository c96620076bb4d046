// Says that an asset's data is too old, or soon will be: on its node and in its details, by shape and word.
import type { AssetKey, FreshnessState } from '@headwater/graph';
import { Icon } from '../controls/icon.tsx';
import { FRESHNESS_LOOKS, lateness } from '../state/automation-words.ts';
import { useAnswer, usePage } from './use-page.ts';

export function FreshnessWords({ state }: { readonly state: FreshnessState }) {
  const { icon, words } = FRESHNESS_LOOKS[state];
  return (
    <>
      <Icon name={icon} />
      <span>{words}</span>
    </>
  );
}

/** On a node: what is in time says nothing. News of others do not render it. */
export function FreshnessMark({ assetKey }: { readonly assetKey: AssetKey }) {
  const { automation } = usePage().state;
  const late = useAnswer(automation, () => lateness(automation.get(), assetKey));
  const message = useAnswer(automation, () => automation.get()?.assets.get(assetKey)?.freshness?.message ?? '');
  if (late === null) return null;
  return (
    <span className={`freshness-mark freshness-${late}`} title={`${FRESHNESS_LOOKS[late].words}: ${message}`}>
      <FreshnessWords state={late} />
    </span>
  );
}
