// `headwater dev`: owns the project with what runs by itself switched on, and serves the lineage page, until Ctrl+C.
import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { lastingClient, openProject } from '@headwater/runner';
import { orRefused } from '../command-error.ts';
import type { CommandContext } from '../command-context.ts';
import { takeSeat } from '../dev/answer-page.ts';
import { automationForNow } from '../dev/automation-for-now.ts';
import { changesSince } from '../dev/changes-since.ts';
import { devJson, devText, type DevNews } from '../dev/dev-lines.ts';
import { endings } from '../dev/endings.ts';
import { hearTicks } from '../dev/hear-ticks.ts';
import { LiveProject, PAGE_COMMANDS, type LiveProjectOptions } from '../dev/live-project.ts';
import { openBrowser } from '../dev/open-browser.ts';
import { openServer } from '../dev/open-server.ts';
import { watchFiles } from '../dev/watch-files.ts';
import { hostOptions } from '../target.ts';

export async function devCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const ending = endings();
  const { project } = target;
  const automates = !line.noAutomation;
  const say = (news: DevNews): void => {
    const text = line.json ? devJson(news) : devText(news, { now: new Date(), pid: process.pid, automates });
    if (text !== null) stdout.write(text);
  };
  const notice = (message: string): void => say({ type: 'notice', message });

  let owner: number | null = null;
  const host = { ...hostOptions(target), keepWarm: true, automation: automates ? 'on' : 'never' } as const;
  const client = lastingClient({ open: () => openProject(host), opened: () => void greet() });
  const automation = automationForNow(client, notice);
  const changes = changesSince(target);
  const focused = line.operand === null ? null : fileIn(project, resolve(line.folder));
  const live = new LiveProject({
    target,
    client,
    focus: ({ assets }) => assets.find(({ file }) => file === focused)?.key ?? null,
    read: sayErrors(say, changes.refresh),
    notice,
  });

  /** Whoever owns the project from now on does what runs by itself. */
  async function greet(): Promise<void> {
    if (owner === null || ending.begun()) return;
    const now = await client.request('hello', HELLO).catch(() => null);
    if (now === null || ending.begun()) return;
    if (now.pid !== owner) say({ type: 'owner', owner: (owner = now.pid) });
    if (automates) await automation.on();
    void live.refreshAutomation();
  }

  // The page answers first: reading the source and opening the store take longer.
  const server = await openServer(line.port, {
    title: `${target.name} · Headwater`,
    commands: PAGE_COMMANDS,
    seat: (send) => takeSeat({ project, live, client, changes, failed: (text) => notice(`The page: ${text}`) }, send),
  }).catch(async (error: unknown) => {
    await client.close();
    throw error;
  });
  say({ type: 'listening', address: server.address, project, pid: process.pid });
  const reading = live.reread();
  const hello = await orRefused(client.request('hello', HELLO)).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  for (const message of hello.notices) notice(message);
  client.listen((message) => {
    if ('type' in message && (message.type === 'event' || message.type === 'alert' || message.type === 'notice'))
      say(message);
  });
  const stopTicks = hearTicks(client, (tick) => say({ type: 'tick', tick }));
  const stopWatching = watchFiles({
    project,
    changed: async () => {
      await live.reread();
      // Where nobody can be asked, the page says so.
      void client.now().then(
        (owner) => owner.saved(),
        () => undefined,
      );
    },
    notice,
  });
  const document = automates ? await automation.on() : null;
  owner = hello.pid;
  say({ type: 'ready', owner, automation: document });
  if (line.open && !(await openBrowser(server.address)))
    notice('No browser could be started here: open the address above yourself.');
  await reading;
  if (focused !== null && live.document?.assets.every(({ file }) => file !== focused) === true)
    notice(`${focused} declares no asset: the page shows the whole project.`);
  await ending.asked;

  say({ type: 'ending' });
  stopWatching();
  stopTicks();
  await automation.restore();
  // The page is told of the last steps while there is something to tell.
  await client.close();
  live.stop();
  await server.close();
  say({ type: 'ended' });
  return 0;
}

const HELLO = { protocol: 1, client: 'headwater dev' };

/** Relative, as the graph names it; null for the project's folder itself and for what is no file. */
function fileIn(project: string, place: string): string | null {
  return statSync(place).isFile() ? relative(project, place).split(sep).join('/') : null;
}

/** Each reading is told of where it has other errors than the one before. */
function sayErrors(say: (news: DevNews) => void, read: () => void): LiveProjectOptions['read'] {
  let last = '[[],[]]';
  return ({ problems }, unparsed) => {
    const errors = problems.filter(({ severity }) => severity === 'error');
    // A line more above an error is no news.
    const told = JSON.stringify([unparsed, errors.map(({ file, message }) => [file, message])]);
    if (told !== last) say({ type: 'problems', problems: errors, unparsed });
    last = told;
    read();
  };
}
