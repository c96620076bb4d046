// What each row of the automation tree says: its words, its shape and colour, and the name a screen reader speaks.
import { counted, formatAge, oneLine, shortRun, type EvaluatedCondition } from '@headwater/graph';
import type {
  AutomatedAsset,
  AutomationDocument,
  BackfillState,
  FreshnessStanding,
  ScheduleState,
  SensorState,
  Tick,
} from '@headwater/runner/protocol';
import type { TreeRow } from './tree-row.ts';

type RowWords = Omit<TreeRow, 'spoken' | 'colour' | 'open'> & Partial<Pick<TreeRow, 'colour' | 'open'>>;

const row = (of: RowWords): TreeRow => ({
  colour: null,
  open: null,
  ...of,
  spoken: of.description === '' ? of.label : `${of.label}, ${of.description}`,
});

/** The switch of a project, with what it switches. */
export function switchRow(document: AutomationDocument, now: Date): TreeRow {
  const { on, since } = document;
  const age = since === null ? null : formatAge(since, now);
  return row({
    label: on ? 'Automation is on' : 'Automation is off',
    description: on ? (age === null ? '' : `switched on ${age}`) : 'nothing runs by itself',
    icon: on ? 'debug-start' : 'debug-pause',
    colour: on ? 'testing.iconPassed' : null,
    context: on ? 'automation-on' : 'automation-off',
  });
}

export function noticeRow(message: string): TreeRow {
  return row({ label: oneLine(message, 200), description: '', icon: 'info', context: 'notice' });
}

const BRANCHES = {
  assets: ['Assets', 'asset'],
  schedules: ['Schedules', 'schedule'],
  sensors: ['Sensors', 'sensor'],
  backfills: ['Backfills', 'backfill'],
} as const;

export type BranchName = keyof typeof BRANCHES;

export function branchRow(of: BranchName, count: number): TreeRow {
  const [label, one] = BRANCHES[of];
  return row({
    label,
    description: counted(count, one),
    icon: 'folder',
    open: of !== 'backfills',
    context: `automation-${of}`,
  });
}

const FRESHNESS: Readonly<Record<FreshnessStanding['state'], readonly [icon: string, colour: string | null]>> = {
  pass: ['pass', 'testing.iconPassed'],
  warn: ['warning', 'editorWarning.foreground'],
  fail: ['error', 'testing.iconFailed'],
  unknown: ['question', null],
};

/** What it decided last, or when it decides next; its freshness where that is not well. */
export function assetRow({ key, condition, next, last, freshness }: AutomatedAsset, now: Date): TreeRow {
  const late = freshness !== null && (freshness.state === 'fail' || freshness.state === 'warn');
  const told = last?.problem ?? last?.message ?? null;
  const words = [
    late ? freshness.message : null,
    next === null ? null : nextWords(next, now),
    // That it waits for its next tick is said by the tick.
    next !== null && told?.startsWith('next tick ') === true ? null : told,
  ].filter((each) => each !== null);
  const shape: readonly [string, string | null] = late
    ? FRESHNESS[freshness.state]
    : last?.problem !== undefined
      ? ['error', 'testing.iconFailed']
      : last?.requested === true
        ? ['play-circle', 'charts.blue']
        : [condition === null ? 'watch' : 'circle-outline', null];
  return row({
    label: key,
    description: oneLine(words.join(' · '), 200),
    icon: shape[0],
    colour: shape[1],
    open: condition === null ? null : false,
    context: 'automation-asset',
  });
}

/** One condition as it came out; true and false differ by shape and by word. */
export function conditionRow({ label, value, detail, asset, of }: EvaluatedCondition): TreeRow {
  const words = [value ? 'yes' : 'no', asset ?? null, detail ?? null].filter((each) => each !== null);
  return row({
    label,
    description: oneLine(words.join(' · '), 200),
    icon: value ? 'check' : 'close',
    colour: value ? 'testing.iconPassed' : null,
    open: of.length === 0 ? null : !value,
    context: 'condition',
  });
}

