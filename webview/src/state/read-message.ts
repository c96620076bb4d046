// The page's door: a message of the protocol, or nothing.
import { STATUS_NAMES } from '@headwater/graph';
import { DEEDS } from '../deeds.ts';
import type { ToPage } from '../protocol.ts';
import {
  anything,
  boolean,
  exactly,
  isObject,
  list,
  nullable,
  number,
  optional,
  record,
  shape,
  text,
  type Check,
} from './check-shape.ts';

const action = shape({ label: text, command: text });
const empty = shape({ title: text, message: text, action: optional(action) });

const place = shape({ line: number, column: number });
const node = shape({
  key: text,
  kind: exactly('asset', 'external', 'multi', 'graph'),
  inputs: record(text),
  deps: list(text),
  places: optional(shape({ inputs: record(place), deps: record(place) })),
  group: text,
  kinds: list(text),
  tags: record(text),
  owners: list(text),
  description: nullable(text),
  file: text,
  line: number,
  column: number,
  io: nullable(text),
  step: text,
  checks: list(text),
  columns: optional(list(shape({ name: text, kind: nullable(text) }))),
  ops: optional(list(shape({ name: text, file: text, line: number }))),
  partitions: optional(shape({ is: text })),
  foreign: optional(shape({ project: text, key: text })),
  dynamic: optional(shape({ reason: text, file: text, line: number })),
});

const cause = shape({
  kind: text,
  message: text,
  asset: optional(text),
  file: optional(text),
  line: optional(number),
  column: optional(number),
  run: optional(text),
});
/** Of which kind it is, and whether its value is of that kind, is asked where it is drawn. */
const metadata = record(shape({ kind: text }));
const check = shape({
  name: text,
  passed: boolean,
  severity: exactly('warn', 'error'),
  time: text,
  metadata,
  message: optional(text),
});
const materialization = shape({
  run: text,
  time: text,
  dataVersion: text,
  rows: optional(number),
  bytes: optional(number),
  durationMs: number,
  metadata,
  checks: list(check),
});
const status = shape({
  key: text,
  status: exactly(...STATUS_NAMES),
  causes: list(cause),
  was: optional(nullable(exactly(...STATUS_NAMES))),
  lastMaterialization: optional(materialization),
  partitions: optional(shape({ total: number, fresh: number, stale: number, missing: number, failed: number })),
});

const preview = shape({
  type: exactly('table', 'value', 'binary'),
  columns: optional(list(shape({ name: text, type: text }))),
  rowCount: optional(number),
  rows: optional(list(list(anything))),
});

const history = shape({
  entries: list(
    shape({
      seq: number,
      run: text,
      time: text,
      rows: optional(number),
      bytes: optional(number),
      durationMs: number,
      env: optional(text),
      reusedFrom: optional(text),
      kept: boolean,
      checks: number,
      failedChecks: list(text),
      numbers: record(number),
      columns: optional(list(shape({ name: text, type: text }))),
    }),
  ),
  next: nullable(number),
  folded: nullable(shape({ count: number, first: text, last: text })),
});

const assetDiff = shape({
  key: text,
  change: exactly('added', 'removed', 'changed', 'renamed', 'downstream'),
  was: optional(node),
  pieces: list(
    shape({ kind: exactly('code', 'deps', 'option'), message: text, file: text, line: number, asset: optional(text) }),
  ),
  stale: boolean,
  because: list(text),
});
const diff = shape({
  base: shape({ ref: text, commit: text, title: text }),
  assets: list(assetDiff),
  edges: list(shape({ from: text, to: text, input: nullable(text), change: exactly('added', 'removed') })),
  plan: list(text),
  notes: list(text),
  problem: nullable(text),
});

const evaluated: Check = (value) => evaluatedShape(value);
const evaluatedShape = shape({
  label: text,
  value: boolean,
  detail: optional(text),
  asset: optional(text),
  of: list(evaluated),
});
const evaluation = shape({
  asset: text,
  time: text,
  requested: boolean,
  run: optional(text),
  tree: evaluated,
  problem: optional(text),
});
const automationFact = shape({
  key: text,
  condition: nullable(text),
  next: nullable(text),
  decision: nullable(text),
  freshness: nullable(shape({ state: exactly('unknown', 'pass', 'warn', 'fail'), message: text })),
});

const delta = shape({ revision: number, base: nullable(number), upserted: list(node), removed: list(text) });

const selections = list(shape({ name: text, selection: text }));

const MESSAGES: Readonly<Record<ToPage['type'], Check>> = {
  project: shape({
    project: nullable(text),
    name: text,
    empty: nullable(empty),
    runnable: boolean,
    cursor: optional(boolean),
    errors: optional(number),
    named: optional(shape({ jobs: selections, schedules: selections, sensors: selections })),
    projects: optional(list(shape({ project: text, name: text, words: text, shown: boolean }))),
  }),
  graph: shape({ project: text, delta }),
  status: shape({ project: text, full: boolean, statuses: list(status) }),
  progress: shape({ project: text, key: text, message: text, fraction: optional(number), attempt: optional(number) }),
  run: shape({ project: text, run: nullable(shape({ id: text, done: number, total: number })) }),
  focus: shape({ project: text, key: text, reveal: boolean, again: optional(boolean) }),
  select: shape({ project: text, key: text }),
  preview: shape({ project: text, key: text, preview: nullable(preview), message: nullable(text) }),
  automation: shape({ project: text, on: boolean, assets: list(automationFact) }),
  why: shape({ project: text, key: text, evaluation: nullable(evaluation), message: nullable(text) }),
  diff: shape({ project: text, diff, opensBase: boolean }),
  'show-changes': shape({ project: text, on: boolean }),
  export: shape({ project: text, format: exactly('svg', 'png') }),
  do: shape({ project: text, deed: exactly(...DEEDS), about: exactly('menu', 'choice') }),
  history: shape({
    project: text,
    key: text,
    before: nullable(number),
    history: nullable(history),
    message: nullable(text),
  }),
};

/** Null for what is no message of the protocol. */
export function readMessage(value: unknown): ToPage | null {
  if (!isObject(value) || typeof value['type'] !== 'string' || !Object.hasOwn(MESSAGES, value['type'])) return null;
  const message = value as unknown as ToPage; // its type is known by name, its shape is checked next
  return MESSAGES[message.type](message) ? message : null;
}
