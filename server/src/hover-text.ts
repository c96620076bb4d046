// What a hover says of an asset: key, group, kinds, status, description, what else is said of it, neighbours.
import { causeParts, conditionWords, directUpstream, freshnessWords, partitionsWords } from '@headwater/graph';
import type { AssetNode } from '@headwater/graph';
import { escapeMarkdown } from './escape-markdown.ts';
import type { HoverTypes } from './hover-types.ts';
import type { StoredFact } from './protocol.ts';

/** More names than this say less. */
const MOST_NEIGHBOURS = 8;

/** More columns than this are the page's business. */
const MOST_COLUMNS = 12;

export interface HoverQuestion {
  readonly node: AssetNode;
  readonly assets: readonly AssetNode[];
  readonly status: string | null;
  /** The address of a place in the source: a file relative to the project, a line. */
  readonly addressOf: (file: string, line: number) => string;
  /** Causes of the status, and what is said of the last materialization. */
  readonly facts: readonly StoredFact[];
  /** Null while the type checker does not know. */
  readonly types: HoverTypes | null;
  /** The first rows of what is stored, as a table. */
  readonly rows: string | null;
}

/** Markdown. */
export function hoverText(question: HoverQuestion): string {
  const { node, assets, status, facts: stored, types, rows } = question;
  const downstream = assets.filter((other) => directUpstream(other).includes(node.key)).map(({ key }) => key);
  const facts = [
    ...(node.kind === 'asset' || NOUN[node.kind] === status ? [] : [NOUN[node.kind]]),
    `group ${code(node.group)}`,
    ...node.kinds.map(code),
    ...(status === null ? [] : [status]),
  ];
  const paragraphs = [
    `**${node.key}** · ${facts.join(' · ')}`,
    lines(stored.flatMap((fact) => (fact.kind === 'cause' ? [causeLine(fact, question)] : []))),
    lines(stored.flatMap(({ kind, name, text }) => (kind === 'automation' ? [`${name}: ${code(text)}`] : []))),
    node.description,
    lines([
      node.partitions === undefined ? null : listed('Partitions', [partitionsWords(node.partitions)]),
      node.automation === undefined ? null : listed('Runs by itself', [conditionWords(node.automation)]),
      node.freshness === undefined ? null : listed('Fresh by', [freshnessWords(node.freshness)]),
    ]),
    node.dynamic === undefined ? null : `Part of it is known only after a run: ${node.dynamic.reason}.`,
    typeLines(types),
    lines([
      listed('Owners', node.owners),
      listed(
        'Tags',
        Object.entries(node.tags).map(([name, value]) => (value === '' ? name : `${name}=${value}`)),
      ),
      listed('Kept by', node.io === null ? [] : [node.io]),
      listed(
        'Steps',
        (node.ops ?? []).map(({ name }) => name),
      ),
      // Where nothing is known of what is stored, only the names.
      status === null ? listed('Checks', node.checks) : checks(node.checks, stored),
    ]),
    lines(stored.flatMap(({ kind, name, text }) => (kind === 'metadata' ? [`${code(name)}: ${code(text)}`] : []))),
    rows,
    lines([neighbours('Upstream', directUpstream(node)), neighbours('Downstream', downstream)]),
  ];
  return paragraphs.filter((paragraph) => paragraph !== null).join('\n\n');
}

const NOUN = { external: 'external', multi: 'output of a multi-asset', graph: 'graph asset' } as const;

/** What it makes and takes; null while that is not known. */
function typeLines(types: HoverTypes | null): string | null {
  if (types === null || types.contract === null) return null;
  const { makes, takes } = types.contract;
  const columns = types.columns ?? [];
  const shown = columns.length > MOST_COLUMNS ? [] : columns;
  // A type without a name says what its columns say.
  const isSpelledOut = shown.length > 0 && makes?.startsWith('{') === true;
  return lines([
    makes === null ? 'Makes: nothing to load' : isSpelledOut ? null : listed('Makes', [makes]),
    listed(
      'Takes',
      takes.map(({ name, type }) => `${name}: ${type}`),
    ),
    listed(
      'Columns',
      shown.map(
        ({ name, type, optional, nullable }) =>
          `${name}${optional ? '?' : ''}: ${type}${nullable && type !== 'null' ? ' | null' : ''}`,
      ),
    ),
  ]);
}

/** The sentence of lens and terminal, with its way to the asset and to the place it speaks of. */
function causeLine({ text, asset, file, line }: StoredFact, { assets, addressOf }: HoverQuestion): string {
  const upstream = assets.find(({ key }) => key === asset);
  const where = { asset: upstream, place: file === undefined ? undefined : { file, line: line ?? 1 } };
  const named = {
    message: text,
    ...(asset !== undefined && { asset }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
  };
  return causeParts(named)
    .map((part) => {
      const to = part.type === 'text' ? undefined : where[part.type];
      const said = escapeMarkdown(part.text);
      return to === undefined ? said : `[${said}](<${addressOf(to.file, to.line)}>)`;
    })
    .join('');
}

/** Each on a line of its own; null when there are none. */
function lines(all: readonly (string | null)[]): string | null {
  const said = all.filter((each) => each !== null);
  return said.length === 0 ? null : said.join('  \n');
}

function listed(label: string, names: readonly string[]): string | null {
  return names.length === 0 ? null : `${label}: ${names.map(code).join(', ')}`;
}

/** Each with how it came out, where it has run. */
function checks(names: readonly string[], stored: readonly StoredFact[]): string | null {
  if (names.length === 0) return null;
  const outcome = (name: string): string => {
    const found = stored.find((fact) => fact.kind === 'check' && fact.name === name);
    return `${code(name)} ${found === undefined ? 'not run' : escapeMarkdown(found.text)}`;
  };
  return `Checks: ${names.map(outcome).join(', ')}`;
}

function neighbours(label: string, keys: readonly string[]): string {
  if (keys.length === 0) return `${label}: none`;
  const more = keys.length > MOST_NEIGHBOURS ? ` and ${keys.length - MOST_NEIGHBOURS} more` : '';
  return `${label}: ${keys.slice(0, MOST_NEIGHBOURS).map(code).join(', ')}${more}`;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', '')}\``;
}
