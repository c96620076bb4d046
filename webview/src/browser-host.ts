// The page's host in a browser: messages come as a stream of events, what the page asks is posted, and the browser does what an editor does.
import type { BrowserAnswer, BrowserRequest } from './browser-protocol.ts';
import { showTold } from './browser-told.ts';
import { saveFile } from './export/save-file.ts';
import type { PageHost } from './page-host.ts';
import type { FromPage, ToPage } from './protocol.ts';

const MEMORY = 'headwater lineage';

/** Where a message says nothing of where it comes from, it is the stream that ended. */
const CUT_OFF = {
  title: 'headwater dev does not answer',
  message:
    'What is shown is as it was last. The page goes on by itself when it answers; if it was ended, start it again and open the address that it prints.',
};

export function browserHost(): PageHost {
  const page = crypto.randomUUID();
  let receive: (message: unknown) => void = () => undefined;
  let project: Extract<ToPage, { type: 'project' }> | null = null;
  let stream: EventSource | null = null;
  /** What was asked before the stream was there. */
  const waiting: FromPage[] = [];

  const hear = (message: ToPage): void => {
    if (message.type === 'project') project = message;
    receive(message);
  };
  const listen = (): void => {
    stream = new EventSource(`/events?page=${page}`);
    stream.addEventListener('open', () => {
      for (const message of waiting.splice(0)) void say(message);
    });
    // The server checks what it sends as the page does what it hears.
    stream.addEventListener('message', ({ data }: MessageEvent<string>) => hear(JSON.parse(data) as ToPage));
    stream.addEventListener('error', () => {
      receive({ ...(project ?? NOTHING), empty: CUT_OFF, runnable: false });
      // Refused: the browser does not ask again by itself. Who opens the new address in another tab lets this one in, too.
      if (stream?.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_MS);
    });
  };

  const say = async (message: FromPage, sure = false): Promise<void> => {
    const response = await fetch('/say', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ page, message, ...(sure && { sure }) } satisfies BrowserRequest),
    }).catch(() => null);
    if (response === null) return showTold(CUT_OFF.title);
    if (!response.ok) return showTold(await response.text());
    const { open, tell, ask } = (await response.json()) as BrowserAnswer;
    if (open !== undefined) location.assign(open);
    if (tell !== undefined) showTold(tell);
    if (ask !== undefined && confirm(ask)) await say(message, true);
  };

  return {
    post(message) {
      switch (message.type) {
        case 'ready': // the stream begins with everything
        case 'save': // kept here
          return;
        case 'copy':
          return void navigator.clipboard
            .writeText(message.text)
            .catch(() => showTold('The browser did not let this page copy.'));
        case 'ask-export': {
          const format = prompt('Save the picture as svg, which stays sharp, or as png?', 'svg')?.trim().toLowerCase();
          if (format === undefined || project?.project === null || project === null) return;
          if (format !== 'svg' && format !== 'png') return showTold(`There is no picture as ${format}: svg or png.`);
          return receive({ type: 'export', project: project.project, format } satisfies ToPage);
        }
        case 'export':
          if (message.note !== null) showTold(message.note);
          if (message.data !== null) saveFile({ ...message, data: message.data, name: project?.name ?? '' });
          return;
        case 'choose-base': {
          const base = prompt('Compare with which commit, branch or tag? Nothing: where the branch began.', '');
          return base === null ? undefined : void say({ ...message, base: base.trim() });
        }
        default:
          if (stream?.readyState === EventSource.OPEN) void say(message);
          // What changes something is done now or not at all, never when somebody comes back an hour later.
          else if (CHANGES.has(message.type)) showTold(CUT_OFF.title);
          else waiting.push(message);
      }
    },
    listen(listener) {
      receive = listener;
      listen();
    },
    load() {
      try {
        return JSON.parse(localStorage.getItem(MEMORY) ?? 'null');
      } catch {
        return null;
      }
    },
    save(state) {
      try {
        localStorage.setItem(MEMORY, JSON.stringify(state));
      } catch {
        // A browser may allow no storage, or no more: the page is as it is without.
      }
    },
  };
}

const CHANGES: ReadonlySet<FromPage['type']> = new Set([
  'materialize',
  'materialize-all',
  'run-from-failure',
  'cancel',
  'switch-automation',
]);
const RETRY_MS = 3000;
const NOTHING = { type: 'project', project: null, name: '' } as const;
