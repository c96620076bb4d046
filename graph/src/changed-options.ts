// What a definition says about an asset besides its code and dependencies, and said differently before; in words.
import { conditionWords, freshnessWords, mappingWords, partitionsWords } from './condition-words.ts';
import type { AssetNode } from './model.ts';

/**
 * Sentences without a subject: `` its group is `sales`, was `default` ``. Not its description, its place in the source or the keys it
 * had: a graph is the same with other words about it.
 */
export function changedOptions(was: AssetNode, now: AssetNode): string[] {
  return OPTIONS.flatMap(({ name, plural = false, of, whole = of }) => {
    const words = of(was) === of(now) ? whole : of;
    const [then, today] = [words(was), words(now)];
    if (then === today) return [];
    const [is, before] = plural ? ['are', 'were'] : ['is', 'was'];
    return [`its ${name} ${is} ${today}, ${before} ${then}`];
  });
}

interface Option {
  readonly name: string;
  readonly plural?: boolean;
  readonly of: (node: AssetNode) => string;
  /** Where that leaves some of it out: all of it, for what differs only there. */
  readonly whole?: (node: AssetNode) => string;
}

const OPTIONS: readonly Option[] = [
  { name: 'kind', of: ({ kind, foreign }) => (foreign === undefined ? kind : `${kind} (of ${foreign.project})`) },
  { name: 'group', of: ({ group }) => listed([group]) },
  { name: 'kinds', plural: true, of: ({ kinds }) => listed(kinds.toSorted()) },
  {
    name: 'tags',
    plural: true,
    of: ({ tags }) =>
      listed(
        Object.entries(tags)
          .map(([tag, value]) => (value === '' ? tag : `${tag}=${value}`))
          .sort(),
      ),
  },
  { name: 'owners', plural: true, of: ({ owners }) => listed(owners.toSorted()) },
  { name: 'IO manager', of: ({ io }) => (io === null ? 'the default' : listed([io])) },
  { name: 'checks', plural: true, of: ({ checks }) => listed(checks.toSorted()) },
  {
    name: 'partitions',
    plural: true,
    of: ({ partitions }) => (partitions ? code(partitionsWords(partitions)) : 'none'),
    whole: ({ partitions }) => (partitions ? code(partitionsWords(partitions, Infinity)) : 'none'),
  },
  { name: 'automation', of: ({ automation }) => (automation ? code(conditionWords(automation)) : 'none') },
  { name: 'freshness policy', of: ({ freshness }) => (freshness ? code(freshnessWords(freshness)) : 'none') },
  { name: 'backfill', of: ({ backfill }) => backfillWords(backfill) },
  {
    name: 'mappings',
    plural: true,
    of: ({ mappings = {} }) =>
      listed(
        Object.entries(mappings)
          .map(([upstream, mapping]) => `${upstream}: ${mappingWords(mapping)}`)
          .sort(),
      ),
  },
  {
    name: 'columns',
    plural: true,
    of: ({ columns = [] }) => listed(columns.map(({ name, kind }) => (kind === null ? name : `${name}: ${kind}`))),
  },
];

function backfillWords(backfill: AssetNode['backfill']): string {
  if (backfill === undefined) return 'a run for each partition';
  const { maxPartitionsPerRun: most } = backfill;
  return most === null ? 'a single run' : `${most} partitions a run`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.map((word) => `\`${word}\``).join(', ');
}
