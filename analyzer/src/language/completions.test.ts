// What is offered at the cursor, and the text once it is taken.
import { parseSelection } from '@headwater/graph';
import { describe, expect, test } from 'vitest';
import { applyEdits, openFixture } from '../test/apply-edits.ts';
import type { Opened } from '../test/apply-edits.ts';
import type { Completion } from './completion.ts';

const SHOP = `//- src/raw.ts
import { asset, externalAsset, multiAsset, output, resource } from 'headwater';
export const orders = asset({ group: 'bronze', kinds: ['api', 'table'], tags: { domain: 'sales', tier: '1' }, owners: ['team:data'] }, () => [1]);
export const customers = asset({ group: 'bronze', kinds: ['table'], tags: { domain: 'people' } }, () => [1]);
export const highs = externalAsset({ key: ['weather', 'highs'] });
export const api = multiAsset({ outputs: { users: output(), posts: output() } }, async function* () {});
export const database = resource({ create: () => 1 });
//- src/defs.ts
import { definitions, job } from 'headwater';
import { database } from './raw';
export const defs = definitions({ resources: { database, files: database } });
export const nightly = job('nightly', { selection: 'group:bronze' });
`;

interface Answer {
  readonly labels: readonly string[];
  readonly opened: Opened;
  readonly all: readonly Completion[];
  /** The text of the file at the cursor, once the completion of this label is taken. */
  take(label: string): string;
}

/** The cursor is in src/assets.ts; the file may be half typed, so it is opened over one that is whole. */
async function complete(text: string): Promise<Answer> {
  const opened = await openFixture(`${SHOP}//- src/assets.ts\nimport { asset } from 'headwater';\n${text}\n`);
  const all = opened.assistance.completions(opened.cursor).items;
  return {
    labels: all.map(({ label }) => label),
    opened,
    all,
    take(label) {
      const found = all.find((each) => each.label === label);
      if (found === undefined) throw new Error(`No ${label} among ${all.map((each) => each.label).join(', ')}`);
      return applyEdits(opened.texts, [found.edit, ...found.more]).get('src/assets.ts') ?? '';
    },
  };
}

