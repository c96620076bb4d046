// Reads the Markdown that descriptions are written in: paragraphs, lists, code, emphasis and links. Anything else stays text.

export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

const FENCE = /^\s*```/;
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;

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

/** Code, `{@link …}`, links, bold, emphasis, bare addresses: whichever comes first. */
const INLINE =
  /`([^`\n]+)`|\{@link(?:code|plain)?\s+([^\s}|]+)(?:[\s|]+([^}]*))?\}|\[([^\]\n]+)\]\(\s*<?([^\s)>]+)>?[^)\n]*\)|\*\*([^*\n]+)\*\*|__([^_\n]+)__|\*([^*\s][^*\n]*)\*|(?<![\p{L}\p{N}])_([^_\s][^_\n]*)_(?![\p{L}\p{N}])|(https?:\/\/[^\s<>)\]]*[^\s<>)\].,;:!?])/gu;

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
  return /^(https?:\/\/|mailto:)/i.test(href) ? { kind: 'link', text, href } : { kind: otherwise, text };
}
