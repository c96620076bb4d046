// What jobs select by names that nothing has: allowed, since it may come later, but rarely meant.
import { select, selectionAttributes } from '@headwater/graph';
import type { AssetNode, Problem, SourceRange } from '@headwater/graph';
import type { LinkedJob } from './linked.ts';
import { problemAt } from './problem-at.ts';

type PlacedAttribute = ReturnType<typeof selectionAttributes>[number];

interface Question {
  readonly jobs: readonly LinkedJob[];
  /** Those in the graph. */
  readonly nodes: readonly AssetNode[];
}

/** Looks again only when a job or a name of an asset is another than before: most edits change neither. */
export function jobSelections(): (question: Question) => readonly Problem[] {
  let last: (Question & { readonly problems: readonly Problem[] }) | null = null;
  return ({ jobs, nodes }) => {
    if (last === null || !sameJobs(last.jobs, jobs) || !sameNames(last.nodes, nodes))
      last = { jobs, nodes, problems: selectionProblems({ jobs, nodes }) };
    else last = { ...last, nodes };
    return last.problems;
  };
}

function sameJobs(before: readonly LinkedJob[], now: readonly LinkedJob[]): boolean {
  return before.length === now.length && now.every((job, index) => job === before[index]);
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

function selectionProblems({ jobs, nodes }: Question): Problem[] {
  const written = jobs.flatMap((job) => (job.text === null ? [] : [{ job, names: namesIn(job.node.selection) }]));
  if (written.length === 0) return [];
  const isThere = knownNames(nodes);
  return written.flatMap(({ job, names }) =>
    names.flatMap((name) =>
      (isThere(name) ? [] : whyMissing({ jobs, nodes }, name)).map((sentence) => ({
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

function whyMissing({ jobs, nodes }: Question, name: PlacedAttribute): readonly string[] {
  // What another job selects is not looked at here: it is told itself.
  const { warnings } = select(name.name === 'job' ? [] : nodes, name, { jobs: jobs.map(({ node }) => node) });
  return warnings.filter((sentence) => !jobs.some(({ node }) => sentence.startsWith(`job "${node.name}": `)));
}

/** The attributes that name something: `is:` and `status:` do not. */
function namesIn(text: string): PlacedAttribute[] {
  return selectionAttributes(text).filter(({ name, value }) => name !== 'is' && name !== 'status' && value !== null);
}

/** Of the value, where the selection is a text that stands in place letter for letter on one line; else of the whole. */
function placeIn({ text, place }: LinkedJob, { start, end }: PlacedAttribute): SourceRange {
  if (text === null) return place;
  if (!text.isVerbatim || text.place.startLine !== text.place.endLine) return text.place;
  const opening = text.place.startColumn + 1;
  return { ...text.place, startColumn: opening + start, endColumn: opening + end };
}
