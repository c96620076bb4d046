// The catalogue as a tree: its branches, its rows, and which rows are told anew when something changes.
import { describe, expect, test } from 'vitest';
import type { AssetNode, AssetStatus, StatusName } from '@headwater/graph';
import type { StorageDocument } from '@headwater/runner/protocol';
import { assetNode } from './asset-node.fixture.ts';
import { Catalogue } from './catalogue.ts';
import type { CatalogueElement } from './catalogue-element.ts';
import type { CatalogueProject } from './catalogue-project.ts';

const now = new Date('2026-03-01T12:00:00.000Z');

function status(key: string, name: StatusName, over: Partial<AssetStatus> & { rows?: number } = {}): AssetStatus {
  const { rows, ...others } = over;
  const made = name !== 'never' && name !== 'unknown' && name !== 'external';
  return {
    key,
    status: name,
    causes: [],
    ...(made && {
      lastMaterialization: {
        run: 'run-1',
        time: '2026-03-01T11:58:00.000Z',
        codeVersion: null,
        dataVersion: 'd',
        durationMs: 12,
        metadata: {},
        checks: [],
        ...(rows !== undefined && { rows }),
      },
    }),
    ...others,
  };
}

const node = (key: string, group: string, over: Partial<AssetNode> = {}): AssetNode => ({
  ...assetNode,
  key,
  group,
  ...over,
});
const stale = status('totals', 'stale', {
  causes: [{ kind: 'data', message: 'customers has new data', asset: 'customers', file: 'src/a.ts', line: 4 }],
});
const gone = status('old', 'orphan', { declared: { file: 'src/old.ts', line: 7 } });

function project(name: string, nodes: readonly AssetNode[], all: readonly AssetStatus[]): CatalogueProject {
  const statuses = new Map(all.map((each) => [each.key, each]));
  return {
    project: `/${name}`,
    name,
    graph: { known: true, assets: new Map(nodes.map((each) => [each.key, each])) },
    statuses: { all, of: (key) => statuses.get(key) ?? null },
  };
}

const nodes = [node('totals', 'gold'), node('orders', 'bronze'), node('customers', 'bronze')];
const all = [status('customers', 'fresh', { rows: 1204 }), status('orders', 'never'), gone, stale];
const storage: StorageDocument = {
  version: 1,
  total: 40_000,
  values: 30_000,
  catalogue: 9_000,
  logs: 1_000,
  cache: 0,
  assets: [{ key: 'old', bytes: 24_000, values: 2 }],
};

/** A catalogue of projects that a test may replace. */
function open(first: readonly CatalogueProject[], by: 'group' | 'status' = 'group') {
  const known = { projects: first, storage: storage as StorageDocument | null };
  const catalogue = new Catalogue({ projects: () => known.projects, storage: () => known.storage, now: () => now }, by);
  return { catalogue, known };
}

/** Every row, deeper ones further in, as a window with everything open would show them. */
function drawn(catalogue: Catalogue, element?: CatalogueElement, depth = 0): string[] {
  return catalogue.children(element).flatMap((child) => {
    const { label, description } = catalogue.row(child);
    return [`${'  '.repeat(depth)}${label} | ${description}`, ...drawn(catalogue, child, depth + 1)];
  });
}

describe('R8', () => {
  test('by group: each with its counts, assets with status and causes, what is defined no more last', () => {
    expect(drawn(open([project('shop', nodes, all)]).catalogue)).toEqual([
      'bronze | 1 fresh · 1 never materialized',
      '  customers | fresh, 2 min ago, 1,204 rows',
      '  orders | never materialized',
      'gold | 1 stale',
      '  totals | stale: customers has new data',
      '    customers has new data | src/a.ts:4',
      'Orphaned | 1 · 24 kB',
      '  old | 24 kB · was src/old.ts:7',
    ]);
  });

  test('by status: what needs a person first', () => {
    expect(drawn(open([project('shop', nodes, all)], 'status').catalogue)).toEqual([
      'Stale | 1',
      '  totals | customers has new data · gold',
      '    customers has new data | src/a.ts:4',
      'Never materialized | 1',
      '  orders | bronze',
      'Fresh | 1',
      '  customers | bronze · 2 min ago, 1,204 rows',
      'Orphaned | 1 · 24 kB',
      '  old | 24 kB · was src/old.ts:7',
    ]);
  });

  test('an asset that is typed and not saved is in its group; of others the rows say what is recorded', () => {
    const typed = [...nodes, node('typed', 'gold')];
    const shown = new Map([
      ['typed', { ...status('typed', 'never'), was: null }],
      ['customers', { ...status('customers', 'stale'), was: 'fresh' as const }],
    ]);
    const rows = drawn(open([{ ...project('shop', typed, all), preview: { shown } }]).catalogue);
    expect(rows).toContain('  typed | not saved yet');
    expect(rows).toContain('  customers | fresh, 2 min ago, 1,204 rows');
  });

  test('several projects are one level more, and one whose graph is not known yet is none', () => {
    const shop = project('shop', nodes, all);
    const farm = project('farm', [node('cows', 'default')], [status('cows', 'fresh')]);
    const later = { ...project('later', [], []), graph: { known: false, assets: new Map() } };
    expect(drawn(open([shop, farm, later]).catalogue).slice(0, 4)).toEqual([
      'farm | 1 fresh · 40 kB',
      '  default | 1 fresh',
      '    cows | fresh, 2 min ago',
      'shop | 1 fresh · 1 stale · 1 never materialized · 40 kB',
    ]);
  });

  test('every row has a name to be spoken, a shape, and what its menu needs', () => {
    const { catalogue } = open([project('shop', nodes, all)]);
    const [bronze, gold, orphans] = catalogue.children();
    const of = (element: CatalogueElement | undefined) => {
      if (!element) throw new Error('no such row');
      const { spoken, icon, colour, context, open: expanded } = catalogue.row(element);
      return { spoken, icon, colour, context, open: expanded };
    };
    expect(of(catalogue.children(gold)[0])).toEqual({
      spoken: 'totals, stale: customers has new data, group gold',
      icon: 'warning',
      colour: 'editorWarning.foreground',
      context: 'asset',
      open: false,
    });
    expect(of(catalogue.children(bronze)[1])).toMatchObject({ icon: 'circle-large', open: null });
    expect(of(orphans)).toMatchObject({ spoken: 'Orphaned: stored, but no longer defined, 1 · 24 kB', open: true });
    expect(of(catalogue.children(orphans)[0])).toMatchObject({
      spoken: 'old, orphaned, 24 kB, was src/old.ts:7',
      context: 'orphan',
    });
  });
});

