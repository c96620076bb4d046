// What is said of a node: group, kinds, tags, owners, IO manager, checks; and what its names select.
import { describe, expect, test } from 'vitest';
import { parseSelection, select } from '@headwater/graph';
import type { GraphDocument } from '@headwater/graph';
import { check, keys } from './test/fixture.ts';

const STORES = 'export const defs = definitions({ resources: { lake: {}, warehouse: {} } });';
const HEADER = `import { asset, assetCheck, definitions, externalAsset, graphAsset, multiAsset, op, output } from 'headwater';\n`;

function selected(document: GraphDocument, text: string): string[] {
  const selection = parseSelection(text);
  if (selection.kind === 'error') throw new Error(selection.message);
  return [...select(document.assets, selection).keys].sort();
}

describe('every factory says them alike', () => {
  const facts = `group: 'gold', kinds: ['sql', 'table'], tags: { pii: 'no', tier: '1' }, owners: ['team:data', 'a@b.example'], io: 'lake', description: 'As **said**'`;
  test.each([
    ['asset', `export const x = asset({ ${facts} }, () => 1);`],
    ['externalAsset', `export const x = externalAsset({ ${facts} });`],
    ['graphAsset', `export const x = graphAsset({ ${facts} }, async () => 1);`],
    ['output', `export const { x } = multiAsset({ outputs: { x: output({ ${facts} }) } }, function* (ctx) {});`],
  ])('%s', async (_, text) => {
    const { document } = await check(`${HEADER}${STORES}\n/** Of the comment. */\n${text}\n`, { loads: true });
    expect(document.assets).toMatchObject([
      {
        key: 'x',
        group: 'gold',
        kinds: ['sql', 'table'],
        tags: { pii: 'no', tier: '1' },
        owners: ['team:data', 'a@b.example'],
        io: 'lake',
        description: 'As **said**',
      },
    ]);
  });

  test('folded from constants of other files', async () => {
    const { document } = await check(
      `
//- src/names.ts
export const TEAM = 'team:data' as const;
export const TAGS = { pii: 'no' } as const;
export const STORE = { lake: 'lake' } as const;
//- src/assets.ts
${HEADER}import { STORE, TAGS, TEAM } from './names';
${STORES}
const CHECKS = ['notEmpty', { name: 'unique', blocking: true, severity: 'warn' }] as const;
const OUTCOMES = { notEmpty: true, unique: true, sorted: true };
export const x = asset({ io: STORE.lake, tags: TAGS, owners: [TEAM], checks: [...CHECKS, 'sorted'] }, (ctx) => ctx.result(1, { checks: OUTCOMES }));
export const y = asset({ checks: CHECKS, tags: { area: \`\${TEAM}/x\` } }, (ctx) => ctx.result(1, { checks: OUTCOMES }));
`,
      { loads: true },
    );
    expect(document.assets).toMatchObject([
      { io: 'lake', tags: { pii: 'no' }, owners: ['team:data'], checks: ['notEmpty', 'unique', 'sorted'] },
      { tags: { area: 'team:data/x' }, checks: ['notEmpty', 'unique'] },
    ]);
  });

  test.each([
    ['io', 'String(1)'],
    ['tags', '{ a: String(1) }'],
    ['owners', "[String('team:x')]"],
    ['checks', '[String(1)]'],
    ['description', 'String(1)'],
  ])('a computed `%s` is known after a run', async (option, value) => {
    const line = `export const x = asset({ ${option}: ${value} }, () => 1);`;
    const start = line.indexOf(value);
    const { document } = await check(
      `${HEADER}${line}\n//${' '.repeat(start - 2)}${'^'.repeat(value.length)} dynamic: its \`${option}\` is computed\n`.replace(
        'its `checks` is',
        'its `checks` are',
      ),
      { loads: true },
    );
    expect(document.assets[0]?.dynamic?.reason).toMatch(new RegExp(`^its \`${option}\` (is|are) computed$`));
  });
});

