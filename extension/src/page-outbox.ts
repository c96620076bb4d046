// Holds what a page is to be told: what is said together goes together, at most once in a while, and not at all while nobody looks.
import type { AssetKey, GraphDelta, ToPage } from '@headwater/webview/protocol';
import { paced } from './paced.ts';

export interface PageOutbox {
  post(message: ToPage): void;
  /** While nobody looks, what waits grows no larger than the project: later news take the place of earlier ones. */
  setVisible(visible: boolean): void;
  stop(): void;
}

/** A run's events colour the page well within 200 ms, however many they are. */
const PAUSE_MS = 50;

export function pageOutbox(send: (message: ToPage) => void): PageOutbox {
  const waiting = new Waiting();
  let visible = true;
  let scheduled = false;
  const flush = paced(() => {
    if (visible) for (const message of waiting.take()) send(message);
  }, PAUSE_MS);
  const soon = (): void => {
    if (scheduled || !visible) return;
    scheduled = true;
    // Whoever says one thing often says the next at once.
    queueMicrotask(() => {
      scheduled = false;
      flush.ask();
    });
  };
  return {
    post(message) {
      waiting.add(message);
      soon();
    },
    setVisible(now) {
      visible = now;
      soon();
    },
    stop: flush.stop,
  };
}

type Of<Type extends ToPage['type']> = Extract<ToPage, { type: Type }>;

/** What each kind of message comes to, in the order a page takes them in. */
class Waiting {
  #of: string | null = null;
  #project: Of<'project'> | null = null;
  #graph: Of<'graph'> | null = null;
  #status: Of<'status'> | null = null;
  #progress = new Map<AssetKey, Of<'progress'>>();
  #run: Of<'run'> | null = null;
  #others = new Map<string, ToPage>();
  #focus: Of<'focus'> | null = null;
  #select: Of<'select'> | null = null;
  readonly #orders: Of<'do'>[] = [];

  add(message: ToPage): void {
    switch (message.type) {
      case 'project':
        // Of what was shown before nothing is told any more.
        if (message.project !== this.#of) this.take();
        this.#of = message.project;
        this.#project = message;
        return;
      case 'graph':
        this.#graph = this.#graph ? { ...message, delta: joined(this.#graph.delta, message.delta) } : message;
        return;
      case 'status':
        for (const { key, status } of message.statuses) if (status !== 'running') this.#progress.delete(key);
        this.#status = this.#status && !message.full ? joinedStatuses(this.#status, message) : message;
        return;
      case 'progress':
        this.#progress.set(message.key, message);
        return;
      case 'run':
        this.#run = message;
        return;
      case 'focus':
        this.#focus = message;
        return;
      case 'select':
        this.#select = message;
        return;
      case 'do':
        this.#orders.push(message);
        return;
      case 'history':
        this.#others.set(JSON.stringify([message.type, message.key, message.before]), message);
        return;
      case 'preview':
        this.#others.set(JSON.stringify([message.type, message.key]), message);
        return;
      case 'diff':
      case 'show-changes':
        this.#others.set(message.type, message);
        return;
      default:
        this.#others.set(`${message.type} ${this.#others.size}`, message);
    }
  }

  take(): ToPage[] {
    const all = [
      this.#project,
      this.#graph,
      this.#status,
      ...this.#progress.values(),
      this.#run,
      ...this.#others.values(),
      this.#focus,
      this.#select,
      // About what is selected by then.
      ...this.#orders.splice(0),
    ];
    this.#project = this.#graph = this.#status = this.#run = this.#focus = this.#select = null;
    this.#progress.clear();
    this.#others.clear();
    return all.filter((message) => message !== null);
  }
}

/** One delta for two that follow each other; the later alone where they do not, which the page notices. */
function joined(first: GraphDelta, then: GraphDelta): GraphDelta {
  if (then.base === null || then.base !== first.revision) return then;
  const gone = new Set(then.removed);
  const upserted = new Map(first.upserted.filter(({ key }) => !gone.has(key)).map((node) => [node.key, node]));
  for (const node of then.upserted) upserted.set(node.key, node);
  return {
    revision: then.revision,
    base: first.base,
    upserted: [...upserted.values()],
    removed: [...new Set([...first.removed, ...then.removed])],
  };
}

function joinedStatuses(first: Of<'status'>, then: Of<'status'>): Of<'status'> {
  const statuses = new Map([...first.statuses, ...then.statuses].map((status) => [status.key, status]));
  return { ...first, statuses: [...statuses.values()] };
}
