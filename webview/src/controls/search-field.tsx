// A search field with suggestions. Native: the toolkit hides its input in a shadow tree, where it cannot name the active suggestion.
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

export interface Suggestion {
  readonly id: string;
  readonly content: ReactNode;
}

export interface SearchFieldProps {
  readonly label: string;
  readonly suggest: (query: string) => readonly Suggestion[];
  readonly onChoose: (id: string) => void;
  /** Escape on an empty field: back to where the person came from. */
  readonly onLeave: () => void;
  readonly inputRef: React.Ref<HTMLInputElement>;
}

export function SearchField({ label, suggest, onChoose, onLeave, inputRef }: SearchFieldProps) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState(false);
  const listId = useId();
  const box = useRef<HTMLDivElement>(null);
  const suggestions = open && query.trim() !== '' ? suggest(query.trim()) : [];
  const position = Math.min(active, suggestions.length - 1);
  const current = suggestions[position];

  const close = (): void => {
    setOpen(false);
    setActive(0);
  };
  const choose = (id: string): void => {
    setQuery('');
    close();
    onChoose(id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const by = event.key === 'ArrowDown' ? 1 : -1;
        if (suggestions.length > 0) setActive((active + by + suggestions.length) % suggestions.length);
        break;
      }
      case 'Enter':
        if (current) choose(current.id);
        break;
      case 'Escape':
        if (query === '') onLeave();
        setQuery('');
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
        aria-expanded={suggestions.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={current ? `${listId}-${position}` : undefined}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
      />
      <ul id={listId} role="listbox" aria-label="Matches" hidden={suggestions.length === 0}>
        {suggestions.map(({ id, content }, index) => (
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
      {open && query.trim() !== '' && suggestions.length === 0 && (
        <p className="search-nothing" role="status">
          No asset is named like “{query.trim()}”
        </p>
      )}
    </div>
  );
}
