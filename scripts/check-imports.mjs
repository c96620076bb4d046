// Keeps the import arrows of ARCHITECTURE.md: which room may import which, through which door, and which package lives where.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Room → doors of other rooms it may go through. */
const doors = {
  sdk: [],
  graph: [],
  calendar: ['@headwater/graph'],
  analyzer: ['@headwater/graph', '@headwater/calendar'],
  runner: ['@headwater/graph', '@headwater/calendar', '@headwater/stores', 'headwater/internal'],
  stores: ['headwater/internal'],
  cli: [
    '@headwater/analyzer',
    '@headwater/runner',
    '@headwater/runner/protocol',
    '@headwater/graph',
    '@headwater/webview/protocol',
  ],
  server: ['@headwater/analyzer', '@headwater/graph'],
  webview: ['@headwater/graph'],
  extension: [
    '@headwater/graph',
    '@headwater/server/protocol',
    '@headwater/runner/protocol',
    '@headwater/webview/protocol',
  ],
  examples: ['headwater'],
};

/** Package → the only folders that may import it (an absence, said the other way round). */
const homes = {
  'ts-morph': ['analyzer/'],
  esbuild: ['runner/src/build/'],
  croner: ['calendar/'],
  cronstrue: ['calendar/'],
  'sql.js': ['stores/src/'],
  'csv-parse': ['stores/src/file/'],
  'csv-stringify': ['stores/src/file/'],
  hyparquet: ['stores/src/file/'],
  'hyparquet-writer': ['stores/src/file/'],
  'apache-arrow': ['stores/src/', 'sdk/src/data-type.ts'],
  arquero: ['stores/src/', 'sdk/src/data-type.ts'],
  '@duckdb/node-api': ['stores/src/duckdb/'],
  'node:child_process': ['runner/src/host/', 'extension/', 'analyzer/src/git/', 'cli/src/dev/'],
  'vscode-languageserver': ['server/'],
  'vscode-languageclient': ['extension/'],
  vscode: ['extension/'],
  elkjs: ['webview/src/layout/', 'webview/bench/'],
  react: ['webview/'],
  '@xyflow/react': ['webview/'],
  '@vscode/webview-ui-toolkit': ['webview/src/controls/'],
};

/** @param {{ root: string }} options @returns {string[]} One sentence for each arrow that must not be, naming the repair. */
export function checkImports({ root }) {
  return Object.keys(doors).flatMap((room) =>
    sources(join(root, room)).flatMap((file) => checkFile({ root, room, file })),
  );
}

/** @param {{ root: string, room: string, file: string }} options */
function checkFile({ root, room, file }) {
  const name = relative(root, file).split(sep).join('/');
  const isTest = /\.test(-d)?\.[mc]?tsx?$|\/(test|bench|torture|gallery|journey)\//.test(name);
  const text = readFileSync(file, 'utf8');
  const found = [];
  for (const { fileName: target, pos } of ts.preProcessFile(text).importedFiles) {
    const at = `${name}:${text.slice(0, pos).split('\n').length}`;
    if (target.startsWith('.')) {
      const inside = relative(join(root, room), resolve(dirname(file), target));
      if (inside.startsWith('..') && !isTest)
        found.push(`${at} reaches into another room by path (${target}): import that room's door instead.`);
      continue;
    }
    const isRoom = target === 'headwater' || target.startsWith('headwater/') || target.startsWith('@headwater/');
    if (isRoom && !isTest && !doors[room].includes(target)) {
      const allowed = doors[room].length > 0 ? `only ${doors[room].join(', ')}` : 'no other room';
      found.push(
        `${at} imports ${target}, but ${room}/ may import ${allowed}: move the code to the room that may, or ask for the data as an argument.`,
      );
    }
    const home = Object.entries(homes).find(([name_]) => target === name_ || target.startsWith(`${name_}/`));
    if (home && !isTest && room !== 'examples' && !home[1].some((folder) => name.startsWith(folder))) {
      found.push(
        `${at} imports ${target}, which belongs in ${home[1].join(' and ')} only: ask that place for what you need.`,
      );
    }
  }
  return found;
}

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.[mc]?tsx?$/.test(entry.name) &&
        !/node_modules|[\\/]dist|fixtures|\.headwater/.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = checkImports({ root: dirname(dirname(fileURLToPath(import.meta.url))) });
  for (const sentence of found) process.stderr.write(`${sentence}\n`);
  if (found.length > 0) process.exit(1);
}
