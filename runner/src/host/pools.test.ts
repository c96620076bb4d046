// Pools: never more inside than their size, in the order they came, and a slot that is left is left once.
import { expect, test } from 'vitest';
import { createPools } from './pools.ts';

test('a pool takes as many as its size, one where none is given', async () => {
  const pools = createPools({ db: 2 });
  const order: string[] = [];
  const enter = async (pool: string, name: string) => {
    const leave = await pools.enter(pool);
    order.push(name);
    return leave;
  };
  const [first, second] = await Promise.all([enter('db', 'a'), enter('db', 'b')]);
  const third = enter('db', 'c');
  const other = await enter('api', 'x');
  const waiting = enter('api', 'y');
  expect(order).toEqual(['a', 'b', 'x']);
  first?.();
  first?.();
  await third;
  other();
  await waiting;
  expect(order).toEqual(['a', 'b', 'x', 'c', 'y']);
  const fourth = enter('db', 'd');
  await Promise.resolve();
  expect(order).not.toContain('d');
  second?.();
  await fourth;
});

test('a pool may be named like anything, and no pool holds nobody', async () => {
  const pools = createPools({});
  const leave = await pools.enter('constructor');
  leave();
  await pools.enter('constructor');
  await Promise.all([pools.enter(null), pools.enter(null)]);
});
