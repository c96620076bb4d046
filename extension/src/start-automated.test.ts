// R6: a project that runs by itself does so again when its window is opened the next time.
import { afterEach, expect, test } from 'vitest';
import { fakeHost, type FakeHost } from './fake-host.fixture.ts';
import { ProjectSession } from './project-session.ts';
import { RunnerClient } from './runner-client.ts';
import { startAutomated } from './start-automated.ts';

const open: { session: ProjectSession; host: FakeHost }[] = [];
afterEach(async () => {
  for (const { session, host } of open.splice(0)) {
    await session.close();
    host.remove();
  }
});

function openWindow(memory: Map<string, unknown>, host = fakeHost()) {
  const { project } = host;
  const runner = new RunnerClient({ project, client: 'test', findLaunch: async () => host.launch });
  const session = new ProjectSession({
    project,
    name: 'shop',
    runner,
    askWholeGraph: () => undefined,
    askCode: async () => null,
  });
  open.push({ session, host });
  startAutomated(session, {
    get: (key) => memory.get(key),
    update: async (key, value) => void memory.set(key, value),
  });
  return { session, host };
}

test('R6: the host of a project that was switched on is started with its window, until it is switched off', async () => {
  const memory = new Map<string, unknown>();
  const first = openWindow(memory);
  expect(first.session.runner.state.state).toBe('stopped');
  await first.session.automation.switchTo(true);
  await first.session.close();

  const second = openWindow(memory, first.host);
  expect(second.session.runner.state.state).toBe('starting');
  // Nothing is known of its automation yet: that forgets nothing.
  second.session.automation.changed.fire();
  expect(openWindow(memory, first.host).session.runner.state.state).toBe('starting');

  await second.session.runner.start();
  await second.session.automation.switchTo(false);
  expect(openWindow(memory, first.host).session.runner.state.state).toBe('stopped');
});
