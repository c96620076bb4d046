// What jobs, schedules and sensors select by names that nothing has: allowed, since it may come later, but rarely meant.
import { select, selectionAttributes } from '@headwater/graph';
import type { AssetNode, NamedSelection, Problem, SourceRange } from '@headwater/graph';
import type { LinkedListed } from './linked.ts';
import { problemAt } from './problem-at.ts';

type Listed = LinkedListed<NamedSelection>;
type PlacedAttribute = ReturnType<typeof selectionAttributes>[number];

interface Question {
  readonly jobs: readonly Listed[];
  readonly schedules: readonly Listed[];
  readonly sensors: readonly Listed[];
  /** Those in the graph. */
  readonly nodes: readonly AssetNode[];
}

/** Looks again only when a job or a name of an asset is another than before: most edits change neither. */
export function jobSelections(): (question: Question) => readonly Problem[] {
  let last: (Question & { readonly problems: readonly Problem[] }) | null = null;
  return (question) => {
    if (last === null || !sameListed(last, question) || !sameNames(last.nodes, question.nodes))
      last = { ...question, problems: selectionProblems(question) };
    else last = { ...last, nodes: question.nodes };
    return last.problems;
  };
}

function sameListed(before: Question, now: Question): boolean {
  const [old, current] = [listedOf(before), listedOf(now)];
  return old.length === current.length && current.every((each, index) => each === old[index]);
}

function listedOf({ jobs, schedules, sensors }: Question): readonly Listed[] {
  return [...jobs, ...schedules, ...sensors];
}

function sameNames(before: readonly AssetNode[], now: readonly AssetNode[]): boolean {
  const names = ({ key, group, kinds, tags, owners }: AssetNode): string =>
    JSON.stringify([key, group, kinds, tags, owners]);
  return (
    before.length === now.length &&
    now.every((node, index) => {
      const other = before[index];
      return other !== undefined && (node === other || names(node) === names(other));
    })
  );
}

function selectionProblems(question: Question): Problem[] {
  const { nodes } = question;
  const written = listedOf(question).flatMap((each) =>
    each.text === null ? [] : [{ job: each, names: namesIn(each.node.selection) }],
  );
  if (written.length === 0) return [];
  const isThere = knownNames(nodes);
  return written.flatMap(({ job, names }) =>
    names.flatMap((name) =>
      (isThere(name) ? [] : whyMissing(question, name)).map((sentence) => ({
        ...problemAt({
          code: 'bad-selection',
          file: job.node.file,
          place: placeIn(job, name),
          message: `The selection of \`${job.node.name}\` names what is not there: ${sentence}${sentence.endsWith('?') ? '' : '.'}`,
        }),
        severity: 'warning' as const,
      })),
    ),
  );
}

/** Sure of what some asset has; patterns and jobs are for `select` to tell. */
function knownNames(nodes: readonly AssetNode[]): (name: PlacedAttribute) => boolean {
  const known = new Set<string>();
  for (const { key, group, kinds, tags, owners } of nodes) {
    known.add(`key:${key}`).add(`group:${group}`);
    for (const kind of kinds) known.add(`kind:${kind}`);
    for (const owner of owners) known.add(`owner:${owner}`);
    for (const [tag, value] of Object.entries(tags)) known.add(`tag:${tag}`).add(`tag:${tag}=${value}`);
  }
  return ({ name, value, tagValue }) => known.has(`${name}:${value}${tagValue === undefined ? '' : `=${tagValue}`}`);
}

function whyMissing(question: Question, name: PlacedAttribute): readonly string[] {
  // What another one selects is not looked at here: it is told itself.
  const isListed = name.name === 'job' || name.name === 'schedule' || name.name === 'sensor';
  const named = {
    jobs: question.jobs.map(({ node }) => node),
    schedules: question.schedules.map(({ node }) => node),
    sensors: question.sensors.map(({ node }) => node),
  };
  const { warnings } = select(isListed ? [] : question.nodes, name, named);
  return warnings.filter((sentence) => !/^(job|schedule|sensor) ".*": /.test(sentence));
}

/** What an asset is, or how it stands: these name nothing. */
const STANDING: ReadonlySet<string> = new Set(['is', 'status', 'partitions', 'automation_type']);

/** The attributes that name something. */
function namesIn(text: string): PlacedAttribute[] {
  return selectionAttributes(text).filter(({ name, value }) => !STANDING.has(name) && value !== null);
}

/** Of the value, where the selection is a text that stands in place letter for letter on one line; else of the whole. */
function placeIn({ text, place }: Listed, { start, end }: PlacedAttribute): SourceRange {
  if (text === null) return place;
  if (!text.isVerbatim || text.place.startLine !== text.place.endLine) return text.place;
  const opening = text.place.startColumn + 1;
  return { ...text.place, startColumn: opening + start, endColumn: opening + end };
}
