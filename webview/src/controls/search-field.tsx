// A search field with suggestions. Native: the toolkit hides its input in a shadow tree, where it cannot name the active suggestion.
import {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { Icon } from './icon.tsx';

export interface Suggestion {
  readonly id: string;
  readonly content: ReactNode;
}

export interface Suggestions {
  readonly rows: readonly Suggestion[];
  /** The row that Enter takes unless another one is chosen. */
  readonly first: number;
  /** What is wrong with the text, and where. */
  readonly problem: Flaw | null;
}

export interface Flaw {
  readonly message: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

export interface Typed {
  readonly text: string;
  readonly cursor: number;
}

export interface SearchFieldProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly suggest: (typed: Typed) => Suggestions;
  /** Takes a suggestion; what it returns stands in the field from then on, and suggestions go on. */
  readonly onChoose: (id: string) => Typed | null;
  /** Ctrl or Cmd with Enter: takes the whole text; what is wrong with it where it cannot. */
  readonly onApply: (text: string) => Flaw | null;
  /** Escape on an empty field: back to where the person came from. */
  readonly onLeave: () => void;
  /** Said where nothing fits. */
  readonly nothing: (text: string) => string;
  readonly inputRef: RefObject<HTMLInputElement>;
}

const NONE: Suggestions = { rows: [], first: 0, problem: null };

export function SearchField(props: SearchFieldProps) {
  const { label, text, onText, suggest, onChoose, onApply, onLeave, nothing, inputRef } = props;
  const [cursor, setCursor] = useState(text.length);
  /** The row that was chosen with the arrows; null: the first. */
  const [chosen, setChosen] = useState<number | null>(null);
  const [open, setOpen] = useState(false);
  /** Wanted although nothing is typed. */
  const [browsing, setBrowsing] = useState(false);
  const [refused, setRefused] = useState<Flaw | null>(null);
  const wanted = useRef<number | null>(null);
  const listId = useId();
  const box = useRef<HTMLDivElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const isAsked = open && (browsing || text.trim() !== '');
  const suggestions = useMemo(
    () => (isAsked ? suggest({ text, cursor: Math.min(cursor, text.length) }) : NONE),
    [isAsked, suggest, text, cursor],
  );
  const { rows, first } = suggestions;
  const problem = refused ?? suggestions.problem;
  const position = rows.length === 0 ? -1 : Math.min(chosen ?? first, rows.length - 1);
  const current = rows[position];

  useLayoutEffect(() => {
    if (wanted.current === null) return;
    inputRef.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  // A field tells nobody that its text moved: it does so after what was typed or where the cursor went is drawn.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (marks.current && inputRef.current) marks.current.scrollLeft = inputRef.current.scrollLeft;
    });
    return () => cancelAnimationFrame(frame);
  });
  useLayoutEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [position]);

  const close = (): void => {
    setOpen(false);
    setBrowsing(false);
    setChosen(null);
    setRefused(null);
  };
  const write = (typed: Typed): void => {
    onText(typed.text);
    setCursor(typed.cursor);
    setChosen(null);
    setRefused(null);
    setOpen(true);
  };
  const choose = (id: string): void => {
    const next = onChoose(id);
    if (next === null) {
      onText('');
      return close();
    }
    wanted.current = next.cursor;
    write(next);
  };
  const apply = (): void => {
    if (text.trim() === '') return;
    const flaw = onApply(text);
    if (flaw === null) {
      onText('');
      return close();
    }
    setOpen(true);
    setRefused(flaw);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // The keys of an input method are its own.
    if (event.nativeEvent.isComposing) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const by = event.key === 'ArrowDown' ? 1 : -1;
        if (rows.length > 0) setChosen((position + by + rows.length) % rows.length);
        else {
          setOpen(true);
          setBrowsing(true);
        }
        break;
      }
      case 'Enter':
        if (event.ctrlKey || event.metaKey) apply();
        else if (current) choose(current.id);
        else apply();
        break;
      case 'Escape':
        if (text === '' && !isAsked) onLeave();
        onText('');
        close();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      className="search"
      ref={box}
      onBlur={({ relatedTarget }) => {
        if (!box.current?.contains(relatedTarget)) close();
      }}
    >
      <Icon name="search" className="search-icon" />
      <input
        ref={inputRef}
        type="text"
        role="combobox"
        spellCheck={false}
        autoComplete="off"
        placeholder={label}
        aria-label={label}
        aria-expanded={rows.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={current ? `${listId}-${position}` : undefined}
        aria-invalid={problem !== null}
        aria-describedby={problem ? `${listId}-problem` : undefined}
        value={text}
        onChange={({ target }) => write({ text: target.value, cursor: target.selectionStart ?? target.value.length })}
        onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart ?? text.length)}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
      />
      {problem && (
        <div className="search-marks" ref={marks} aria-hidden="true">
          {text.slice(0, problem.start)}
          <span className="search-flaw">{text.slice(problem.start, problem.end).padEnd(1, '\u2002')}</span>
          {text.slice(problem.end)}
        </div>
      )}
      {isAsked && (
        <div className="search-popup" data-empty={rows.length === 0}>
          <ul id={listId} role="listbox" aria-label="Matches" hidden={rows.length === 0}>
            {rows.map(({ id, content }, index) => (
              <li
                key={id}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === position}
                // Before the field loses the focus and the list is gone.
                onPointerDown={(event) => {
                  event.preventDefault();
                  choose(id);
                }}
              >
                {content}
              </li>
            ))}
          </ul>
          {problem && (
            <p className="search-problem" id={`${listId}-problem`} role="status">
              <Icon name="warning" />
              <span>{problem.message}</span>
            </p>
          )}
          {rows.length === 0 && !problem && (
            <p className="search-nothing" role="status">
              {nothing(text.trim())}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
