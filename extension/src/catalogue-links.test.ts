// Lineage by the tree alone: every row leads on to what it reads and what it feeds, and a circle comes to an end.
import { describe, expect, test } from 'vitest';
import type { AssetKey, AssetNode } from '@headwater/graph';
import { assetNode } from './asset-node.fixture.ts';
import { Catalogue } from './catalogue.ts';
import type { CatalogueElement } from './catalogue-element.ts';
import type { CatalogueProject } from './catalogue-project.ts';

const node = (key: AssetKey, over: Partial<AssetNode> = {}): AssetNode => ({
  ...assetNode,
  key,
  step: key,
  group: 'all',
  inputs: {},
  deps: [],
  ...over,
});
const inputs = (...keys: AssetKey[]): Record<string, AssetKey> => Object.fromEntries(keys.map((key) => [key, key]));

function open(nodes: readonly AssetNode[], more: readonly CatalogueProject[] = []) {
  const assets = new Map(nodes.map((each) => [each.key, each]));
  const project: CatalogueProject = {
    project: '/shop',
    name: 'shop',
    graph: { known: true, assets },
    statuses: { all: [], of: (key) => (assets.has(key) ? { key, status: 'fresh', causes: [] } : null) },
  };
  return new Catalogue({ projects: () => [project, ...more], storage: () => null }, 'group');
}

/** All that stands below an asset's row, deeper rows further in; elements seen on the way are collected. */
function below(catalogue: Catalogue, element: CatalogueElement, seen: CatalogueElement[] = [], depth = 0): string[] {
  return catalogue.children(element).flatMap((child) => {
    seen.push(child);
    const { label, description } = catalogue.row(child);
    return [`${'  '.repeat(depth)}${label} | ${description}`, ...below(catalogue, child, seen, depth + 1)];
  });
}

const row = (catalogue: Catalogue, key: AssetKey): CatalogueElement => {
  const element = catalogue.asset('/shop', key);
  if (!element) throw new Error(`no row of ${key}`);
  return element;
};

describe('V6', () => {
  const diamond = [
    node('raw'),
    node('left', { inputs: inputs('raw') }),
    node('right', { inputs: inputs('raw'), deps: ['left', 'raw'] }),
    node('report', { inputs: inputs('left', 'right', 'nothing') }),
  ];

  test('below an asset stands what it reads and what it feeds, each leading on in its direction', () => {
    const catalogue = open(diamond);
    expect(below(catalogue, row(catalogue, 'right'))).toEqual([
      'reads raw | fresh',
      'runs after left | fresh',
      '  reads raw | fresh',
      'feeds report | fresh',
    ]);
    expect(below(catalogue, row(catalogue, 'raw'))).toEqual([
      'feeds left | fresh',
      '  runs before right | fresh',
      '    feeds report | fresh',
      '  feeds report | fresh',
      'feeds right | fresh',
      '  feeds report | fresh',
    ]);
    expect(below(catalogue, row(catalogue, 'report')).at(-1)).toBe('reads nothing | missing');
    expect(catalogue.row(row(catalogue, 'raw')).open).toBe(false);
    expect(catalogue.row(catalogue.children(row(catalogue, 'right'))[0]!)).toMatchObject({
      spoken: 'reads raw, fresh, group all',
      open: null,
      context: 'asset',
    });
  });

  test('every row has an id of its own, and leads back to its root by its parents', () => {
    const catalogue = open(diamond, [{ ...openProject('/other'), name: 'other' }]);
    const seen: CatalogueElement[] = [];
    for (const root of catalogue.children()) below(catalogue, root, seen);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    for (const element of seen) {
      const parent = catalogue.parent(element);
      expect(parent && catalogue.children(parent), element.id).toContain(element);
    }
    for (const root of catalogue.children()) expect(catalogue.parent(root)).toBeNull();
  });

  test('a circle ends where it comes back to a row above', () => {
    const catalogue = open([
      node('a', { inputs: inputs('c') }),
      node('b', { inputs: inputs('a', 'b') }),
      node('c', { inputs: inputs('b') }),
    ]);
    expect(below(catalogue, row(catalogue, 'a'))).toEqual([
      'reads c | fresh',
      '  reads b | fresh',
      '    reads a | fresh · stands above already',
      '    reads b | fresh · stands above already',
      'feeds b | fresh',
      '  feeds b | fresh · stands above already',
      '  feeds c | fresh',
      '    feeds a | fresh · stands above already',
    ]);
  });

  test('what another project makes can be shown there; what is defined no more has no row to select', () => {
    const imported = { file: 'src/a.ts', module: 'lake', name: 'orders' };
    const foreign = { project: 'lake', root: '../lake', key: 'orders', kind: 'asset', imported } as const;
    const catalogue = open([node('lake:orders', { kind: 'external', foreign }), node('prices', { kind: 'external' })]);
    expect(catalogue.row(row(catalogue, 'lake:orders')).context).toBe('foreign');
    expect(catalogue.row(row(catalogue, 'prices')).context).toBe('external');
    expect(catalogue.asset('/shop', 'gone')).toBeNull();
    expect(catalogue.asset('/elsewhere', 'prices')).toBeNull();
  });

  test('a running row says how far it is, in the words of its node', () => {
    const shop: CatalogueProject = {
      ...openProject('/shop'),
      statuses: { all: [], of: (key) => ({ key, status: 'running', causes: [] }) },
      progress: { of: () => ({ message: 'Summed 2 of 5', fraction: 0.4, attempt: 2 }) },
    };
    const catalogue = new Catalogue({ projects: () => [shop], storage: () => null }, 'group');
    expect(catalogue.row(row(catalogue, 'x')).description).toBe('running, 40 %, attempt 2, Summed 2 of 5');
  });

  test('in ten thousand assets a row costs what hangs on it, not a walk through all of them', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      node(`a${index}`, index === 0 ? {} : { inputs: inputs(`a${index - 1}`) }),
    );
    const catalogue = open(many);
    let inspected = 0;
    const counted = many[5_000]!;
    Object.defineProperty(counted, 'deps', {
      get() {
        inspected += 1;
        return [];
      },
    });
    for (const { key } of many) catalogue.row(row(catalogue, key));
    // Once for what feeds what, and once or twice for its own row.
    expect(inspected).toBeLessThan(5);
  });
});

function openProject(project: string): CatalogueProject {
  return {
    project,
    name: 'other',
    graph: { known: true, assets: new Map([['x', node('x')]]) },
    statuses: { all: [], of: () => null },
  };
}
