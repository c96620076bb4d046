// The page's colours for what is painted on a canvas: asked of the stylesheet, asked again when the theme changes.
import { useEffect, useState, type RefObject } from 'react';
import { STATUS_NAMES, type StatusName } from '@headwater/graph';
import { CHANGE_LOOKS, type ChangeLook } from '../state/diff.ts';
import { GROUP_COLOURS } from '../state/scene.ts';

export interface Palette {
  readonly text: string;
  readonly card: string;
  readonly ground: string;
  readonly line: string;
  readonly quiet: string;
  readonly focus: string;
  readonly chosen: string;
  readonly onChosen: string;
  readonly changes: Readonly<Record<ChangeLook, string>>;
  readonly font: string;
  readonly groups: readonly string[];
  readonly statuses: Readonly<Record<StatusName, string>>;
}

/** Null until the element is there. */
export function usePalette(element: RefObject<HTMLElement | null>): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null);
  useEffect(() => {
    const read = (): void => {
      if (element.current) setPalette(readPalette(element.current));
    };
    read();
    // A change of theme changes the classes and variables of the document.
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style'] });
    observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    const forced = matchMedia('(forced-colors: active)');
    forced.addEventListener('change', read);
    return () => {
      observer.disconnect();
      forced.removeEventListener('change', read);
    };
  }, [element]);
  return palette;
}

/** Mixed colours are no numbers until an element has them. */
function readPalette(parent: HTMLElement): Palette {
  const probe = document.createElement('span');
  parent.append(probe);
  const style = getComputedStyle(probe);
  const colour = (value: string, dress: (element: HTMLElement) => void = () => undefined): string => {
    probe.className = 'palette-probe';
    probe.removeAttribute('data-status');
    probe.removeAttribute('data-change');
    dress(probe);
    probe.style.color = value;
    return style.color;
  };
  const palette: Palette = {
    text: colour('var(--fg)'),
    card: colour('var(--card)'),
    ground: colour('var(--bg)'),
    line: colour('var(--line)'),
    quiet: colour('var(--edge)'),
    focus: colour('var(--focus)'),
    chosen: colour('var(--chosen)'),
    onChosen: colour('var(--on-chosen)'),
    changes: Object.fromEntries(
      CHANGE_LOOKS.map((look) => [look, colour('var(--change)', ({ dataset }) => (dataset['change'] = look))]),
    ) as Record<ChangeLook, string>, // of every look
    font: style.fontFamily,
    groups: Array.from({ length: GROUP_COLOURS }, (_, n) =>
      colour('var(--group)', ({ classList }) => classList.add(`colour-${n}`)),
    ),
    statuses: Object.fromEntries(
      STATUS_NAMES.map((name) => [
        name,
        colour('var(--status, var(--dim))', ({ dataset }) => (dataset['status'] = name)),
      ]),
    ) as Record<StatusName, string>, // of every name
  };
  probe.remove();
  return palette;
}
