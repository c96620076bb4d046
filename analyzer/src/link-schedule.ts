// Links schedules and sensors: their names, what they run, and when.
import type { SourceRange } from '@headwater/graph';
import { callShape } from './call-shape.ts';
import { aNounOf } from './factories.ts';
import type { StaticValue, WrittenOption, WrittenOptions } from './file-record.ts';
import { cronOf, durationOf, timezoneOf } from './fold-cron.ts';
import { foldValue } from './fold-value.ts';
import { computed, folded } from './fold-words.ts';
import type { Unfolded, WordReading } from './fold-words.ts';
import { givenOption, isText } from './folded-option.ts';
import { readSelection } from './link-job.ts';
import type { Selected, Unread, WrittenListed } from './link-job.ts';
import type { LinkedSchedule, LinkedSensor } from './linked.ts';
import { DELAY, DURATION } from './quantity.ts';
import type { QuantityKind } from './quantity.ts';
import { resolveValue } from './resolve-value.ts';
import { written } from './upstream.ts';
import type { LinkQuestion } from './upstream.ts';

type TimedFactory = 'schedule' | 'sensor';

const LEAST_INTERVAL = 30_000;

/** Null after reporting why there is none. */
export function linkSchedule(question: LinkQuestion, listed: WrittenListed): LinkedSchedule | null {
  const timed = linkTimed(question, { factory: 'schedule', listed });
  if (timed === null) return null;
  const { name, options, selection, text, unseen } = timed;
  const option = (named: string): OptionQuestion => ({
    question,
    option: givenOption(options, named),
    of: `The schedule \`${name}\``,
    place: options.byName.get(named)?.place ?? listed.place,
  });
  const times = folded(() => ({
    cron: cronOf(...given(option('cron'))),
    timezone: timezoneOf(...given(option('timezone'))),
  }));
  if (times === 'computed') {
    const { place } = ['cron', 'timezone'].map(option).find(isComputed) ?? listed;
    return unseen('when it ticks is computed', place);
  }
  if (times === 'wrong') return null;
  const run = givenOption(options, 'run');
  const hasBody = run !== undefined && !(run.kind === 'value' && isNull(run.value));
  return { node: { name, selection, ...times, hasBody, ...at(question, listed) }, place: listed.place, text };
}

/** Null after reporting why there is none. */
export function linkSensor(question: LinkQuestion, listed: WrittenListed): LinkedSensor | null {
  const timed = linkTimed(question, { factory: 'sensor', listed });
  if (timed === null) return null;
  const { name, options, selection, text, unseen } = timed;
  const duration = (named: string, kind: QuantityKind): { readonly ms: number | null } | Unfolded => {
    const option = givenOption(options, named);
    if (option === undefined) return { ms: null };
    const of = `\`${named}\` of \`${name}\``;
    return folded(() => ({ ms: durationOf(...given({ question, option, of, place: option.place }), kind) }));
  };
  const interval = duration('minimumInterval', DELAY);
  // How long a look may take is no part of the graph: it may be computed.
  if (interval === 'wrong' || duration('timeout', DURATION) === 'wrong') return null;
  if (interval === 'computed')
    return unseen('how often it is asked is computed', options.byName.get('minimumInterval')?.place ?? listed.place);
  const minimumIntervalMs = interval.ms ?? LEAST_INTERVAL;
  return { node: { name, selection, minimumIntervalMs, ...at(question, listed) }, place: listed.place, text };
}

function at({ file }: LinkQuestion, { place, exportName }: WrittenListed) {
  return { file, line: place.startLine, column: place.startColumn, exportName };
}

interface Timed extends Selected {
  readonly name: string;
  readonly options: WrittenOptions;
  readonly unseen: (reason: string, place: SourceRange) => null;
}

