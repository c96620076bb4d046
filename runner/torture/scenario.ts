// What a torture scenario is: something that hurts the store at random moments for as long as it is given, and counts what went wrong.

export interface Scenario {
  /** In kebab-case: what it is asked for by, and its row in the table. */
  readonly name: string;
  /** What `npm run torture` spends on it when it is asked for nothing else. */
  readonly whole: Budget;
  run(options: ScenarioOptions): Promise<Counts>;
}

export interface ScenarioOptions {
  /** The same seed hurts at the same moments, as far as processes allow it. */
  readonly seed: number;
  readonly budget: Budget;
  /** A line of progress for people. */
  readonly say: (line: string) => void;
}

/** What is given ends it, whichever comes first. At least one round is done. */
export interface Budget {
  readonly rounds?: number;
  readonly seconds?: number;
}

export interface Counts {
  readonly kills?: number;
  readonly powerCuts?: number;
  readonly faults?: number;
  readonly fuzzCases?: number;
  readonly runs?: number;
  /** Events and values whose presence was looked for afterwards. */
  readonly checked: number;
  /** Everything that must not be; empty when all is well. */
  readonly found: readonly Finding[];
}

export interface Finding {
  readonly kind: 'lost' | 'corrupt' | 'stuck' | 'wrong';
  /** What, where, and in which round of which seed. */
  readonly what: string;
}

/** The numbers of the rounds that a budget pays for. */
export function* roundsOf({ rounds = Infinity, seconds = Infinity }: Budget): Generator<number> {
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round === 0 || (round < rounds && performance.now() < end); round += 1) yield round;
}
