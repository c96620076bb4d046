// R6: what is known of what runs by itself, asked of a real host process that answers it.
import { afterEach, expect, test, vi } from 'vitest';
import { AutomationBook } from './automation-book.ts';
import { fakeHost, type FakeHost } from './fake-host.fixture.ts';
import { RunnerClient } from './runner-client.ts';

const open: { book: AutomationBook; runner: RunnerClient; host: FakeHost }[] = [];
afterEach(async () => {
  for (const { book, runner, host } of open.splice(0)) {
    book.stop();
    await runner.stop();
    host.remove();
  }
});

function start() {
  const host = fakeHost();
  const runner = new RunnerClient({
    project: host.project,
    client: 'test',
    findLaunch: async () => host.launch,
    restartDelaysMs: [],
  });
  const request = vi.spyOn(runner, 'request');
  const book = new AutomationBook(runner);
  open.push({ book, runner, host });
  let told = 0;
  book.changed.on(() => (told += 1));
  return {
    book,
    runner,
    told: () => told,
    asked: () => request.mock.calls.filter(([method]) => method === 'automation').length,
  };
}

test('R6: a host that does not run is not started to be asked', async () => {
  const { book, runner, told } = start();
  await book.refresh();
  expect(runner.state.state).toBe('stopped');
  expect([book.document, book.isBusy, told()]).toEqual([null, false, 0]);
});

test('R6: a flood of news asks once, then once more for the last of it', async () => {
  const { book, runner, asked } = start();
  await runner.start();
  for (let news = 0; news < 100; news += 1) book.ask();
  expect(asked()).toBe(1);
  const on = book.changed.next(() => book.document?.on === true);
  await runner.request('setAutomation', { on: true });
  await on;
  expect(asked()).toBe(2);
});

test('R6: only something else is news, whatever time it is told at', async () => {
  const { book, runner, told } = start();
  await runner.start();
  await book.refresh();
  await book.refresh();
  expect(told()).toBe(1);
  expect(book.of('a')?.condition).toBe('eager()');
  expect(await book.switchTo(true)).toBeNull();
  await book.refresh();
  expect(told()).toBe(2);
});

test('R6, R7: a host is busy while its project runs by itself or a backfill goes on', async () => {
  const { book, runner } = start();
  await runner.start();
  await book.refresh();
  expect([book.hasAny, book.isBusy]).toEqual([true, false]);
  await book.switchTo(true);
  expect(book.isBusy).toBe(true);
  await book.switchTo(false);
  expect(book.isBusy).toBe(false);
  await runner.request('steerBackfill', { backfill: 'b1', to: 'resume' });
  await book.refresh();
  expect(book.isBusy).toBe(true);
  await runner.request('steerBackfill', { backfill: 'b1', to: 'cancel' });
  await book.refresh();
  expect([book.isBusy, book.backfills[0]?.status]).toEqual([false, 'cancelled']);
});

test('R6: where no host can run any more, nothing is said to run by itself', async () => {
  const { book, runner } = start();
  await runner.start();
  await book.refresh();
  await book.switchTo(true);
  const gone = runner.changed.next(({ state }) => state === 'unavailable');
  await runner.request('status', { select: 'crash' });
  await gone;
  expect([book.document, book.backfills, book.isBusy]).toEqual([null, [], false]);
});

test('R6: why is what was decided last, and where nothing was, what would be decided now', async () => {
  const { book } = start();
  expect(await book.why('a')).toMatchObject({ ok: true, result: { message: 'dry' } });
});
