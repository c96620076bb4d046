// The version of a step's configuration: the same for what is the same, another for what is not.
import { expect, test } from 'vitest';
import type { AssetNode } from '@headwater/graph';
import type { RunConfig } from '../protocol.ts';
import { stepConfigs } from './step-configs.ts';

const assets = [
  { key: 'orders', step: 'orders' },
  { key: 'posts', step: 'posts' },
  { key: 'users', step: 'posts' },
] as unknown as readonly AssetNode[];
const version = (config: RunConfig, step = 'orders') => stepConfigs(assets, config).version(step);

test('what is given decides, not how it is written', () => {
  expect(version({})).toBeUndefined();
  expect(version({ assets: { users: { limit: 1 } } })).toBeUndefined();
  const one = version({ assets: { orders: { limit: 1, days: [1, { a: 1, b: 2 }] } } });
  expect(version({ assets: { orders: { days: [1, { b: 2, a: 1 }], limit: 1 } } })).toBe(one);
  expect(version({ assets: { users: { limit: 1 } } }, 'posts')).toBe(
    version({ assets: { posts: { limit: 1 } } }, 'posts'),
  );
});

test('whatever differs gives another version', () => {
  const all: RunConfig[] = [
    { assets: { orders: { limit: 1 } } },
    { assets: { orders: { limit: '1' } } },
    { assets: { orders: { days: [1, 2] } } },
    { assets: { orders: { days: [2, 1] } } },
    { assets: { orders: {} } },
    { assets: { orders: null } },
    { assets: { orders: { limit: 1 } }, resources: { db: { url: 'a' } } },
    { resources: { db: { url: 'a' } } },
    { resources: { orders: { limit: 1 } } },
  ];
  expect(new Set(all.map((config) => version(config))).size).toBe(all.length);
});

test('a body without a configuration of its own sees that of resources, and none where none is given', () => {
  expect(version({ resources: {} })).toBeUndefined();
  expect(version({ resources: { db: { url: 'a' } } }, 'posts')).toBe(version({ resources: { db: { url: 'a' } } }));
});
