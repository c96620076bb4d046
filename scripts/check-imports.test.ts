// The import checker finds each arrow that must not be, and only those.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkImports } from './check-imports.mjs';

const rooms = [
  'sdk',
  'graph',
  'calendar',
  'analyzer',
  'runner',
  'stores',
  'cli',
  'server',
  'webview',
  'extension',
  'examples',
];
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headwater-imports-'));
  for (const room of rooms) mkdirSync(join(root, room));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function check(files: Record<string, string>): string[] {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return checkImports({ root }).map((sentence) => sentence.split(':').slice(0, 2).join(':').split(',')[0] ?? '');
}

test('arrows of the table are allowed, with words in comments and strings', () => {
  expect(
    check({
      'cli/src/a.ts': `import { x } from '@headwater/analyzer';\n// import y from 'vscode'\nconst text = "import z from 'vscode'";`,
      'runner/src/worker/b.ts': `import { DEFINITION } from 'headwater/internal';`,
      'analyzer/src/c.ts': `import { ts } from 'ts-morph';`,
    }),
  ).toEqual([]);
});

test('a room that reaches where it may not is named with its line', () => {
  expect(check({ 'graph/src/a.ts': `\nimport { x } from '@headwater/runner';` })).toEqual([
    'graph/src/a.ts:2 imports @headwater/runner',
  ]);
  expect(check({ 'graph/src/a.ts': `export * from '../../runner/src/index.ts';` })[0]).toMatch(/reaches into another/);
});

test('a package away from its home is found, also in a dynamic import', () => {
  const found = check({
    'runner/src/host/a.ts': `const x = await import('sql.js');`,
    'server/src/a.ts': `import 'vscode';`,
  });
  expect(found).toEqual(['runner/src/host/a.ts:1 imports sql.js', 'server/src/a.ts:1 imports vscode']);
});

test('the engine comes in by the SDK’s own door for it, not by the users’', () => {
  expect(check({ 'runner/src/worker/a.ts': `import { asset } from 'headwater';` })).toEqual([
    'runner/src/worker/a.ts:1 imports headwater',
  ]);
});
