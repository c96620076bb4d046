// Metadata of every kind: what fits a line stands in the list of facts, the rest below it under its name.
import type { Metadata, MetadataValue } from '@headwater/graph';
import type { ReactNode } from 'react';
import { IconButton } from '../controls/button.tsx';
import { formatNumber, formatTime } from '../state/format.ts';
import { knownMetadata } from '../state/known-metadata.ts';
import { Chart } from './chart.tsx';
import { ColumnLineage } from './column-lineage.tsx';
import { Fact } from './fact-list.tsx';
import { JsonTree } from './json-tree.tsx';
import { Markdown } from './markdown.tsx';
import { Picture } from './picture.tsx';
import { SafeLink } from './safe-link.tsx';
import { usePage } from './use-page.ts';
import { ValueTable } from './value-table.tsx';

/** Rows for a list of facts. */
export function MetadataFacts({ metadata }: { readonly metadata: Metadata }) {
  return entriesOf(metadata).map(([name, value]) => {
    const line = lineOf(value);
    return line === null ? null : (
      <Fact key={name} name={name}>
        {line}
      </Fact>
    );
  });
}

export function MetadataBlocks({ metadata }: { readonly metadata: Metadata }) {
  return entriesOf(metadata).map(([name, value]) => {
    const block = blockOf(name, value);
    return block === null ? null : (
      <section className={`metadata metadata-${value.kind}`} key={name} aria-label={name}>
        <h4>
          <bdi>{name}</bdi>
        </h4>
        {block}
      </section>
    );
  });
}

function entriesOf(metadata: Metadata): [string, MetadataValue][] {
  return Object.entries(metadata).map(([name, value]) => [name, knownMetadata(value)]);
}

/** Null for what needs more than a line. */
function lineOf({ kind, value }: MetadataValue): ReactNode {
  switch (kind) {
    case 'int':
    case 'float':
      return formatNumber(value);
    case 'bool':
      return String(value);
    case 'text':
      return <span className="text-value">{value}</span>;
    case 'url':
      return <SafeLink href={value}>{value}</SafeLink>;
    case 'path':
      return <Path path={value} />;
    case 'timestamp':
      return (
        <time dateTime={value} title={value}>
          {formatTime(value)}
        </time>
      );
    case 'json':
      return isFlat(value) ? <JsonTree value={value} /> : null;
    case 'md':
    case 'table':
    case 'tableSchema':
    case 'columnLineage':
    case 'image':
    case 'chart':
      return null;
  }
}

/** Null for what stands in a line. */
function blockOf(name: string, { kind, value }: MetadataValue): ReactNode {
  switch (kind) {
    case 'md':
      return <Markdown text={value} />;
    case 'json':
      return isFlat(value) ? null : <JsonTree value={value} open />;
    case 'table':
      return <ValueTable label={name} columns={value.columns.map((column) => ({ name: column }))} rows={value.rows} />;
    case 'tableSchema':
      return <Schema name={name} columns={value} />;
    case 'columnLineage':
      return <ColumnLineage columns={value} />;
    case 'image':
      return <Picture src={value.src} alt={value.alt || name} />;
    case 'chart':
      return <Chart chart={value} />;
    case 'int':
    case 'float':
    case 'bool':
    case 'text':
    case 'url':
    case 'path':
    case 'timestamp':
      return null;
  }
}

function isFlat(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

type SchemaColumns = Extract<MetadataValue, { kind: 'tableSchema' }>['value'];

function Schema({ name, columns }: { readonly name: string; readonly columns: SchemaColumns }) {
  const described = columns.some(({ description }) => description !== undefined);
  const heads = ['Column', 'Type', ...(described ? ['Description'] : [])];
  return (
    <ValueTable
      label={name}
      columns={heads.map((head) => ({ name: head }))}
      rows={columns.map((column) => [column.name, column.type, ...(described ? [column.description ?? ''] : [])])}
    />
  );
}

function Path({ path }: { readonly path: string }) {
  const { actions } = usePage();
  return (
    <span className="path-value">
      <code>{path}</code>
      <IconButton icon="copy" label={`Copy ${path}`} onClick={() => actions.copy(path)} />
    </span>
  );
}
