// Made-up answers in the shape of https://github.com/HackerNews/API: every title, author and number here is invented.
import type { Item } from './hacker-news.ts';

const TITLES = [
  'Show HN: A spreadsheet that compiles to SQL',
  'Ask HN: How do you keep data pipelines boring?',
  'A database small enough to read in an afternoon',
  'Why our compiler got faster when we deleted the cache',
  'Rust in the kernel of a coffee machine',
  'The database that forgot its own indexes',
  'Show HN: Draw a graph of your data while you type',
  'Postgres as a message queue, five years later',
  'Ask HN: What open source library deserves more users?',
  'A Rust compiler for a calculator from 1985',
  'Writing a web server in eleven lines of shell',
  'Show HN: Tiny language models on a laptop without a network',
  'The language of error messages',
  'Data pipelines without a scheduler',
  'How a text editor draws a million lines',
  'An open source engine for old adventure games',
  'Ask HN: Is anybody still happy with microservices?',
  'SQLite on a satellite',
  'Show HN: My open source weather station',
  'A visual history of the progress bar',
  'Types are documentation that the compiler reads',
  'The web before cookies',
  'Learning SQL from a city’s library data',
  'Show HN: A game engine written in SQL',
  'Postgres indexes explained with a deck of cards',
  'Language servers, from the inside',
  'We replaced our data warehouse with files',
  'Ask HN: How do you read code you did not write?',
  'An incremental compiler is a build system',
  'Show HN: Lineage for every table, straight from the code',
  'The memory of a small model',
  'Open data of every public library, cleaned',
  'Browsers are operating systems now',
  'A browser engine for reading only text',
  'Rust without a build system',
  'Show HN: A text adventure that teaches SQL',
  'What a compiler knows about your data',
  'Learning Rust by writing a database',
  'Ask HN: Which small tools do you use every day?',
  'The network cable that broke a city',
  'Machine learning with a pencil',
  'Tracing garbage in a hundred lines of code',
  'Show HN: Static types for spreadsheets',
  'Small models write better tests than we thought',
  'The hidden cost of a cache',
  'How we moved a database across an ocean',
  'Ask HN: Open source maintainers, what do you wish users knew?',
  'A kernel that fits on a floppy disk, again',
  'Show HN: A language for describing weather',
  'The quiet return of the web ring',
  'SQL window functions are a small language',
  'Security audits for code written by machines',
  'A machine that learns from its own logs',
  'The state of browsers on old phones',
  'Show HN: Version control for data, in one file',
  'Time zones are a distributed system',
  'A distributed system in one process',
  'Ask HN: How does your team test data?',
  'Memory is the network: notes from a slow database',
  'Security keys for a whole library',
  'Open source hardware in a public school',
  'Learning to read assembly in a weekend',
  'Show HN: A server that sleeps until somebody asks',
  'The game that compiles itself',
] as const;

const NOON = Date.UTC(2026, 0, 15, 12) / 1_000;

const stories = TITLES.map((title, place): Item => ({
  id: 46_000_000 - place * 37,
  type: 'story',
  by: `reader${place % 11}`,
  time: NOON - place * 600,
  title,
  score: 400 - place * 6,
  ...(title.startsWith('Ask HN') ? {} : { url: `https://example.com/stories/${place}` }),
}));

// Two that the list still names: of one the API says nothing any more, of the other only that it was deleted.
const GONE = 45_900_001;
const deleted: Item = { id: 45_900_002, type: 'story', deleted: true, time: NOON };

const ids = stories.map(({ id }) => id).toSpliced(20, 0, GONE, deleted.id);

/** Path to answer. */
export const SAMPLES: Readonly<Record<string, unknown>> = {
  '/v0/topstories.json': ids,
  [`/v0/item/${GONE}.json`]: null,
  ...Object.fromEntries([...stories, deleted].map((item) => [`/v0/item/${item.id}.json`, item])),
};
