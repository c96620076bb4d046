// What became of an asset since the base: a glyph and a word, in the colour that the editor gives to such a file.
import { Icon } from '../controls/icon.tsx';
import { baseName, CHANGE_WORDS, changeSentence, countOf } from '../state/change-words.ts';
import { changeCounts, type ChangeCount, type ChangeLook } from '../state/diff.ts';
import { CHANGE_SHAPES } from '../state/mark-shapes.ts';
import { useAnswer, usePage } from './use-page.ts';

export interface ChangeMarkProps {
  readonly look: ChangeLook;
  /** Instead of the usual ones. */
  readonly words?: string;
  readonly title?: string;
}

export function ChangeMark({ look, words = CHANGE_WORDS[look], title }: ChangeMarkProps) {
  return (
    <span className={`change-mark change-${look}`} title={title}>
      <Icon name={CHANGE_SHAPES[look]} />
      {words}
    </span>
  );
}

export interface DrawnChange {
  readonly look: ChangeLook;
  /** `becomes stale since main because of orders` */
  readonly sentence: string;
}

/** How an asset is drawn; null while no changes are drawn, and for what is as it was. */
export function useChange(key: string): DrawnChange | null {
  const { state } = usePage();
  const text = useAnswer(state.changes, () => {
    const changes = state.changes.get();
    const change = changes?.of.get(key);
    return changes && change ? `${change.look} ${changeSentence(change, changes.base)}` : null;
  });
  if (text === null) return null;
  const end = text.indexOf(' ');
  return { look: text.slice(0, end) as ChangeLook, sentence: text.slice(end + 1) }; // put together above
}

/** What a closed group holds of each: glyphs and numbers, in words for who does not see them. */
export function useChangeCounts(keys: readonly string[]): { readonly words: string; readonly counts: ChangeCount[] } {
  const { state } = usePage();
  const text = useAnswer(state.changes, () => {
    const changes = state.changes.get();
    if (!changes) return '';
    return JSON.stringify([baseName(changes.base), changeCounts(keys, changes)]);
  });
  if (text === '') return { words: '', counts: [] };
  const [base, counts] = JSON.parse(text) as [string, ChangeCount[]]; // written above
  const told = counts.map(countOf).join(', ');
  return { words: told === '' ? '' : `${told} since ${base}`, counts };
}

export function ChangeCounts({ counts }: { readonly counts: readonly ChangeCount[] }) {
  return counts.map((each) => {
    const [look, count] = each;
    return <ChangeMark key={look} look={look} words={String(count)} title={countOf(each)} />;
  });
}