describe('L7: inputs, deps and resources come with their import', () => {
  test('an empty list of inputs', async () => {
    const { labels, take, all } = await complete(`export const report = asset({ inputs: { $0 } }, () => 1);`);
    expect(labels).toEqual(['orders', 'customers', 'highs', 'users', 'posts']);
    expect(take('orders')).toContain(
      `import { asset } from 'headwater';\nimport { orders } from './raw';\nexport const report = asset({ inputs: { orders } }`,
    );
    expect(take('users')).toContain(
      `import { api } from './raw';\nexport const report = asset({ inputs: { users: api.users } }`,
    );
    expect(all[2]).toMatchObject({ key: 'weather/highs', detail: './raw', kind: 'asset' });
    expect(all[0]?.detail).toBe('./raw · bronze');
  });

  test('a word that was begun, a value, a dep; what TypeScript offers and what is listed is left out', async () => {
    const text = (options: string): string => `import { customers } from './raw';
export const local = asset(() => 1);
export const report = asset({ ${options} }, () => 1);`;
    const begun = await complete(text('inputs: { customers, or$0d }'));
    expect(begun.labels).toEqual(['orders']);
    expect(begun.take('orders')).toContain('{ customers, orders } }, () => 1)');
    expect(begun.take('orders')).toContain("import { customers, orders } from './raw';");
    const value = await complete(text('inputs: { all: $0 }'));
    expect(value.labels).toEqual(['orders', 'highs', 'api.users', 'api.posts']);
    expect(value.take('orders')).toContain('inputs: { all: orders }');
    const dep = await complete(text('deps: [customers, $0]'));
    expect(dep.take('orders')).toContain('deps: [customers, orders]');
    expect(dep.take('api.posts')).toContain('deps: [customers, api.posts]');
  });

  test.each([
    ['a module that passes headwater on', "import { asset } from './sdk';"],
    ['all of headwater', "import * as hw from 'headwater'; const { asset } = hw;"],
    ['another name', "import { asset as source } from 'headwater'; const asset = source;"],
  ])('by %s', async (_, imported) => {
    const opened = await openFixture(`${SHOP}//- src/sdk.ts
export * from 'headwater';
//- src/assets.ts
${imported}
export const report = asset({ inputs: { or$0 } }, () => 1);
`);
    const { items } = opened.assistance.completions(opened.cursor);
    expect(items.map(({ label }) => label)).toEqual(['orders', 'customers']);
  });

  test('a resource', async () => {
    const { labels, take } = await complete(`export const report = asset({ resources: { $0 } }, () => 1);`);
    expect(labels).toEqual(['database']);
    expect(take('database')).toContain('resources: { database }');
  });

  test('of very many the first, those of the same folder before others; the rest with the next letter', async () => {
    const far = Array.from({ length: 400 }, (_, index) => `export const far${index} = asset(() => 1);`).join('\n');
    const text = (typed: string): string => `//- lib/far.ts
import { asset } from 'headwater';
${far}
//- src/near.ts
import { asset } from 'headwater';
export const zebra = asset(() => 1);
//- src/assets.ts
import { asset } from 'headwater';
export const report = asset({ inputs: { ${typed}$0 } }, () => 1);
`;
    const ask = async (typed: string) => {
      const opened = await openFixture(text(typed));
      return opened.assistance.completions(opened.cursor);
    };
    const many = await ask('');
    expect([many.items.length, many.isIncomplete, many.items[0]?.label]).toEqual([300, true, 'zebra']);
    const few = await ask('fa399');
    expect([few.items.map(({ label }) => label), few.isIncomplete]).toEqual([['far399'], false]);
  });

  test.each([
    ['nothing closed', 'export const report = asset({ inputs: { or$0'],
    [
      'the next statement follows',
      'export const report = asset({ inputs: { or$0\n\nexport const next = asset(() => 1);',
    ],
    ['no body yet', 'export const report = asset({ inputs: { or$0 }'],
  ])('in half-typed code: %s', async (_, text) => {
    const { labels, take } = await complete(text);
    expect(labels).toContain('orders');
    expect(take('orders')).toContain('inputs: { orders');
  });

  test.each([
    'export const report = asset({ $0 }, () => 1);',
    'export const report = asset({ inputs: $0 }, () => 1);',
    'export const report = asset({ inputs: { a: { b: $0 } } }, () => 1);',
    'export const report = asset(() => [$0]);',
    'export const report = asset({ deps: [other($0)] }, () => 1);',
    'const plain = { inputs: { $0 } };',
    '$0',
  ])('nothing elsewhere: %s', async (text) => {
    expect((await complete(text)).labels).toEqual([]);
  });
});

describe('L7: names in strings of options', () => {
  test.each([
    [`{ group: '$0' }`, ['bronze'], 'bronze', `{ group: 'bronze' }`],
    [`{ group: 'br$0nze' }`, ['bronze'], 'bronze', `{ group: 'bronze' }`],
    [`{ kinds: ['$0'] }`, ['table', 'api'], 'api', `{ kinds: ['api'] }`],
    [`{ kinds: ['table', "$0"] }`, ['api'], 'api', `{ kinds: ['table', "api"] }`],
    [`{ owners: ['$0'] }`, ['team:data'], 'team:data', `{ owners: ['team:data'] }`],
    [`{ io: '$0' }`, ['database', 'files'], 'files', `{ io: 'files' }`],
    [`{ tags: { $0 } }`, ['domain', 'tier'], 'tier', `{ tags: { tier:  } }`],
    [`{ tags: { tier: '1', '$0': '' } }`, ['domain'], 'domain', `{ tags: { tier: '1', 'domain': '' } }`],
    [`{ tags: { domain: '$0' } }`, ['people', 'sales'], 'sales', `{ tags: { domain: 'sales' } }`],
    [`{ description: '$0' }`, [], null, ''],
    [`{ key: '$0' }`, [], null, ''],
  ])('%s', async (options, labels, label, written) => {
    const answer = await complete(`export const report = asset(${options}, () => 1);`);
    expect(answer.labels).toEqual(labels);
    if (label !== null) expect(answer.take(label)).toContain(`asset(${written}, () => 1)`);
  });

  test('a string without its end takes nothing else along', async () => {
    const { labels, take } = await complete(`export const report = asset({ group: 'br$0, kinds: [] }, () => 1);`);
    expect(labels).toEqual(['bronze']);
    expect(take('bronze')).toContain(`{ group: 'bronze, kinds: [] }`);
  });
});