function linkTimed(
  question: LinkQuestion,
  { factory, listed }: { readonly factory: TimedFactory; readonly listed: WrittenListed },
): Timed | null {
  const { world, path, report } = question;
  const { subject, options, unreadable } = callShape({ factory, declaration: listed });
  const unseen = (reason: string, place: SourceRange): null => {
    report(
      'dynamic',
      place,
      `This ${factory} is not in the graph before a run: ${reason}. Write it out in place to see it while you type.`,
    );
    return null;
  };
  if (subject === null) return null;
  const name = foldValue(world, path, subject.value);
  if (!isText(name)) return unseen('its name is computed', subject.place);
  const [first] = unreadable;
  if (first !== undefined) return unseen(first.reason, first.place);
  if (options === null) return null;
  const target = targetOf(question, { factory, name, options, place: listed.place });
  if (target === null) return null;
  return 'reason' in target ? unseen(target.reason, target.place) : { name, options, unseen, ...target };
}

interface TargetQuestion {
  readonly factory: TimedFactory;
  readonly name: string;
  readonly options: WrittenOptions;
  readonly place: SourceRange;
}

/** Null after reporting what is wrong with it. */
function targetOf(question: LinkQuestion, { factory, name, options, place }: TargetQuestion): Selected | Unread | null {
  const [job, selection] = [givenOption(options, 'job'), givenOption(options, 'selection')];
  if (selection !== undefined && job === undefined) return readSelection(question, selection);
  if (job?.kind === 'value' && selection === undefined) return jobTarget(question, job);
  const wrong = job === undefined ? 'does not say what it runs' : 'says twice what it runs';
  question.report(
    'bad-selection',
    place,
    `The ${factory} \`${name}\` ${wrong}, so the module cannot load. Give it one of \`job\` and \`selection\`.`,
  );
  return null;
}

function jobTarget(
  question: LinkQuestion,
  { value, place }: { readonly value: StaticValue; readonly place: SourceRange },
): Selected | Unread | null {
  const { world, path, report } = question;
  const target = resolveValue(world, path, value);
  const wrong = (sentence: string): null => {
    report('bad-selection', place, sentence);
    return null;
  };
  switch (target.kind) {
    case 'declared': {
      if (target.factory !== 'job')
        return wrong(
          `\`${written(value)}\` is ${aNounOf(target.factory)}, not a job. Name a job, or select assets with \`selection\`.`,
        );
      const [subject] = target.declaration.args;
      const name = subject === undefined ? undefined : foldValue(world, target.file, subject.value);
      if (!isText(name)) return { reason: 'the name of its job is computed', place };
      return { selection: `job:"${name.replace(/["\\]/g, '\\$&')}"`, text: null };
    }
    case 'unknown-name':
      return wrong(`This file knows no job \`${target.name}\`. Import it, declare it, or correct the name.`);
    case 'unknown-module':
      return wrong(`The job comes from '${target.specifier}', and there is no such file. Correct the import.`);
    case 'unknown-export':
      return wrong(`${question.relative(target.file)} exports no job \`${target.name}\`. Correct the import.`);
    case 'value':
    case 'output':
    case 'module':
      return wrong(`\`job\` takes what job(…) returned. To select assets by a text, write \`selection\` instead.`);
    default:
      return { reason: 'its job is computed', place };
  }
}

function isNull(value: StaticValue): boolean {
  return value.kind === 'literal' && value.value === null;
}

interface OptionQuestion {
  readonly question: LinkQuestion;
  /** Undefined: it is not given. */
  readonly option: WrittenOption | undefined;
  readonly of: string;
  /** Where it stands, or would. */
  readonly place: SourceRange;
}

/** An option as words are given their arguments. */
function given(asked: OptionQuestion): [WordReading, { value: unknown; place: SourceRange; of: string }] {
  if (isComputed(asked)) return computed();
  const { question, place, of } = asked;
  return [question, { value: dataOf(asked), place, of }];
}

function isComputed(asked: OptionQuestion): boolean {
  return asked.option !== undefined && dataOf(asked) === undefined;
}

function dataOf({ question: { world, path }, option }: OptionQuestion): unknown {
  return option?.kind === 'value' ? foldValue(world, path, option.value) : undefined;
}
