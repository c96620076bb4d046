// A graph from a stored index is there before TypeScript is: nothing on its way may import it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = import.meta.dirname;

/** By whom each file is imported that the door needs at once; types and `import()` do not count. */
function importersFrom(door: string): Map<string, string> {
  const importers = new Map([[door, '']]);
  for (const file of importers.keys()) {
    if (!file.startsWith('.')) continue;
    const text = readFileSync(join(FOLDER, file), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/^(?:import|export) (?!type\b)(?:[^;']*? from )?'([^']+)';$/gm)) {
      const target = specifier.startsWith('.') ? `./${join(file, '..', specifier)}` : specifier;
      if (!importers.has(target)) importers.set(target, file);
    }
  }
  return importers;
}

test('the door imports neither TypeScript nor anything that does; what needs it goes through parsing.ts', () => {
  const importers = importersFrom('./index.ts');
  expect([...importers.keys()]).toEqual(expect.arrayContaining(['./analyzer.ts', './link-file.ts', './disk.ts']));
  const way: string[] = [];
  for (let each = ['ts-morph', 'typescript'].find((name) => importers.has(name)); each; each = importers.get(each))
    way.push(each);
  expect(way).toEqual([]);
});

test('parsing.ts does', () => {
  expect(importersFrom('./parsing.ts').has('ts-morph')).toBe(true);
});