export function scheduleRow({ name, on, words, next, last }: ScheduleState, now: Date): TreeRow {
  const [first] = next;
  const told = [on ? null : 'off', first === undefined ? null : nextWords(first, now), words];
  return row({
    label: name,
    description: told.filter((each) => each !== null).join(' · '),
    icon: last?.outcome === 'failed' ? 'error' : on ? 'calendar' : 'debug-pause',
    colour: last?.outcome === 'failed' ? 'testing.iconFailed' : null,
    open: false,
    context: on ? 'schedule-on' : 'schedule-off',
  });
}

export function sensorRow({ name, on, cursor, next, last, minimumIntervalMs }: SensorState, now: Date): TreeRow {
  const told = [
    on ? null : 'off',
    next === null ? null : nextWords(next, now),
    `at most every ${durationWords(minimumIntervalMs)}`,
    cursor === null ? null : `cursor ${cursor}`,
  ];
  return row({
    label: name,
    description: oneLine(told.filter((each) => each !== null).join(' · '), 200),
    icon: last?.outcome === 'failed' ? 'error' : on ? 'broadcast' : 'debug-pause',
    colour: last?.outcome === 'failed' ? 'testing.iconFailed' : null,
    open: false,
    context: on ? 'sensor-on' : 'sensor-off',
  });
}

export function nextTickRow(time: string, now: Date): TreeRow {
  return row({ label: timeWords(time, now), description: 'to come', icon: 'clock', context: 'next-tick' });
}

const OUTCOMES: Readonly<Record<Tick['outcome'], readonly [icon: string, word: string]>> = {
  requested: ['play-circle', 'asked for'],
  skipped: ['circle-slash', 'skipped'],
  failed: ['error', 'failed'],
  missed: ['history', 'missed'],
};

export function tickRow({ time, outcome, runs, message }: Tick, now: Date): TreeRow {
  const [icon, word] = OUTCOMES[outcome];
  const [first, ...others] = runs;
  const ran =
    first === undefined ? '' : ` run ${shortRun(first)}${others.length > 0 ? ` and ${others.length} more` : ''}`;
  return row({
    label: timeWords(time, now),
    description: oneLine([`${word}${ran}`, message].filter((each) => each !== null).join(': '), 200),
    icon,
    colour: outcome === 'failed' ? 'testing.iconFailed' : null,
    context: 'tick',
  });
}

const BACKFILLS: Readonly<Record<BackfillState['status'], readonly [icon: string, colour: string | null]>> = {
  running: ['sync~spin', 'charts.blue'],
  paused: ['debug-pause', null],
  success: ['pass', 'testing.iconPassed'],
  failure: ['error', 'testing.iconFailed'],
  cancelled: ['circle-slash', null],
};

export function backfillRow({ selection, status, started, counts, message }: BackfillState, now: Date): TreeRow {
  const { made, total, failed } = counts;
  const told = [
    `${status}: ${made.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} made`,
    failed > 0 ? `${failed.toLocaleString('en-US')} failed` : null,
    message ?? null,
    formatAge(started, now),
  ];
  return row({
    label: selection,
    description: oneLine(told.filter((each) => each !== null).join(' · '), 200),
    icon: BACKFILLS[status][0],
    colour: BACKFILLS[status][1],
    context: `backfill-${status}`,
  });
}

/** `today 08:00`, `tomorrow 08:00`, `Mon 30 Mar 08:00` in the time of the machine a person sits at. */
export function timeWords(time: string, now: Date): string {
  const at = new Date(time);
  const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days === 0) return `today ${clock}`;
  if (days === 1) return `tomorrow ${clock}`;
  if (days === -1) return `yesterday ${clock}`;
  const date = at.toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(at.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
  });
  return `${date.replace(',', '')} ${clock}`;
}

/** `next 08:00`, `next tomorrow 08:00`: for places with little room. */
export const nextWords = (time: string, now: Date): string => `next ${timeWords(time, now).replace('today ', '')}`;

const startOfDay = (of: Date): number => new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime();

function durationWords(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms % 60_000 === 0) return `${ms / 60_000} min`;
  return `${ms / 1000} s`;
}
