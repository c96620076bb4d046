// One box to find an asset by its name, and to say by a selection which assets are shown.
import { NOTHING_NAMED } from '../state/narrow-assets.ts';
import { counted } from '@headwater/graph';
import { useCallback, useMemo, useRef, type ReactNode, type RefObject } from 'react';
import { Icon } from '../controls/icon.tsx';
import { SearchField, type Suggestions, type Typed } from '../controls/search-field.tsx';
import { filterProblem, searchAnswers, type Answer } from '../state/search-answers.ts';
import { shownName } from '../state/format.ts';
import { STATUS_LABELS } from '../state/status-looks.ts';
import { StatusIcon } from './status-icon.tsx';
import { usePage, useStatus, useValue } from './use-page.ts';

export function SearchBox({ inputRef }: { readonly inputRef: RefObject<HTMLInputElement> }) {
  const { state, scene, actions } = usePage();
  const text = useValue(state.query);
  const assets = useValue(state.assets);
  const all = useMemo(() => [...(assets?.values() ?? [])], [assets]);
  const answers = useRef<readonly Answer[]>([]);

  const suggest = useCallback(
    (typed: Typed): Suggestions => {
      const { rows, first, problem } = searchAnswers(typed, {
        assets: all,
        statusOf: (key) => state.statuses.get(key)?.status,
        named: state.project.get()?.named ?? NOTHING_NAMED,
      });
      answers.current = rows;
      const left = scene.get().picture?.visible.narrowed.assets;
      return {
        first,
        problem,
        rows: rows.map((answer, index) => ({ id: `${index}`, content: contentOf(answer, left) })),
      };
    },
    [all, state, scene],
  );
  const onChoose = (id: string): Typed | null => {
    const answer = answers.current[Number(id)];
    switch (answer?.kind) {
      case 'piece':
        return answer.edit;
      case 'filter':
        actions.filterBy(answer.text);
        break;
      case 'asset':
        actions.goTo(answer.key);
    }
    return null;
  };

  return (
    <SearchField
      label="Find an asset or filter"
      text={text}
      onText={state.query.set}
      suggest={suggest}
      onChoose={onChoose}
      onApply={(typed) => {
        const problem = filterProblem(typed);
        if (problem === null) actions.filterBy(typed);
        return problem;
      }}
      onLeave={actions.focusPicture}
      nothing={(typed) => `No asset is named like “${typed}”`}
      inputRef={inputRef}
    />
  );
}

type Found = Extract<Answer, { kind: 'asset' }>;

function contentOf(answer: Answer, left: ReadonlyMap<string, unknown> | undefined): ReactNode {
  switch (answer.kind) {
    case 'asset':
      return <FoundName answer={answer} isHidden={left !== undefined && !left.has(answer.key)} />;
    case 'piece':
      return (
        <>
          <bdi className="suggestion-name suggestion-code">{answer.label}</bdi>
          <span className="suggestion-detail">{answer.detail}</span>
        </>
      );
    case 'filter':
      return (
        <>
          <Icon name="filter" />
          <span className="suggestion-name">
            {'Show only '}
            <bdi className="suggestion-code">{answer.text}</bdi>
          </span>
          <span className="suggestion-detail">
            {answer.count === 0 ? 'no asset now' : counted(answer.count, 'asset')}
          </span>
        </>
      );
  }
}

function FoundName({ answer, isHidden }: { readonly answer: Found; readonly isHidden: boolean }) {
  const { key, at, group } = answer;
  const status = useStatus(key)?.status ?? 'unknown';
  return (
    <>
      <StatusIcon status={status} />
      <bdi className="suggestion-name">{marked(key, at)}</bdi>
      <span className="visually-hidden">{`, ${STATUS_LABELS[status]}, `}</span>
      <span className="suggestion-detail">{isHidden ? `${shownName(group)}, hidden now` : shownName(group)}</span>
    </>
  );
}

/** The letters that were meant stand out. */
function marked(name: string, at: readonly number[]): ReactNode[] {
  const meant = new Set(at);
  const parts: { text: string; readonly isMeant: boolean }[] = [];
  for (let index = 0; index < name.length; index++) {
    const [last, isMeant] = [parts.at(-1), meant.has(index)];
    if (last?.isMeant === isMeant) last.text += name[index];
    else parts.push({ text: name[index] ?? '', isMeant });
  }
  return parts.map(({ text, isMeant }, index) => (isMeant ? <mark key={index}>{text}</mark> : text));
}
