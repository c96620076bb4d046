// The checks of an asset: those that are defined, each with its latest outcome, or that it never ran.
import type { AssetNode, AssetStatus } from '@headwater/graph';
import { Icon } from '../controls/icon.tsx';
import { checksOf, type AssetCheck, type CheckOutcome } from '../state/checks.ts';
import { formatTime } from '../state/format.ts';
import { CHECK_SHAPES } from '../state/mark-shapes.ts';
import { MetadataBlocks, MetadataFacts } from './metadata.tsx';

const WORDS: Readonly<Record<CheckOutcome, string>> = {
  failed: 'failed',
  warned: 'failed, a warning',
  'not-run': 'not run',
  passed: 'passed',
};

export function Checks({ asset, status }: { readonly asset: AssetNode; readonly status: AssetStatus | undefined }) {
  const checks = checksOf(asset, status);
  if (checks.length === 0) return null;
  return (
    <section className="checks" aria-label="Checks">
      <h3>
        Checks <span className="count">{checks.length}</span>
      </h3>
      <ul>
        {checks.map((check) => (
          <li key={check.name} className={`check check-${check.outcome}`} data-check={check.name}>
            <Check check={check} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Check({ check: { name, outcome, result } }: { readonly check: AssetCheck }) {
  return (
    <>
      <p className="check-head">
        <Icon name={CHECK_SHAPES[outcome]} />
        <bdi className="check-name">{name}</bdi>
        <span className="check-outcome" title={result === null ? undefined : formatTime(result.time)}>
          {WORDS[outcome]}
        </span>
      </p>
      {result?.message !== undefined && <p className="check-message">{result.message}</p>}
      {result && Object.keys(result.metadata).length > 0 && (
        <div className="facts">
          <dl>
            <MetadataFacts metadata={result.metadata} />
          </dl>
          <MetadataBlocks metadata={result.metadata} />
        </div>
      )}
    </>
  );
}
