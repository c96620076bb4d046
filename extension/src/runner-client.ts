// The lifetime of one project's runner host: started on need, greeted, asked, restarted after a crash, ended with the window.
import { PROTOCOL_VERSION, type HostHello, type HostMethod, type HostMethods } from '@headwater/runner/protocol';
import { HostProcess, type HostNews, type Reply } from './host-process.ts';
import type { LaunchDecision, Unavailable } from './host-launch.ts';
import { Signal } from './signal.ts';

export type HostState =
  | { readonly state: 'stopped' }
  | { readonly state: 'starting' }
  | { readonly state: 'ready'; readonly hello: HostHello }
  /** It crashed and will be started again. */
  | { readonly state: 'waiting' }
  /** Nothing runs until something changes or a person asks: `reason` says what is missing, `message` what happened. */
  | { readonly state: 'unavailable'; readonly reason: Unavailable | 'refused' | 'crashed'; readonly message: string };

export interface RunnerClientOptions {
  readonly project: string;
  /** Who is calling, for the host's log. */
  readonly client: string;
  readonly findLaunch: () => Promise<LaunchDecision>;
  /** Waiting times before the second, third… start after a crash; after the last it stays down. */
  readonly restartDelaysMs?: readonly number[];
  /** A host that lived this long has earned new restarts. */
  readonly healthyAfterMs?: number;
}

const sentences: Record<Unavailable, string> = {
  untrusted: 'Nothing runs in a folder you have not trusted.',
  'not-installed': 'The package headwater is not installed in this project.',
  'no-node': 'No Node of version 22 or newer was found.',
};

export class RunnerClient {
  readonly changed = new Signal<HostState>();
  readonly news = new Signal<HostNews>();
  readonly launched = new Signal<LaunchDecision>();
  /** A line the host printed where no message belongs, or to its stderr. */
  readonly printed = new Signal<string>();
  readonly #options: RunnerClientOptions;
  #state: HostState = { state: 'stopped' };
  #process: HostProcess | null = null;
  #crashes = 0;
  #retry: NodeJS.Timeout | null = null;
  /** Grows with each start and stop, so that what an earlier one still has under way is dropped. */
  #generation = 0;

  constructor(options: RunnerClientOptions) {
    this.#options = options;
  }

  get state(): HostState {
    return this.#state;
  }

  /** Starts the host unless it stands or something is missing; resolves when that is decided. */
  async start(): Promise<HostState> {
    if (this.#state.state === 'stopped') void this.#launch();
    if (isSettled(this.#state)) return this.#state;
    return this.changed.next(isSettled);
  }

  /** Starts anew, whatever was: after an installation, a changed setting, or a person's wish. */
  async restart(): Promise<HostState> {
    await this.stop();
    this.#crashes = 0;
    return this.start();
  }

  /** Ends the host; running steps are cancelled. */
  async stop(): Promise<void> {
    this.#generation += 1;
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    const process = this.#process;
    this.#process = null;
    this.#become({ state: 'stopped' });
    await process?.end();
  }

  /** Asks the host, starting it when needed. Never rejects: what went wrong is in the reply. */
  async request<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<Reply<M>> {
    const state = await this.start();
    if (state.state === 'unavailable') return { ok: false, error: { code: 'failed', message: state.message } };
    if (!this.#process)
      return { ok: false, error: { code: 'failed', message: 'The runner host was stopped before it could answer.' } };
    return this.#process.request(method, params);
  }

  async #launch(): Promise<void> {
    const generation = ++this.#generation;
    const current = (): boolean => generation === this.#generation;
    this.#become({ state: 'starting' });
    const decision = await this.#options.findLaunch();
    if (!current()) return;
    this.launched.fire(decision);
    if ('unavailable' in decision) return this.#refuse(decision.unavailable, sentences[decision.unavailable]);
    const process = new HostProcess({ launch: decision.launch, project: this.#options.project });
    const startedAt = performance.now();
    this.#process = process;
    process.news.on((news) => current() && this.news.fire(news));
    process.printed.on((line) => this.printed.fire(line));
    process.ended.on(({ message, replaced }) => {
      if (!current()) return;
      if (performance.now() - startedAt >= (this.#options.healthyAfterMs ?? 60_000)) this.#crashes = 0;
      this.#afterEnd({ message, replaced });
    });
    const hello = await process.request('hello', { protocol: PROTOCOL_VERSION, client: this.#options.client });
    if (!current() || process.hasEnded) return;
    const refusal = refusalOf(hello);
    if (refusal === null && hello.ok) return this.#become({ state: 'ready', hello: hello.result });
    this.#generation += 1;
    this.#process = null;
    this.#refuse('refused', refusal ?? '');
    await process.end();
  }

  /** A crash is answered by a new start after a while, an owner that made room by one at once. */
  #afterEnd({ message, replaced }: { message: string; replaced: boolean }): void {
    this.#process = null;
    const delays = this.#options.restartDelaysMs ?? [250, 2_000, 10_000];
    const delay = replaced ? 0 : delays[this.#crashes++];
    if (delay === undefined) return this.#refuse('crashed', message);
    this.#become({ state: 'waiting' });
    this.#retry = setTimeout(() => void this.#launch(), delay);
  }

  #refuse(reason: Unavailable | 'refused' | 'crashed', message: string): void {
    this.#become({ state: 'unavailable', reason, message });
  }

  #become(state: HostState): void {
    if (state.state === 'stopped' && this.#state.state === 'stopped') return;
    this.#state = state;
    this.changed.fire(state);
  }
}

function isSettled({ state }: HostState): boolean {
  return state === 'ready' || state === 'unavailable' || state === 'stopped';
}

function refusalOf(hello: Reply<'hello'>): string | null {
  if (!hello.ok) return hello.error.message;
  const { protocol, headwater } = hello.result;
  if (protocol === PROTOCOL_VERSION) return null;
  const repair =
    protocol < PROTOCOL_VERSION
      ? 'Update the package: npm install headwater@latest in the project.'
      : 'Update the Headwater extension.';
  return `The project's headwater ${headwater} speaks version ${protocol} of the protocol, this extension version ${PROTOCOL_VERSION}. ${repair}`;
}
