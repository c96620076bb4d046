// IO managers: what they are called with, who chooses them, and what is said when they cannot.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { endings, failureOf, makeProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const from = (...names: string[]): string =>
  `import { ${names.join(', ')} } from 'headwater';\nimport { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';\nimport { dirname, join } from 'node:path';\n`;
/** A manager that keeps JSON files and tells what it was called with. */
const spy = (name: string, folder = name): string => `resource({ create: () => ({
  handleOutput({ key, metadata }: { key: readonly string[]; metadata: object }, value: unknown) {
    appendFileSync('calls', '${name} stores ' + key.join('/') + ' ' + JSON.stringify(metadata) + '\\n');
    const path = join('${folder}', ...key) + '.json';
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(value));
    return { path, rows: Array.isArray(value) ? value.length : undefined };
  },
  loadInput({ key, path, downstream }: { key: readonly string[]; path?: string; downstream?: readonly string[] }) {
    appendFileSync('calls', '${name} loads ' + key.join('/') + ' for ' + (downstream ?? ['a check']).join('/') + '\\n');
    return JSON.parse(readFileSync(path ?? '', 'utf8')) as unknown;
  },
}) })`;
const calls = (): string[] => project.read('calls').trim().split('\n').sort();

test('C01 C03 C04: each value is stored once by its asset’s manager, and loaded once for each that reads it', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'assetCheck', 'definitions', 'resource')}
export const raw = asset({ io: 'first', key: ['weather', 'raw'] }, (ctx) => { ctx.addOutputMetadata({ n: 2 }); return [1, 2]; });
export const sum = asset({ inputs: { raw }, io: 'second' }, ({ raw }) => raw.length);
export const again = asset({ inputs: { raw, sum } }, ({ raw, sum }) => raw.length + sum);
export const after = asset({ deps: [raw] }, () => 1);
export const some = assetCheck(raw, (rows) => rows.length === 2);
export const project = definitions({ resources: { first: ${spy('first')}, second: ${spy('second')} } });`,
  });
  expect((await project.headwater('materialize', '--json')).code).toBe(0);
  expect(calls()).toEqual([
    'first loads weather/raw for a check',
    'first loads weather/raw for again',
    'first loads weather/raw for sum',
    'first stores weather/raw {"n":{"kind":"int","value":2}}',
    'second loads sum for again',
    'second stores sum {}',
  ]);
  const shown = await project.headwater('show', 'weather/raw', '--json');
  expect(JSON.parse(shown.stdout)).toMatchObject({ type: 'value', value: [1, 2] });
});

test('C02: a manager that only writes serves whoever loads nothing; a reader fails, naming manager and asset', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'definitions')}
export const report = asset({ io: 'mail' }, () => 'text');
export const sent = asset({ deps: [report] }, () => true);
export const reader = asset({ inputs: { report } }, ({ report }) => report.length);
export const project = definitions({ resources: { mail: { handleOutput: () => undefined } } });`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toEqual({ report: 'materialized', sent: 'materialized', reader: 'step-failed' });
  expect(failureOf(finished, 'reader').message).toBe(
    'Input `report`: IO manager `mail` only writes (it has no loadInput), so the value of `report` cannot be loaded; name it in deps, or store it with a manager that loads.',
  );
  expect((await project.headwater('show', 'report')).stderr).toBe(
    '`report` cannot be shown: IO manager `mail` keeps it and only writes.\n',
  );
});

test('C05: a name that no resource has is an error while it is typed, and of a run before any body', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'definitions', 'resource')}
export const orders = asset({ io: 'warehuose' }, () => { writeFileSync('ran', ''); return 1; });
export const project = definitions({ resources: { warehouse: ${spy('warehouse')} } });`,
  });
  const checked = await project.headwater('check', '--json');
  const { problems } = JSON.parse(checked.stdout) as { problems: { code: string; message: string; line: number }[] };
  expect(problems).toMatchObject([{ code: 'unknown-io', line: 5 }]);
  expect(problems[0]?.message).toContain('warehouse');
  const refused = await project.headwater('materialize');
  expect([refused.code, existsSync(join(project.root, 'ran'))]).toEqual([1, false]);
});

test('C07: where bytes go is one switch; the file of the assets stays as it is', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}export const orders = asset({ io: 'warehouse' }, () => [1]);`,
    'project.ts': `${from('definitions', 'resource')}import * as assets from './assets.ts';
export const project = definitions({ assets: { ...assets }, resources: { warehouse: ${spy('local')} }, env: { prod: { resources: { warehouse: ${spy('prod')} } } } });`,
  });
  const before = project.read('assets.ts');
  await project.headwater('materialize');
  await project.headwater('materialize', '--env', 'prod');
  expect(project.read('local/orders.json')).toBe(project.read('prod/orders.json'));
  expect(project.read('assets.ts')).toBe(before);
});

test('C08: no key leaves the folder of the store', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const dots = asset({ key: ['...', 'x y', 'Ü'] }, () => 1);
export const upper = asset({ key: ['CON', 'A%2e'] }, () => 2);`,
  });
  expect((await project.headwater('materialize')).code).toBe(0);
  expect(project.has('.headwater/values/%2e%2e%2e/x%20y/%c3%9c/_')).toBe(true);
  expect(existsSync(join(dirname(project.root), 'x y'))).toBe(false);
  project.write('assets.ts', `${from('asset')}export const escaping = asset({ key: ['..', 'x'] }, () => 1);`);
  const refused = await project.headwater('check');
  expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('[bad-key]')]);
});

test('the newest three values stay, and what the same code made of other inputs; the rest goes', async () => {
  project = makeProject({
    'assets.ts': `import { asset } from 'headwater';
import { readFileSync } from 'node:fs';
export const raw = asset(() => [{ n: Number(readFileSync('n', 'utf8')) }]);
export const tens = asset({ inputs: { raw } }, ({ raw }) => raw.map(({ n }) => ({ n: n * 10 })));`,
    n: '0',
  });
  const files = (key: string): number => readdirSync(join(project.root, '.headwater/values', key, '_')).length;
  for (const n of ['1', '2', '3', '4', '5']) {
    project.write('n', n);
    expect((await project.headwater('materialize')).code).toBe(0);
  }
  // Nobody can say what \`raw\` would make of the same code, so no more of it than the newest is wanted.
  expect([files('raw'), files('tens')]).toEqual([3, 5]);
  const shown = await project.headwater('show', 'tens', '--json');
  expect(JSON.parse(shown.stdout)).toMatchObject({ rows: [[50]] });
});
