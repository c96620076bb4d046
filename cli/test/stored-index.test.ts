// What a command has read is there for the next one, in the folder the project's stores have anyway.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProject, type TestProject } from './project.ts';

let project: TestProject;
beforeAll(() => {
  project = makeProject({
    'assets.ts': `import { asset } from 'headwater';\nexport const raw = asset(() => [1]);\nexport const table = asset({ inputs: { raw } }, ({ raw }) => raw);\n`,
  });
});
afterAll(() => {
  project.remove();
});

const stored = (): string[] =>
  readdirSync(join(project.root, '.headwater/cache')).filter((name) => name.startsWith('index-'));

test('looking leaves nothing behind, running does, and the answers are the same', async () => {
  const first = await project.headwater('graph', '--json');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(project.has('.headwater')).toBe(false);
  expect((await project.headwater('materialize')).code).toBe(0);
  expect(stored()).toHaveLength(1);
  expect(await project.headwater('graph', '--json')).toEqual(first);
  expect((await project.headwater('check')).code).toBe(0);
  project.edit('assets.ts', (text) => text.replace('const table', 'const tables'));
  expect((await project.headwater('graph')).stdout).toContain('tables');
  const [file = ''] = stored();
  writeFileSync(join(project.root, '.headwater/cache', file), 'not an index');
  expect((await project.headwater('graph')).stdout).toContain('tables');
});
