// A process that owns a project with an hourly schedule, and says its ticks and runs whenever they change: for tests that end it.
import { scheduleNode } from '../automation/automation-world.fixture.ts';
import { optionsOf } from './doors-project.fixture.ts';
import { openProject } from './open-project.ts';

const options = optionsOf(process.argv[2] ?? '');
const { document, sources } = await options.describe();
const schedules = [scheduleNode('hourly', '0 * * * *', { selection: 'key:"quick"' })];
const client = await openProject({
  ...options,
  automation: 'on',
  describe: () => Promise.resolve({ document: { ...document, schedules }, sources }),
});
async function say(): Promise<void> {
  const [{ ticks }, { runs }] = await Promise.all([client.request('ticks', {}), client.request('runs', {})]);
  process.stdout.write(`${JSON.stringify({ ticks, runs: runs.map(({ run }) => run) })}\n`);
}
client.listen((message) => {
  if ('type' in message && message.type !== 'notice') void say();
});
setInterval(() => undefined, 1000);
