// Scenes with metadata of every kind, and with metadata that would like to run.
import type { Metadata } from '@headwater/graph';
import { asset, inputs, sceneOf, status, minutesAgo, type GalleryScene } from './scene-parts.ts';

export const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACgAAAAQCAIAAADrtar6AAAF2klEQVR42g3SIQsqMQAA4PdzXrFYLBaLxWKxWCwWi8UyHjrkGCrjkCkyRIccQ2UcMkWG6JBj6DEuzLJisVgs/onnL/jK9+cvyHLA5kFaALciMCWQlMG1AnQVnGvgVAeqAY5NcGgB2Qa7DogBED2wDcB6CHgIoglYUcCWYBGB+QbQGMz2YKoAuYBxAsI7wBkYPcDAA/QEwQv03wB+QPcL/v35C7MctHmYFuCtCE0JJmV4rUBdhecaPNWhasBjEx5aULbhrgNjAEUPbgO4HkIewmgCVxSyJVxEcL6BNIazPZwqSC5wnMDwDnEGRw848BA9YfCC/TeEH9j9wh+MshyyeZQW0K2ITAklZXStIF1F5xo61ZFqoGMTHVpIttGug2KARA9tA7QeIh6iaIJWFLElWkRovkE0RrM9mipELmicoPCOcIZGDzTwCD1R8EL9N4If1P2iH4yzHLZ5nBbwrYhNCSdlfK1gXcXnGj7VsWrgYxMfWli28a6DY4BFD28DvB5iHuJoglcUsyVeRHi+wTTGsz2eKkwueJzg8I5xhkcPPPAYPXHwwv03hh/c/eIfTLIcsXmSFsitSEyJJGVyrRBdJecaOdWJapBjkxxaRLbJrkNiQESPbAOyHhIekmhCVpSwJVlEZL4hNCazPZkqQi5knJDwTnBGRg8y8AQ9SfAi/TeBH9L9kh9Msxy1eZoW6K1ITYkmZXqtUF2l5xo91alq0GOTHlpUtumu89tDRY9uA7oeUh7SaEJXlLIlXUR0vqE0prM9nSpKLnSc0PBOcUZHDzrwFD1p8KL9N4Uf2v3SH8yyHLN5lhbYrchMiSVldq0wXWXnGjvVmWqwY5MdWky22a7DYsBEj20Dth4yHrJowlaUsSVbRGy+YTRmsz2bKkYubJyw8M5wxkYPNvAMPVnwYv03gx/W/bIfzLMct3meFvityE2JJ2V+rXBd5ecaP9W5avBjkx9aXLb5rsNjwEWPbwO+HnIe8mjCV5SzJV9EfL7hNOazPZ8qTi58nPDwznHGRw8+8Bw9efDi/TeHH9798h8sspyweZEWxK0oTEkkZXGtCF0V55o41YVqiGNTHFpCtsWuI2IgRE9sA7EeCh6KaCJWVLClWERivhE0FrO9mCpBLmKciPAucCZGDzHwAj1F8BL9t4Af0f2KHyyznLR5mRbkrShNSSZlea1IXZXnmjzVpWrIY1MeWlK25a4jYyBFT24DuR5KHspoIldUsqVcRHK+kTSWs72cKkkucpzI8C5xJkcPOfASPWXwkv23hB/Z/cofrLKcsnmVFtStqExJJWV1rShdVeeaOtWVaqhjUx1aSrbVrqNioERPbQO1HioeqmiiVlSxpVpEar5RNFazvZoqRS5qnKjwrnCmRg818Ao9VfBS/beCH9X9qh+ss5y2eZ0W9K2oTUknZX2taF3V55o+1bVq6GNTH1patvWuo2OgRU9vA70eah7qaKJXVLOlXkR6vtE01rO9nipNLnqc6PCucaZHDz3wGj118NL9t4Yf3f3qH2yynLF5kxbMrWhMySRlc60YXTXnmjnVjWqYY9McWka2za5jYmBEz2wDsx4aHppoYlbUsKVZRGa+MTQ2s72ZKkMuZpyY8G5wZkYPM/AGPU3wMv23gR/T/ZofbLOctXmbFuytaE3JJmV7rVhdteeaPdWtathj0x5aVrbtrmNjYEXPbgO7Hloe2mhiV9SypV1Edr6xNLazvZ0qSy52nNjwbnFmRw878BY9bfCy/beFH9v92h/sspyzeZcW3K3oTMklZXetOF1155o71Z1quGPTHVpOtt2u42LgRM9tA7ceOh66aOJW1LGlW0RuvnE0drO9mypHLm6cuPDucOZGDzfwDj1d8HL9t4Mf1/26H+yznLd5nxb8rehNySdlf614XfXnmj/VvWr4Y9MfWl62/a7jY+BFz28Dvx56Hvpo4lfUs6VfRH6+8TT2s72fKk8ufpz48O5x5kcPP/AePX3w8v23hx/f/fp//wHrJYb9NtIYlAAAAABJRU5ErkJggg==';

