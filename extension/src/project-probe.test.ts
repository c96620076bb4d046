// What counts as a project: any dependency field that names the package, in the nearest folder upwards.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { namesHeadwater, projectOf } from './project-probe.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hw-probe-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (text: string, at = folder) => {
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), text);
};
const names = (text: string) => {
  write(text);
  return namesHeadwater(join(folder, 'package.json'));
};

describe('project probe', () => {
  test('any dependency field counts, and nothing else', () => {
    for (const field of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
      expect(names(JSON.stringify({ [field]: { headwater: '*' } }))).toBe(true);
    }
    expect(names(JSON.stringify({ name: 'headwater', keywords: { headwater: 1 }, dependencies: { other: '*' } }))).toBe(
      false,
    );
    for (const broken of ['', '{', '[]', 'null', '{"dependencies": null}', '{"dependencies": "headwater"}'])
      expect(names(broken)).toBe(false);
    expect(namesHeadwater(join(folder, 'none/package.json'))).toBe(false);
  });

  test('a file belongs to the nearest such folder upwards', () => {
    write('{"dependencies":{"headwater":"*"}}');
    write('{"name":"inner"}', join(folder, 'packages/inner'));
    expect(projectOf(join(folder, 'packages/inner/src/a.ts'))).toBe(folder);
    write('{"dependencies":{"headwater":"*"}}', join(folder, 'packages/inner'));
    expect(projectOf(join(folder, 'packages/inner/src/a.ts'))).toBe(join(folder, 'packages/inner'));
    expect(projectOf(join(tmpdir(), 'a.ts'))).toBeNull();
  });
});
