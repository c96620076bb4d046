// The page's host in the gallery: plays the editor, remembers what the page asked, and lets a test say more.
import type { PageHost } from '../src/page-host.ts';
import type { FromPage, History } from '../src/protocol.ts';
import { PROJECT, type GalleryScene } from './scene-parts.ts';

export interface GalleryEditor {
  /** Everything the page has asked, in order. */
  readonly asked: FromPage[];
  /** Says something to the page, as an editor would. */
  readonly say: (message: unknown) => void;
}

const MEMORY = 'gallery page';
const HISTORY_PAGE = 10;
/** Of scenes that are about something else. */
const NO_HISTORY: History = { entries: [], next: null, folded: null };

export function galleryHost(scene: GalleryScene): { readonly host: PageHost; readonly editor: GalleryEditor } {
  const asked: FromPage[] = [];
  let receive: (message: unknown) => void = () => undefined;
  const say = (message: unknown): void => receive(structuredClone(message));
  const answer = (message: FromPage): void => {
    if (message.type === 'ready' || message.type === 'resync') scene.messages.forEach(say);
    scene.answer?.(message).forEach(say);
    if (message.type === 'preview') {
      const preview = scene.previews[message.key] ?? null;
      say({
        type: 'preview',
        project: PROJECT,
        key: message.key,
        preview,
        message: preview ? null : 'Nothing is stored under this key.',
      });
    }
    if (message.type === 'diff' && message.on && scene.comparison)
      say({ type: 'diff', project: message.project, ...scene.comparison });
    if (message.type === 'history') {
      const { type, project, key, before = null } = message;
      const whole = scene.histories ? (scene.histories[key] ?? null) : NO_HISTORY;
      const older = whole?.entries.filter(({ seq }) => before === null || seq < before) ?? [];
      const entries = older.slice(0, HISTORY_PAGE);
      const next = older.length > entries.length ? (entries.at(-1)?.seq ?? null) : null;
      const history = whole && { entries, next, folded: whole.folded };
      say({ type, project, key, before, history, message: whole ? null : 'The store could not be read.' });
    }
  };
  const host: PageHost = {
    post(message) {
      asked.push(message);
      queueMicrotask(() => answer(message));
    },
    listen: (listener) => (receive = listener),
    load: () => JSON.parse(sessionStorage.getItem(MEMORY) ?? 'null') ?? scene.saved,
    save: (state) => sessionStorage.setItem(MEMORY, JSON.stringify(state)),
  };
  return { host, editor: { asked, say } };
}