describe('unknown-io', () => {
  test('a name that no resource has, with the nearest', async () => {
    await check(`
${HEADER}${STORES}
export const a = asset({ io: 'lakes' }, () => 1);
//                           ^^^^^^^ unknown-io: There is no resource \`lakes\` to keep the value of \`a\`. Did you mean \`lake\`?
export const { b } = multiAsset({ outputs: { b: output({ io: 'elsewhere' }) } }, function* (ctx) {});
//                                                           ^^^^^^^^^^^ unknown-io: Add it to \`resources\` of definitions, or correct the name.
`);
  });

  test('a project without definitions', async () => {
    await check(`
${HEADER}export const a = externalAsset({ io: 'lake' });
//                                   ^^^^^^ unknown-io: The project has no definitions: \`export const defs = definitions({ resources: { lake } })\` would give one.
`);
  });

  test('what an environment puts in place counts, and so do spread records that can be read', async () => {
    await check(
      `
//- src/stores.ts
export const lake = {};
export const files = { csv: {}, json: {} };
//- src/assets.ts
${HEADER}import * as stores from './stores';
import { files } from './stores';
export const defs = definitions({ resources: { ...stores, ...files, ['x']: 1 }, env: { prod: { resources: { warehouse: {} } } } });
//                                                                  ^^^^^ dynamic: its \`resources\` are computed
export const a = asset({ io: 'nope' }, () => 1);
`,
      { loads: true },
    );
    await check(
      `
//- src/stores.ts
export const lake = {};
export const files = { csv: {}, json: {} };
//- src/assets.ts
${HEADER}import * as stores from './stores';
import { files } from './stores';
export const defs = definitions({ resources: { ...stores, ...files }, env: { prod: { resources: { warehouse: {} } } } });
export const a = asset({ io: 'lake' }, () => 1);
export const b = asset({ io: 'json' }, () => 1);
export const c = asset({ io: 'warehouse' }, () => 1);
export const d = asset({ io: 'nope' }, () => 1);
//                           ^^^^^^ unknown-io: There is no resource \`nope\`
`,
    );
  });

  test('no false alarm while definitions cannot be read', async () => {
    await check(
      `
${HEADER}const options = {};
export const defs = definitions(options);
//                              ^^^^^^^ dynamic: its options are not written in place
export const a = asset({ io: 'lake' }, () => 1);
`,
      { loads: true },
    );
    await check(
      `
${HEADER}export const all = [definitions({})];
//                              ^^^^^^^^^^^^^^^ dynamic: This call of definitions is not in the graph before a run: it is made inside an array.
export const a = asset({ io: 'lake' }, () => 1);
`.replace('//                              ^', '//                  ^'),
    );
  });
});

describe('unknown-resource', () => {
  const header = `import { asset, op, resource } from 'headwater';\nexport const db = resource({ create: () => 1 });\n`;

  test('names that stand for nothing, or for something else', async () => {
    await check(`
//- src/shop.ts
import { resource } from 'headwater';
export const shop = resource({ create: () => 1 });
//- src/assets.ts
${header}import { shp } from './shop';
import { gone } from './gone';
import * as all from './shop';
const step = op((ctx) => 1);
const text = 'x';
export const a = asset({ resources: { bd, shp, gone } }, (ctx) => 1);
//                                    ^^ unknown-resource: The resource \`bd\` is nothing: this file knows no \`bd\`. Did you mean \`db\`?
//                                        ^^^ unknown-resource: The resource \`shp\` is nothing: src/shop.ts exports no \`shp\`. Correct the import.
//                                             ^^^^ unknown-resource: comes from './gone', and there is no such file
export const b = asset({ resources: { a, step, text, all } }, (ctx) => 1);
//                                    ^ unknown-resource: The resource \`a\` is an asset, not a resource. Name what \`resource({ create })\` returned.
//                                       ^^^^ unknown-resource: is an op, not a resource
//                                             ^^^^ unknown-resource: is a plain value, not a resource
//                                                   ^^^ unknown-resource: is a whole module, not a resource. Name one of its exports.
`);
  });

  test('no false alarm: resources by name, import, property, call, or from a package', async () => {
    await check(`
//- src/shop.ts
import { resource } from 'headwater';
export const shop = resource({ create: () => 1 });
export const made = { db: shop };
//- src/assets.ts
${header}import { shop, made } from './shop';
import { theirs } from 'elsewhere';
const make = () => shop;
const later = make();
export const a = asset({ resources: { db, renamed: shop, x: made.db, theirs, y: make(), later } }, (ctx) => 1);
`);
  });
});

describe('names select', () => {
  const document = async (): Promise<GraphDocument> =>
    (
      await check(
        `
${HEADER}export const raw = externalAsset({ key: ['weather', 'raw'], group: 'bronze', tags: { pii: 'no' } });
export const { highs, lows } = multiAsset(
  { outputs: { highs: output({ key: ['weather', 'highs'], group: 'silver', kinds: ['typescript'] }), lows: output({ group: 'silver' }) }, inputs: { raw } },
  async function* ({ raw }, ctx) { yield ctx.result('highs', raw); },
);
export const report = asset({ inputs: { highs }, group: 'gold', owners: ['team:data'] }, ({ highs }) => highs);
export const poster = asset({ deps: [report], group: 'gold' }, () => 1);
`,
        { loads: true },
      )
    ).document;

  test('A15: group:"gold" selects exactly the gold assets', async () => {
    expect(selected(await document(), 'group:"gold"')).toEqual(['poster', 'report']);
  });

  test('A16: kind:"typescript" selects exactly the assets of that kind', async () => {
    expect(selected(await document(), 'kind:"typescript"')).toEqual(['weather/highs']);
  });

  test('A08: a key of segments prints with slashes and is selected so', async () => {
    expect(keys(await document())).toEqual(['lows', 'poster', 'report', 'weather/highs', 'weather/raw']);
    expect(selected(await document(), 'key:"weather/highs"')).toEqual(['weather/highs']);
    expect(selected(await document(), 'key:"weather/*" and tag:pii=no')).toEqual(['weather/raw']);
  });

  test('G02: ancestors and descendants of any asset', async () => {
    expect(selected(await document(), '+key:"report"')).toEqual(['report', 'weather/highs', 'weather/raw']);
    expect(selected(await document(), 'key:"weather/raw"+')).toEqual([
      'lows',
      'poster',
      'report',
      'weather/highs',
      'weather/raw',
    ]);
    expect(selected(await document(), 'owner:"team:data"')).toEqual(['report']);
  });
});
