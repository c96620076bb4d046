// A JSON value as a tree that opens and closes; what is closed is not drawn, so depth and length cost nothing until they are looked at.
import { useState } from 'react';
import { formatNumber } from '../state/format.ts';

interface JsonTreeProps {
  readonly value: unknown;
  /** The property or index it stands under. */
  readonly name?: string;
  readonly open?: boolean;
}

/** Members of one object or list that are drawn at once. */
const PAGE = 100;

export function JsonTree({ value, name, open = false }: JsonTreeProps) {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    return <Branch value={value} open={open} {...(name !== undefined && { name })} />;
  return (
    <span className="json-leaf">
      {name !== undefined && <Name name={name} />}
      <Leaf value={value} />
    </span>
  );
}

interface BranchProps extends JsonTreeProps {
  readonly value: object;
  readonly open: boolean;
}

function Branch({ value, name, open: initially }: BranchProps) {
  const [open, setOpen] = useState(initially);
  const [shown, setShown] = useState(PAGE);
  const members = Object.entries(value);
  const more = members.length - shown;
  return (
    <details className="json-branch" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {name !== undefined && <Name name={name} />}
        <span className="json-count">{countWords(value, members.length)}</span>
      </summary>
      {open && (
        <ul>
          {members.slice(0, shown).map(([key, member]) => (
            <li key={key}>
              <JsonTree value={member} name={key} open={members.length === 1} />
            </li>
          ))}
          {more > 0 && (
            <li>
              <button type="button" className="link" onClick={() => setShown(shown + PAGE)}>
                {`${Math.min(PAGE, more)} more of ${formatNumber(members.length)}`}
              </button>
            </li>
          )}
        </ul>
      )}
    </details>
  );
}

function Name({ name }: { readonly name: string }) {
  return (
    <span className="json-name">
      <bdi>{name}</bdi>:{' '}
    </span>
  );
}

function Leaf({ value }: { readonly value: unknown }) {
  if (Array.isArray(value)) return <span className="json-count">empty list</span>;
  if (typeof value === 'object' && value !== null) return <span className="json-count">empty object</span>;
  return <bdi className={`json-${value === null ? 'null' : typeof value}`}>{JSON.stringify(value) ?? 'undefined'}</bdi>;
}

function countWords(value: object, count: number): string {
  if (Array.isArray(value)) return `${formatNumber(count)} ${count === 1 ? 'item' : 'items'}`;
  return `${formatNumber(count)} ${count === 1 ? 'property' : 'properties'}`;
}