const cloud = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" font-family="sans-serif" text-anchor="middle">
    <rect width="320" height="120" fill="#f4efe6"/>
    <text x="150" y="66" font-size="44" fill="#1f5f8b">rust</text><text x="70" y="34" font-size="24" fill="#c8553d">llm</text>
    <text x="246" y="42" font-size="28" fill="#588b8b">sqlite</text><text x="60" y="96" font-size="20" fill="#8a5a83">show</text>
    <text x="250" y="92" font-size="22" fill="#a3732d">typescript</text><text x="150" y="108" font-size="15" fill="#5b7f3b">launch</text>
  </svg>`,
)}`;

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const everyKind: Metadata = {
  num_orders: { kind: 'int', value: 1234567 },
  share: { kind: 'float', value: 0.3725 },
  complete: { kind: 'bool', value: true },
  note: { kind: 'text', value: 'Two lines\nof plain text' },
  source: { kind: 'url', value: 'https://example.com/orders?page=1' },
  file: { kind: 'path', value: 's3://bucket/orders/2026/03/01/part-0001.parquet' },
  until: { kind: 'timestamp', value: minutesAgo(90) },
  limit: { kind: 'json', value: 100 },
  report: {
    kind: 'md',
    value: `### Titles of the day\n\n**500** titles, the most frequent words:\n\n![Word cloud of titles](${cloud})\n\n| word | times |\n|:-----|------:|\n| rust | 31 |\n| sqlite | 12 |\n\nFrom [Hacker News](https://news.ycombinator.com).`,
  },
  answer: {
    kind: 'json',
    value: {
      status: 200,
      ok: true,
      next: null,
      paging: { page: 1, of: 12 },
      ids: Array.from({ length: 250 }, (_, index) => index * 7),
    },
  },
  sample: {
    kind: 'table',
    value: {
      columns: ['city', 'orders', 'revenue'],
      rows: [
        ['Lisbon', 41, 5120.5],
        ['Oslo', 8, null],
        ['Kraków', 23, 2210],
      ],
    },
  },
  schema: {
    kind: 'tableSchema',
    value: [
      { name: 'orderId', type: 'string', description: 'From the shop' },
      { name: 'amount', type: 'number' },
    ],
  },
  columns: {
    kind: 'columnLineage',
    value: {
      total: [
        { asset: 'orders', column: 'price' },
        { asset: 'orders', column: 'quantity' },
      ],
      city: [{ asset: 'elsewhere', column: 'city' }],
      madeAt: [],
    },
  },
  picture: { kind: 'image', value: { src: PNG, alt: 'A gradient' } },
  remote: { kind: 'image', value: { src: 'https://example.com/chart.png', alt: 'Chart kept elsewhere' } },
  perDay: {
    kind: 'chart',
    value: {
      type: 'bar',
      x: days,
      series: [
        { name: 'orders', values: [120, 98, 143, 160, 201, 240, 190] },
        { name: 'returns', values: [12, 9, 4, 16, 21, 14, -6] },
      ],
    },
  },
  trend: {
    kind: 'chart',
    value: {
      type: 'line',
      x: Array.from({ length: 30 }, (_, index) => `03-${String(index + 1).padStart(2, '0')}`),
      series: [
        { name: 'revenue', values: Array.from({ length: 30 }, (_, i) => 52_000 + 9000 * Math.sin(i / 3) + i * 420) },
        { name: 'cost', values: Array.from({ length: 30 }, (_, i) => 41_000 + 4000 * Math.cos(i / 4) + i * 200) },
      ],
    },
  },
};

/** Everything here would do harm if it were believed. */
const hostile: Metadata = {
  script: { kind: 'md', value: '<script>window.ran = "script"</script>\n\n<img src=x onerror="window.ran = 1">' },
  link: {
    kind: 'md',
    value: '[click](javascript:window.ran=2) and [data](data:text/html,<script>window.ran=3</script>)',
  },
  picture: {
    kind: 'md',
    value:
      '![shown](' +
      PNG +
      ') ![svg](data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22%20onload=%22window.top.ran=4%22%3E%3Cscript%3Ewindow.top.ran=5%3C/script%3E%3C/svg%3E) ![out](https://example.com/spy.png)',
  },
  url: { kind: 'url', value: 'javascript:window.ran=6' },
  image: { kind: 'image', value: { src: 'javascript:window.ran=7', alt: 'not a picture' } },
  html: { kind: 'image', value: { src: 'data:text/html,<script>window.ran=8</script>', alt: 'not a picture either' } },
  broken: { kind: 'image', value: { src: 'data:image/png;base64,AAAA', alt: 'torn' } },
  text: { kind: 'text', value: '<b onmouseover="window.ran=9">bold</b>' },
};

export const metadataScenes: Readonly<Record<string, () => GalleryScene>> = {
  metadata: () =>
    sceneOf({
      assets: [
        asset('orders', { line: 2 }),
        asset('summary', { line: 9, inputs: inputs('orders') }),
        asset('hostile', { line: 20 }),
      ],
      statuses: [
        status('orders', 'fresh', { rows: 12 }),
        status('summary', 'fresh', { rows: 5, metadata: everyKind }),
        status('hostile', 'fresh', { metadata: hostile }),
      ],
    }),
};