describe('what is told anew', () => {
  /** The ids without the project, in words. */
  const outdated = (catalogue: Catalogue) => {
    const found = catalogue.outdated();
    return found === 'all' ? 'all' : found.map(({ id }) => id.split('\0').slice(1).join(' '));
  };

  test('nothing when nothing differs, and an asset alone when only its words do', () => {
    const { catalogue, known } = open([project('shop', nodes, all)]);
    drawn(catalogue);
    expect(outdated(catalogue)).toEqual([]);
    known.projects = [project('shop', nodes, [status('customers', 'fresh', { rows: 1205 }), ...all.slice(1)])];
    expect(outdated(catalogue)).toEqual(['asset customers']);
  });

  test('a branch with what is below it when its counts change, all when branches come or go', () => {
    const { catalogue, known } = open([project('shop', nodes, all)]);
    drawn(catalogue);
    known.projects = [
      project('shop', nodes, [status('customers', 'fresh', { rows: 1204 }), status('orders', 'fresh'), gone, stale]),
    ];
    expect(outdated(catalogue)).toEqual(['branch group bronze']);
    known.projects = [
      project(
        'shop',
        nodes,
        all.filter(({ key }) => key !== 'old'),
      ),
    ];
    expect(outdated(catalogue)).toBe('all');
  });

  test('what nobody opened is not looked at, and an element stays the same one', () => {
    const { catalogue, known } = open([project('shop', nodes, all)]);
    const before = catalogue.children();
    for (const element of before) catalogue.row(element);
    known.projects = [project('shop', nodes, [status('customers', 'fresh', { rows: 1205 }), ...all.slice(1)])];
    expect(outdated(catalogue)).toEqual([]);
    expect(catalogue.children().map((each, index) => each === before[index])).toEqual([true, true, true]);
  });

  test('orphans have no size until the store was asked', () => {
    const { catalogue, known } = open([project('shop', nodes, all)]);
    known.storage = null;
    expect(drawn(catalogue).slice(-2)).toEqual(['Orphaned | 1', '  old | was src/old.ts:7']);
    known.storage = storage;
    expect(outdated(catalogue)).toEqual(['orphans']);
  });

  test('a definition that came back is no orphan before the host says so', () => {
    const { catalogue, known } = open([project('shop', nodes, all)]);
    drawn(catalogue);
    known.projects = [project('shop', [...nodes, node('old', 'gold')], all)];
    expect(outdated(catalogue)).toBe('all');
    expect(drawn(catalogue).slice(3)).toEqual([
      'gold | 1 stale',
      '  old | orphan, 2 min ago',
      '  totals | stale: customers has new data',
      '    customers has new data | src/a.ts:4',
    ]);
  });

  test('of ten thousand assets only those in open branches are asked for', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => node(`asset${index}`, `group${index % 100}`));
    let asked = 0;
    const shop: CatalogueProject = {
      ...project('shop', many, []),
      statuses: {
        all: [],
        of: (key) => {
          asked += 1;
          return status(key, 'fresh');
        },
      },
    };
    const { catalogue } = open([shop]);
    const branches = catalogue.children();
    for (const branch of branches) catalogue.row(branch);
    expect(branches).toHaveLength(100);
    expect(catalogue.children(branches[0])).toHaveLength(100);
    asked = 0;
    catalogue.outdated();
    // Once for the counts of its branch.
    expect(asked).toBe(10_000);
  });
});
