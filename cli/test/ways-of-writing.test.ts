// Projects as others write them: several tsconfigs with names of their own, CommonJS, packages of a workspace. The graph is what runs.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { endings, makeProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const raw = (name: string): string =>
  `import { asset } from 'headwater';\nexport const ${name} = asset(() => '${name}');\n`;
const reads = (name: string, from: string, as: string): string =>
  `import { asset } from 'headwater';\nimport { ${name} } from '${from}';\nexport const ${as} = asset({ inputs: { ${name} } }, ({ ${name} }) => ${name} + '!');\n`;

async function materialized(): Promise<string[]> {
  const checked = await project.headwater('check', '--run-time', '--json');
  expect(JSON.parse(checked.stdout)).toEqual({ version: 1, problems: [], disagreements: [] });
  const made = await project.headwater('materialize', '--json');
  expect([made.code, made.stderr]).toEqual([0, '']);
  return Object.entries(endings(made)).flatMap(([asset, end]) => (end === 'materialized' ? [asset] : []));
}

test('a solution with references: each configuration has its own names; rootDirs are one folder', async () => {
  project = makeProject({
    'tsconfig.json': JSON.stringify({
      files: [],
      references: [{ path: './tsconfig.app.json' }, { path: './tsconfig.node.json' }],
    }),
    'tsconfig.app.json': JSON.stringify({ compilerOptions: { paths: { '@/*': ['./src/*'] } }, include: ['src'] }),
    'tsconfig.node.json': JSON.stringify({
      compilerOptions: { paths: { '@/*': ['./pipelines/*'] }, rootDirs: ['pipelines', 'generated'] },
      include: ['pipelines', 'generated'],
    }),
    'src/raw.ts': raw('orders'),
    'src/report.ts': reads('orders', '@/raw', 'ofApp'),
    'pipelines/raw.ts': raw('piped'),
    'pipelines/deep/report.ts': reads('piped', '@/raw.js', 'ofNode'),
    'generated/deep/made.ts': raw('made'),
    'pipelines/deep/other.ts': reads('made', './made', 'ofGenerated'),
  });
  expect((await materialized()).sort()).toEqual(['made', 'ofApp', 'ofGenerated', 'ofNode', 'orders', 'piped']);
});

test('CommonJS beside modules, and a package of the workspace without headwater of its own', async () => {
  project = makeProject(
    {
      'src/raw.cjs': `const { asset } = require('headwater');\nexports.orders = asset({ group: 'bronze' }, () => 'orders');\nconst people = asset(() => 'people');\nmodule.exports.people = people;\n`,
      'src/all.cjs': `const { asset } = require('headwater');\nmodule.exports = { ...require('./raw.cjs'), stock: asset(() => 'stock') };\n`,
      'src/one.cjs': `const hw = require('headwater');\nmodule.exports = hw.asset({ key: 'one' }, () => 'one');\n`,
      'src/report.cts': `import hw = require('headwater');\nimport raw = require('./raw.cjs');\nexport const compiled = hw.asset({ inputs: { people: raw.people } }, ({ people }) => people);\n`,
      'src/report.mjs': `import { asset } from 'headwater';\nimport all, { orders } from './all.cjs';\nimport one from './one.cjs';\nimport { tool } from '@acme/tools';\nexport const report = asset({ inputs: { orders, stock: all.stock, one, tool } }, (inputs) => Object.values(inputs).join(' '));\n`,
      'packages/tools/package.json': JSON.stringify({ name: '@acme/tools', type: 'module', exports: './src/index.ts' }),
      'packages/tools/src/index.ts': raw('tool'),
    },
    {},
  );
  mkdirSync(join(project.root, 'node_modules/@acme'));
  symlinkSync(join(project.root, 'packages/tools'), join(project.root, 'node_modules/@acme/tools'), 'junction');
  expect((await materialized()).sort()).toEqual(['compiled', 'one', 'orders', 'people', 'report', 'stock', 'tool']);
  expect(JSON.parse((await project.headwater('show', 'report', '--json')).stdout)).toMatchObject({
    value: 'orders stock one tool',
  });
});
