// Markdown of descriptions and metadata becomes blocks; whatever would run becomes text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInline, readMarkdown, type Block, type Inline } from './read-markdown.ts';

const text = (value: string): Inline => ({ kind: 'text', text: value });

test.each<[string, Inline[]]>([
  ['plain', [text('plain')]],
  ['`a*b*`', [{ kind: 'code', text: 'a*b*' }]],
  ['**bold** and __bold__', [{ kind: 'strong', text: 'bold' }, text(' and '), { kind: 'strong', text: 'bold' }]],
  [
    '*em* snake_case_name _em_',
    [{ kind: 'emphasis', text: 'em' }, text(' snake_case_name '), { kind: 'emphasis', text: 'em' }],
  ],
  ['[docs](https://a.example "title")', [{ kind: 'link', text: 'docs', href: 'https://a.example' }]],
  [
    'see https://a.example/x.',
    [text('see '), { kind: 'link', text: 'https://a.example/x', href: 'https://a.example/x' }, text('.')],
  ],
  ['{@link orders}', [{ kind: 'code', text: 'orders' }]],
  ['{@link https://a.example | the page}', [{ kind: 'link', text: 'the page', href: 'https://a.example' }]],
  ['![cloud](data:image/png;base64,AA==)', [{ kind: 'image', src: 'data:image/png;base64,AA==', alt: 'cloud' }]],
  ['![out](https://a.example/b.png)', [{ kind: 'link', text: 'out', href: 'https://a.example/b.png' }]],
])('%s', (source, parts) => {
  expect(readInline(source)).toEqual(parts);
});

test.each([
  '[x](javascript:alert(1))',
  '[x](  JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '![x](javascript:alert(1))',
  '![x](data:text/html;base64,AA==)',
  '![x](file:///etc/passwd)',
  '[x](command:workbench.action.terminal.new)',
  '<script>alert(1)</script>',
  '<a href="javascript:alert(1)">x</a>',
  '{@link javascript:alert(1)}',
])('D08: %s leads nowhere', (source) => {
  const kinds = new Set(readInline(source).map(({ kind }) => kind));
  expect(kinds.has('link') || kinds.has('image')).toBe(false);
});

test('paragraphs, headings, lists, code and tables', () => {
  const source = [
    '# Title',
    'first line',
    'goes on',
    '',
    '- one',
    '  goes on',
    '- two',
    '1. first',
    '```ts',
    'const a = "|";',
    '```',
    '| name | n |',
    '|:-----|--:|',
    '| **a** | 1 |',
    '| b \\| c | 2 |',
    'after',
  ].join('\n');
  expect(readMarkdown(source)).toEqual<Block[]>([
    { kind: 'heading', content: [text('Title')] },
    { kind: 'paragraph', content: [text('first line\ngoes on')] },
    { kind: 'list', ordered: false, items: [[text('one goes on')], [text('two')]] },
    { kind: 'list', ordered: true, items: [[text('first')]] },
    { kind: 'code', text: 'const a = "|";' },
    {
      kind: 'table',
      head: [[text('name')], [text('n')]],
      rows: [
        [[{ kind: 'strong', text: 'a' }], [text('1')]],
        [[text('b | c')], [text('2')]],
      ],
    },
    { kind: 'paragraph', content: [text('after')] },
  ]);
});

test('a fence that never closes takes the rest; a bar alone is no table', () => {
  expect(readMarkdown('```\na\nb')).toEqual([{ kind: 'code', text: 'a\nb' }]);
  expect(readMarkdown('a | b\nc | d')).toEqual([{ kind: 'paragraph', content: [text('a | b\nc | d')] }]);
});

test('no text throws or loses a word, and nothing but the web, mail and data: pictures is addressed', () => {
  const pieces = fc.constantFrom(
    '[a](',
    '![',
    '](',
    ')',
    'javascript:',
    'data:image/png;,',
    'https://x',
    '`',
    '**',
    '_',
    '\n',
    '|',
    '|--|',
    '- ',
    '# ',
    '```',
    'w ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
      ),
      (source) => {
        const addresses = [...JSON.stringify(readMarkdown(source)).matchAll(/"(?:href|src)":"([^"]*)"/g)].map(
          ([, address]) => address ?? '',
        );
        for (const address of addresses) expect(address).toMatch(/^(https?:\/\/|mailto:|data:image\/)/i);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a megabyte of opening brackets is read in no time to speak of', () => {
  expect(readMarkdown('!['.repeat(20_000))).toHaveLength(1);
  expect(readInline(`![a](data:image/png;base64,${'A'.repeat(2_000_000)})`)).toHaveLength(1);
});
