// The loop of automation when the clock does what clocks do, and the pass what it should not.
import { expect, test } from 'vitest';
import { automationLoop, EVERY_MS } from './automation-loop.ts';
import { fakeClock } from './clock.fixture.ts';

function loopOf(pass: (n: number) => Promise<number | null>) {
  const clock = fakeClock('2026-03-01T12:00:00Z');
  const passes: string[] = [];
  const thrown: unknown[] = [];
  let looked = Promise.withResolvers<undefined>();
  const loop = automationLoop({
    clock,
    onThrown: (error) => thrown.push(error),
    pass: async () => {
      passes.push(new Date(clock.now()).toISOString().slice(11, 19));
      looked.resolve(undefined);
      looked = Promise.withResolvers();
      return pass(passes.length);
    },
  });
  /** Resolves at the next pass. */
  const at = async (time: string): Promise<void> => {
    const next = looked.promise;
    await settled();
    clock.set(`2026-03-01T${time}Z`);
    await next;
  };
  return { loop, clock, passes, thrown, at };
}
const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
};

test('a clock that is set back while a pass is under way, or before something happens, is not waited for', async () => {
  const { loop, clock, passes, at } = loopOf((n) => {
    const next = clock.now() + EVERY_MS;
    if (n === 2) clock.set('2026-03-01T09:00:00Z');
    return Promise.resolve(next);
  });
  await at('12:00:30');
  await at('09:00:01');
  loop.wake();
  await at('09:00:02');
  expect(passes).toEqual(['12:00:00', '12:00:30', '09:00:01', '09:00:02']);
  await loop.stop();
});

test('whatever a pass throws is told, and the next one comes; a time that is none is waited for no less than a second', async () => {
  const { loop, passes, thrown, at } = loopOf((n) =>
    n === 1 ? Promise.reject(new Error('no')) : Promise.resolve(NaN),
  );
  await at('12:00:30');
  await settled();
  expect(passes).toHaveLength(2);
  await at('12:00:31');
  expect(thrown).toHaveLength(1);
  await loop.stop();
});
