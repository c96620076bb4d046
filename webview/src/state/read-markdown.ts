// Reads the Markdown that descriptions and metadata are written in: paragraphs, lists, tables, code, emphasis, links and pictures. Anything else, HTML above all, stays text.
import { isInlineImage, isSafeLink } from './known-metadata.ts';

export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  /** `src` is a `data:` address. */
  | { readonly kind: 'image'; readonly src: string; readonly alt: string };

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

export type Cell = readonly Inline[];

const FENCE = /^\s*```/;
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;
/** `|---|:-:|`: what stands under the head of a table. */
const UNDERLINE = /^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$/;

export function readMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let items: { ordered: boolean; lines: string[] } | null = null;
  const close = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', content: readInline(paragraph.join('\n')) });
    if (items) blocks.push({ kind: 'list', ordered: items.ordered, items: items.lines.map(readInline) });
    paragraph = [];
    items = null;
  };
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const item = ITEM.exec(line);
    const heading = HEADING.exec(line);
    if (FENCE.test(line)) {
      close();
      const end = lines.findIndex((each, index) => index > at && FENCE.test(each));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') });
      at = last;
    } else if (line.includes('|') && UNDERLINE.test(lines[at + 1] ?? '')) {
      close();
      const end = lines.findIndex((each, index) => index > at + 1 && !each.includes('|'));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'table', head: cellsOf(line), rows: lines.slice(at + 2, last).map(cellsOf) });
      at = last - 1;
    } else if (line.trim() === '') close();
    else if (heading) {
      close();
      blocks.push({ kind: 'heading', content: readInline(heading[1] ?? '') });
    } else if (item) {
      const ordered = item[1] !== undefined;
      if (!items || items.ordered !== ordered) close();
      items ??= { ordered, lines: [] };
      items.lines.push(item[2] ?? '');
    } else if (items) items.lines.push(`${items.lines.pop() ?? ''} ${line.trim()}`);
    else paragraph.push(line.trim());
  }
  close();
  return blocks;
}

function cellsOf(line: string): Cell[] {
  const cells = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/);
  return cells.map((cell) => readInline(cell.trim().replaceAll('\\|', '|')));
}

/** Code, pictures, `{@link …}`, links, bold, emphasis, bare addresses: whichever comes first. */
const INLINE =
  /`([^`\n]+)`|!\[([^\]\n]*)\]\(\s*<?([^\s)>]+)>?[^)\n]*\)|\{@link(?:code|plain)?\s+([^\s}|]+)(?:[\s|]+([^}]*))?\}|\[([^\]\n]+)\]\(\s*<?([^\s)>]+)>?[^)\n]*\)|\*\*([^*\n]+)\*\*|__([^_\n]+)__|\*([^*\s][^*\n]*)\*|(?<![\p{L}\p{N}])_([^_\s][^_\n]*)_(?![\p{L}\p{N}])|(https?:\/\/[^\s<>)\]]*[^\s<>)\].,;:!?])/gu;

export function readInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push(inlineOf(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

function inlineOf([
  whole,
  code,
  alt,
  src,
  target,
  label,
  linkText,
  href,
  strong,
  strong2,
  emphasis,
  emphasis2,
  bare,
]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  if (src !== undefined) return imageOr({ src, alt: alt ?? '', whole });
  if (target !== undefined) return linkOr({ text: label?.trim() || target, href: target, otherwise: 'code' });
  if (linkText !== undefined) return linkOr({ text: linkText, href: href ?? '', otherwise: 'text' });
  if (bare !== undefined) return linkOr({ text: bare, href: bare, otherwise: 'text' });
  const bold = strong ?? strong2;
  if (bold !== undefined) return { kind: 'strong', text: bold };
  return { kind: 'emphasis', text: emphasis ?? emphasis2 ?? whole };
}

/** Only addresses of the web and mail lead anywhere. */
function linkOr(of: { readonly text: string; readonly href: string; readonly otherwise: 'code' | 'text' }): Inline {
  const { text, href, otherwise } = of;
  return isSafeLink(href) ? { kind: 'link', text, href } : { kind: otherwise, text };
}

/** A picture that stands in the text is shown; one elsewhere is a link to it. */
function imageOr({ src, alt, whole }: { readonly src: string; readonly alt: string; readonly whole: string }): Inline {
  if (isInlineImage(src)) return { kind: 'image', src, alt };
  return isSafeLink(src) ? { kind: 'link', text: alt || src, href: src } : { kind: 'text', text: alt || whole };
}
