// What became of an asset since the base: a glyph and a word, in the colour that the editor gives to such a file.
import { Icon } from '../controls/icon.tsx';
import { baseName, CHANGE_WORDS, changeSentence } from '../state/change-words.ts';
import { CHANGE_LOOKS, type ChangeLook } from '../state/diff.ts';
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
    const looks = keys.flatMap((key) => changes.of.get(key)?.look ?? []);
    const counts = CHANGE_LOOKS.map((look): ChangeCount => [look, looks.filter((each) => each === look).length]);
    return JSON.stringify([baseName(changes.base), counts.filter(([, count]) => count > 0)]);
  });
  if (text === '') return { words: '', counts: [] };
  const [base, counts] = JSON.parse(text) as [string, ChangeCount[]]; // written above
  const told = counts.map(([look, count]) => `${count} ${CHANGE_WORDS[look]}`).join(', ');
  return { words: told === '' ? '' : `${told} since ${base}`, counts };
}

type ChangeCount = readonly [ChangeLook, number];

export function ChangeCounts({ counts }: { readonly counts: readonly ChangeCount[] }) {
  return counts.map(([look, count]) => (
    <ChangeMark key={look} look={look} words={String(count)} title={`${count} ${CHANGE_WORDS[look]}`} />
  ));
}
