// What `headwater dev` prints, for people and as JSON lines for programs.
import { counted, shortRun, type Problem } from '@headwater/graph';
import type { AutomationDocument, FreshnessAlert, RunEvent, Tick } from '@headwater/runner/protocol';
import { progressText } from '../progress-text.ts';

/** Everything that is told; with `--json` each is a line as it is, with `version: 1`. */
export type DevNews =
  /** The page answers at this address, which holds the token. */
  | { readonly type: 'listening'; readonly address: string; readonly project: string; readonly pid: number }
  | {
      readonly type: 'ready';
      /** The process that owns the project and runs everything: this one, or another. */
      readonly owner: number;
      readonly automation: AutomationDocument | null;
    }
  /** Another process owns the project from now on. */
  | { readonly type: 'owner'; readonly owner: number }
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'tick'; readonly tick: Tick }
  | { readonly type: 'alert'; readonly alert: FreshnessAlert }
  /** Errors in the source; `unparsed`: files that do not parse, whose last good assets are shown. */
  | ({ readonly type: 'problems' } & SourceErrors)
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'ending' }
  | { readonly type: 'ended' };

export interface SourceErrors {
  readonly problems: readonly Problem[];
  readonly unparsed: readonly string[];
}

export interface DevLineOptions {
  readonly now: Date;
  /** Where this process is the owner, that is not said. */
  readonly pid: number;
  /** Whether it was asked for. */
  readonly automates: boolean;
}

/** Null: a person need not read it. */
export function devText(news: DevNews, { now, pid, automates }: DevLineOptions): string | null {
  const line = (text: string): string => `${clock(now)} ${text}\n`;
  switch (news.type) {
    case 'listening':
      return `  page        ${news.address}\n  project     ${news.project}\n`;
    case 'ready': {
      const { owner, automation } = news;
      return [
        `  process     pid ${pid}${owner === pid ? '' : `; ${ownerWords(owner)}`}`,
        `  automation  ${automates ? automationWords(automation) : 'not here (--no-automation)'}`,
        '  Ctrl+C ends it; a second one at once.',
        '',
      ].join('\n');
    }
    case 'owner':
      return line(news.owner === pid ? `this process, pid ${pid}, owns the project now` : ownerWords(news.owner));
    case 'event':
      return eventText(news.event, line);
    case 'tick':
      return line(tickWords(news.tick));
    case 'alert': {
      const { asset, from, to, message } = news.alert;
      return line(`freshness of ${asset}: ${from} → ${to}: ${message}`);
    }
    case 'problems': {
      const count = news.problems.length + news.unparsed.length;
      if (count === 0) return line('the source has no errors any more');
      const lines = problemLines(news, MOST_LINES).map((each) => `  ${each}\n`);
      return [line(`${counted(count, 'error')} in the source`), ...lines].join('');
    }
    case 'notice':
      return line(news.message);
    case 'ending':
      return line('ending: runs are cancelled, what others asked for ends first');
    case 'ended':
      return line('ended');
  }
}

export function devJson(news: DevNews): string {
  return `${JSON.stringify({ version: 1, ...news })}\n`;
}

const MOST_LINES = 20;

/** `src/a.ts:3:1 …`, the first ones and how many there are more. */
export function problemLines({ problems, unparsed }: SourceErrors, most: number): string[] {
  const all = [
    ...unparsed.map((file) => `${file} does not parse: what it declared before is shown as it was`),
    ...problems.map(({ file, line, column, message, code }) => `${file}:${line}:${column} ${message} [${code}]`),
  ];
  const more = all.length - most;
  return more > 0 ? [...all.slice(0, most), `and ${more} more`] : all;
}

const ownerWords = (owner: number): string => `pid ${owner} owns the project and runs everything in it`;

/** What runs by itself, and when it does next. */
function automationWords(document: AutomationDocument | null): string {
  if (document === null) return 'unknown: the process that owns the project does not say';
  const { assets, schedules, sensors, on } = document;
  const conditions = assets.filter(({ condition }) => condition !== null).length;
  const parts = [
    ...(conditions > 0
      ? [`${counted(conditions, 'asset')} with ${conditions === 1 ? 'a condition' : 'conditions'}`]
      : []),
    ...(schedules.length > 0 ? [counted(schedules.length, 'schedule')] : []),
    ...(sensors.length > 0 ? [counted(sensors.length, 'sensor')] : []),
  ];
  if (parts.length === 0) return 'on: nothing in this project runs by itself yet';
  const next = nextTick(document);
  const when = next === null ? '' : `; next tick ${moment(next)} (${inWords(next - Date.parse(document.now))})`;
  return `${on ? 'on' : 'off'}: ${parts.join(', ')}${on ? when : ''}`;
}

function nextTick({ assets, schedules, sensors }: AutomationDocument): number | null {
  const times = [
    ...assets.map(({ next }) => next),
    ...schedules.filter(({ on }) => on).map(({ next }) => next[0] ?? null),
    ...sensors.filter(({ on }) => on).map(({ next }) => next),
  ].flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  return times.length === 0 ? null : Math.min(...times);
}

function inWords(ms: number): string {
  if (ms < 1000) return 'now';
  if (ms < 60_000) return `in ${Math.round(ms / 1000)} s`;
  if (ms < 3_600_000) return `in ${Math.round(ms / 60_000)} min`;
  if (ms < 48 * 3_600_000) return `in ${Math.round(ms / 3_600_000)} h`;
  return `in ${Math.round(ms / 86_400_000)} days`;
}

function tickWords({ kind, name, outcome, runs, assets, message }: Tick): string {
  const what = kind === 'conditions' ? 'conditions' : `${kind} ${name}`;
  const why = message === null ? '' : `: ${message}`;
  if (outcome !== 'requested') return `${what} ${outcome}${why}`;
  const made = assets.length === 0 ? '' : ` of ${named(assets)}`;
  return `${what} requested ${runs.length === 1 ? `run ${shortRun(runs[0] ?? '')}` : counted(runs.length, 'run')}${made}${why}`;
}

/** Runs and what failed in them; all else is on the page. */
function eventText(event: RunEvent, line: (text: string) => string): string | null {
  switch (event.type) {
    case 'run-started':
      return event.assets.length === 0 ? null : line(`run ${shortRun(event.run)} of ${named(event.assets)}`);
    case 'run-finished':
      return line(`run ${shortRun(event.run)} ${progressText(event).trimEnd()}`);
    case 'step-failed':
      return event.op === undefined ? line(progressText(event).trim()) : null;
    default:
      return null;
  }
}

function named(assets: readonly string[]): string {
  const first = assets.slice(0, 3).join(', ');
  return assets.length > 3 ? `${first} and ${assets.length - 3} more` : first;
}

/** Of the wall, as the person who reads it has it. */
const clock = (now: Date): string => now.toTimeString().slice(0, 8);

/** `Sun 2026-03-29 00:00` of the same clock, as the other sentences of automation write it. */
function moment(time: number): string {
  const at = new Date(time);
  const pad = (part: number): string => String(part).padStart(2, '0');
  const day = `${at.toString().slice(0, 3)} ${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day} ${at.toTimeString().slice(0, 5)}`;
}
