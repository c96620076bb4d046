// The numbers of an asset's materializations over time, a small picture for each.
import { useState } from 'react';
import type { History } from '../protocol.ts';
import { numbersOver } from '../state/number-history.ts';
import { Chart } from './chart.tsx';

/** More pictures than these are shown when they are asked for. */
const SHOWN = 6;

export function NumbersOverTime({ history }: { readonly history: History | null }) {
  const [all, setAll] = useState(false);
  const numbers = history === null ? [] : numbersOver(history.entries);
  if (numbers.length === 0) return null;
  const hidden = all ? 0 : Math.max(0, numbers.length - SHOWN);
  return (
    <section className="numbers" aria-label="Numbers over time">
      <h3>Numbers over time</h3>
      {numbers.slice(0, numbers.length - hidden).map(({ name, latest, chart }) => (
        <section key={name} className="number" aria-label={name}>
          <h4>
            <bdi>{name}</bdi>
            <span>{latest}</span>
          </h4>
          <Chart chart={chart} small />
        </section>
      ))}
      {hidden > 0 && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {`${hidden} more`}
        </button>
      )}
    </section>
  );
}
