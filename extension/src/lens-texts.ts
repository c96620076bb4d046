// What the lenses and hovers of a project say: its statuses, what runs by itself, or why nothing is known.
import { oneLine } from '@headwater/graph';
import type { LensStatus, StoredFact } from '@headwater/server/protocol';
import { nextWords, timeWords } from './automation-rows.ts';
import type { AutomationBook } from './automation-book.ts';
import type { ProjectSession } from './project-session.ts';
import type { HostState } from './runner-client.ts';

const noStatus: Record<Extract<HostState, { state: 'unavailable' }>['reason'], string> = {
  untrusted: 'restricted mode',
  'not-installed': 'headwater is not installed',
  'no-node': 'no usable Node',
  refused: 'headwater does not fit',
  crashed: 'the runner host stopped',
};

export function lensTexts(
  { runner, statuses, graph, preview, progress, automation }: ProjectSession,
  now: Date,
): LensStatus[] {
  const { state } = runner;
  if (statuses.all.length === 0 && state.state === 'unavailable')
    return [...graph.assets.keys()].map((key) => ({ key, text: noStatus[state.reason] }));
  return statuses
    .lensTexts({ now, progressOf: (key) => progress.of(key), previews: preview.shown })
    .map((status) => withAutomation(status, automation, now));
}

/** The lens has room for the next time and for what is too old; what was decided last is for the hover. */
function withAutomation(status: LensStatus, automation: AutomationBook, now: Date): LensStatus {
  const { document } = automation;
  const asset = automation.of(status.key);
  if (asset === null || document === null) return status;
  const { condition, next, last, freshness } = asset;
  const facts: StoredFact[] = [];
  const say = (name: string, text: string): void => void facts.push({ kind: 'automation', name, text });
  if (freshness !== null) say('Freshness', `${freshness.state}: ${freshness.message}`);
  if (condition !== null) {
    if (!document.on) say('Automation', 'off: it runs by itself once that is switched on');
    if (last !== null) say('Last decision', oneLine(last.problem ?? last.message, 200));
    if (document.on && next !== null) say('Next tick', timeWords(next, now));
  }
  const late = freshness?.state === 'fail' ? ' · too old' : freshness?.state === 'warn' ? ' · nearly too old' : '';
  const coming = document.on && next !== null ? ` · ${nextWords(next, now)}` : '';
  return { ...status, text: `${status.text}${late}${coming}`, facts: [...(status.facts ?? []), ...facts] };
}
