// What differs between the project as it is and a commit, for the pages that show it: made anew when the source changes.
import { diffGraphs, noGraphDiff, type GraphDiff } from '@headwater/graph';
import { sentenceOf } from '../sentence-of.ts';
import type { Target } from '../target.ts';
import { inTurns } from './in-turns.ts';

export interface ChangesSince {
  /** Tells it now and after each change of the source, until it is told to stop. */
  follow(tell: (diff: GraphDiff) => void): () => void;
  /** Compares with another commit, branch or tag; empty: with where the branch began. */
  setBase(ref: string): void;
  /** The source is another one. */
  refresh(): void;
}

const PAUSE_MS = 200;

export function changesSince(target: Pick<Target, 'describe' | 'baseGraph'>): ChangesSince {
  const followers = new Set<(diff: GraphDiff) => void>();
  let ref = '';
  /** Nothing is read while nobody looks. */
  const comparing = inTurns(async () => {
    if (followers.size === 0) return;
    const diff = await compare(target, ref).catch((error: unknown) => noGraphDiff(sentenceOf(error), ref));
    for (const tell of followers) tell(diff);
  }, PAUSE_MS);
  return {
    follow(tell) {
      followers.add(tell);
      void comparing.ask();
      return () => followers.delete(tell);
    },
    setBase(chosen) {
      ref = chosen;
      void comparing.ask();
    },
    refresh: () => void comparing.ask(),
  };
}

async function compare(
  { describe, baseGraph }: Pick<Target, 'describe' | 'baseGraph'>,
  ref: string,
): Promise<GraphDiff> {
  const before = await baseGraph(ref === '' ? undefined : ref);
  if ('problem' in before) return noGraphDiff(before.problem, ref);
  const after = await describe();
  return diffGraphs({
    base: before.base,
    before: before.document,
    after: after.document,
    codeBefore: before.code,
    codeAfter: after.code ?? {},
  });
}
