// The mark on a node that is one of several chosen: a shape, so that a coloured border is not all there is.
import { Icon } from '../controls/icon.tsx';

export function ChosenMark({ part }: { readonly part: 'all' | 'some' | undefined }) {
  if (part === undefined) return null;
  return (
    <span className="chosen-mark" aria-hidden="true">
      <Icon name={part === 'all' ? 'check' : 'remove'} />
    </span>
  );
}
