// How the selected asset runs by itself: its condition, what was decided last, when it is asked next, how old it may be, and why.
import type { AssetNode, EvaluatedCondition } from '@headwater/graph';
import { useState, type MouseEvent } from 'react';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { formatTime } from '../state/format.ts';
import { Fact, FactList } from './fact-list.tsx';
import { FreshnessWords } from './freshness.tsx';
import { useKey, usePage, useValue } from './use-page.ts';

export function Automation({ asset: { key } }: { readonly asset: AssetNode }) {
  const { state } = usePage();
  const automation = useValue(state.automation);
  const fact = automation?.assets.get(key);
  if (!automation || !fact) return null;
  return (
    <section className="automation" aria-label="Automation">
      <FactList title={fact.condition === null ? 'How old it may be' : 'Runs by itself'}>
        {fact.condition !== null && <Fact name="When">{fact.condition}</Fact>}
        {fact.condition !== null && <Switch on={automation.on} />}
        {fact.decision !== null && <Fact name="Decision">{fact.decision}</Fact>}
        {automation.on && fact.next !== null && <Fact name="Next tick">{formatTime(fact.next)}</Fact>}
        {fact.freshness && (
          <Fact name="Freshness">
            <span className={`freshness freshness-${fact.freshness.state}`}>
              <FreshnessWords state={fact.freshness.state} />
            </span>
            {`: ${fact.freshness.message}`}
          </Fact>
        )}
      </FactList>
      {fact.condition !== null && <Why assetKey={key} />}
    </section>
  );
}

function Switch({ on }: { readonly on: boolean }) {
  const { state, actions } = usePage();
  const runnable = useValue(state.project)?.runnable ?? false;
  return (
    <Fact name="Automation">
      {on ? 'on' : 'off: nothing runs by itself'}
      {runnable && (
        <>
          {' · '}
          <button type="button" className="link" onClick={actions.switchAutomation}>
            Switch {on ? 'off' : 'on'}
          </button>
        </>
      )}
    </Fact>
  );
}

function Why({ assetKey }: { readonly assetKey: string }) {
  const { state, actions } = usePage();
  const runnable = useValue(state.project)?.runnable ?? false;
  const why = useKey(state.whys, assetKey);
  if (!runnable && !why) return null;
  return (
    <div className="why" aria-busy={why?.loading === true}>
      <Button icon="question" disabled={why?.loading === true} onClick={() => actions.askWhy(assetKey)}>
        {why ? 'Why? Ask again' : 'Why, or why not?'}
      </Button>
      {why?.message != null && <p className="quiet">{why.message}</p>}
      {why?.evaluation?.problem !== undefined && <p className="history-problem">{why.evaluation.problem}</p>}
      {why?.evaluation && (
        <>
          <p className="quiet">
            {why.evaluation.requested ? 'It was asked for' : 'It was not asked for'} at{' '}
            {formatTime(why.evaluation.time)}.
          </p>
          <ul className="why-tree">
            <Condition condition={why.evaluation.tree} isRoot />
          </ul>
        </>
      )}
    </div>
  );
}

/** What says no is open: that is where one looks. What a person opened or closed stays so when it is asked again. */
function Condition({
  condition,
  isRoot = false,
}: {
  readonly condition: EvaluatedCondition;
  readonly isRoot?: boolean;
}) {
  const { of, value } = condition;
  const [wanted, setWanted] = useState<boolean | null>(null);
  const open = wanted ?? (isRoot || !value);
  if (of.length === 0)
    return (
      <li className="why-leaf">
        <Verdict condition={condition} />
      </li>
    );
  const toggle = (event: MouseEvent<HTMLElement>): void => {
    // A link in it leads away instead.
    if (event.target instanceof Element && event.target.closest('button')) return;
    event.preventDefault();
    setWanted(!open);
  };
  return (
    <li>
      <details open={open}>
        <summary onClick={toggle}>
          <Verdict condition={condition} />
        </summary>
        <ul>
          {of.map((each, index) => (
            <Condition key={`${index} ${each.label} ${each.asset ?? ''}`} condition={each} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function Verdict({ condition: { label, value, detail, asset } }: { readonly condition: EvaluatedCondition }) {
  const { actions } = usePage();
  return (
    <span className={value ? 'why-yes' : 'why-no'}>
      <Icon name={value ? 'check' : 'close'} />
      <span className="why-word">{value ? 'yes' : 'no'}</span> {label}
      {asset !== undefined && (
        <>
          {' '}
          <button type="button" className="link" onClick={() => actions.goTo(asset)}>
            <bdi>{asset}</bdi>
          </button>
        </>
      )}
      {detail !== undefined && <span className="why-detail">{` · ${detail}`}</span>}
    </span>
  );
}