describe('L7: selections', () => {
  const jobOf = (selection: string): string => `import { job } from 'headwater';
export const weekly = job('weekly', { selection: '${selection}' });`;
  const after = (text: string): string | undefined => /selection: '(.*)' \}/.exec(text)?.[1];

  test('where an operand stands: attributes, keys, operators', async () => {
    for (const start of ['', '+', 'not ', '(', 'group:bronze and ', 'key:orders or (', '2+']) {
      const { labels, take } = await complete(jobOf(`${start}$0`));
      expect(labels).toEqual(expect.arrayContaining(['key:', 'group:', 'orders', 'weather/highs', 'roots(…)']));
      // `+*` would be everything upstream of everything: the grammar has no such thing.
      expect(labels.includes('*')).toBe(!start.endsWith('+'));
      expect(labels).not.toContain('and');
      expect(after(take('orders'))).toBe(`${start}key:orders`);
      expect(after(take('weather/highs'))).toBe(`${start}key:weather/highs`);
    }
  });

  test('behind one: what joins it to the next', async () => {
    for (const start of ['group:bronze ', 'key:"orders"', '(group:bronze) ', 'key:orders+1 ']) {
      const { labels, take } = await complete(jobOf(`${start}$0`));
      expect(labels).toEqual(['and', 'or']);
      expect(after(take('and'))).toBe(`${start.trimEnd()} and `);
    }
    expect((await complete(jobOf('group:bronze an$0'))).take('and')).toContain("'group:bronze and '");
  });

  test.each([
    ['group:$0', ['default', 'bronze'], 'bronze', 'group:bronze'],
    ['group:br$0onze and kind:api', ['bronze'], 'bronze', 'group:bronze and kind:api'],
    ['kind:"$0', ['table', 'api'], 'api', 'kind:"api"'],
    ['kind:"$0" or *', ['table', 'api'], 'api', 'kind:"api" or *'],
    ['+tag:$0', ['domain', 'tier'], 'tier', '+tag:tier'],
    ['tag:domain=$0', ['people', 'sales'], 'sales', 'tag:domain=sales'],
    ['owner:$0', ['team:data'], 'team:data', 'owner:"team:data"'],
    ['is:$0', ['asset', 'external', 'multi', 'graph'], 'external', 'is:external'],
    ['job:$0', ['nightly'], 'nightly', 'job:nightly'],
    ['key:we$0', ['weather/highs'], 'weather/highs', 'key:weather/highs'],
  ])('values: %s', async (selection, labels, label, written) => {
    const answer = await complete(jobOf(selection));
    expect(answer.labels.toSorted()).toEqual(labels.toSorted());
    expect(after(answer.take(label))).toBe(written);
  });

  test('the attributes are those of the grammar', async () => {
    const { all } = await complete(jobOf('$0'));
    const offered = all.filter(({ kind }) => kind === 'attribute').map(({ label }) => label.replace(':', ''));
    const refused = parseSelection('nothing:x');
    const known = /expected one of ([\w, ]+), not/.exec(refused.kind === 'error' ? refused.message : '')?.[1];
    expect(offered.join(', ')).toBe(known);
  });

  test('status, and nothing for what is no attribute', async () => {
    expect((await complete(jobOf('status:$0'))).labels).toContain('upstream-stale');
    expect((await complete(jobOf('colour:$0'))).labels).toEqual([]);
  });

  test('in double quotes, quotes of the selection are escaped', async () => {
    const { take } = await complete(
      `import { job } from 'headwater';\nexport const weekly = job('weekly', { selection: "owner:$0" });`,
    );
    expect(take('team:data')).toContain('selection: "owner:\\"team:data\\"" }');
  });
});
