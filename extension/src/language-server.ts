// The language server's lifetime: one per window, started when the first project is seen, and what it tells of graphs.
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from 'vscode-languageclient/node';
import {
  CODE,
  DIFF,
  DIFF_BASES,
  DIFF_CLOSED,
  FIRST_ROWS,
  GRAPH_CHANGED,
  PROJECTS_CHANGED,
  REFRESH_GRAPH,
  STATUS_CHANGED,
  type CodeParts,
  type CodeQuestion,
  type DiffBases,
  type DiffQuestion,
  type FirstRows,
  type FirstRowsQuestion,
  type GraphChanged,
  type GraphDiff,
  type InitializationOptions,
  type ProjectsChanged,
  type StatusChanged,
} from '@headwater/server/protocol';
import type { Situation } from './empty-state.ts';
import { renameRefusals } from './rename-refusals.ts';
import { Signal } from './signal.ts';

const languages = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'];

/** An editor asks providers of the same fit that are not its own first: so a rename of an asset's const is asked of this one. */
export const documentSelector = languages.map((language) => ({ scheme: 'file', language }));

export interface LanguageServerOptions {
  readonly extensionPath: string;
  readonly output: vscode.LogOutputChannel;
  /** Of the extension, not of the workspace: nothing of it is executed, and untrusted folders cannot reach it. */
  readonly indexFolder: string;
  /** For hovers. */
  readonly firstRows: (question: FirstRowsQuestion) => Promise<FirstRows | null>;
}

export class LanguageServer {
  readonly stateChanged = new Signal<Situation['server']>();
  readonly graphChanged = new Signal<GraphChanged>();
  readonly projectsChanged = new Signal<ProjectsChanged>();
  readonly #client: LanguageClient;
  readonly #output: vscode.LogOutputChannel;
  #started = false;

  constructor({ extensionPath, output, indexFolder, firstRows }: LanguageServerOptions) {
    this.#output = output;
    const module = join(extensionPath, 'dist', 'server', 'server-main.mjs');
    this.#client = new LanguageClient(
      'headwater',
      'Headwater',
      // Without a runtime of its own the client forks with the editor's.
      {
        run: { module, transport: TransportKind.ipc },
        debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--inspect=6109'] } },
      },
      {
        documentSelector,
        initializationOptions: {
          indexFolder,
          suggestCommand: 'editor.action.triggerSuggest',
          answersFirstRows: true,
        } satisfies InitializationOptions,
        outputChannel: output,
        diagnosticCollectionName: 'headwater',
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        middleware: renameRefusals(() => this.#client),
      },
    );
    this.#client.onDidChangeState(({ newState }) => this.stateChanged.fire(stateNames[newState]));
    this.#client.onNotification(GRAPH_CHANGED, (message: GraphChanged) => this.graphChanged.fire(message));
    this.#client.onRequest(FIRST_ROWS, firstRows);
    this.#client.onNotification(PROJECTS_CHANGED, (message: ProjectsChanged) => this.projectsChanged.fire(message));
  }

  get isRunning(): boolean {
    return this.#client.isRunning();
  }

  /** Starts it the first time it is called. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#client.start().catch((error: unknown) => this.#failed(error));
  }

  async restart(): Promise<void> {
    if (!this.#started) return this.start();
    await this.#client.restart().catch((error: unknown) => this.#failed(error));
  }

  async stop(): Promise<void> {
    if (this.#client.needsStop()) await this.#client.stop().catch(() => undefined);
  }

  askWholeGraphs(): void {
    this.#notify(REFRESH_GRAPH, {});
  }

  sendStatuses(message: StatusChanged): void {
    this.#notify(STATUS_CHANGED, message);
  }

  /** Null while it does not run. */
  async code(question: CodeQuestion): Promise<CodeParts | null> {
    if (!this.isRunning) return null;
    return this.#client.sendRequest<CodeParts | null>(CODE, question).catch(() => null);
  }

  /** Null while it does not run. */
  async diff(question: DiffQuestion): Promise<GraphDiff | null> {
    if (!this.isRunning) return null;
    return this.#client.sendRequest<GraphDiff>(DIFF, question).catch(() => null);
  }

  async diffBases(project: string): Promise<DiffBases | null> {
    if (!this.isRunning) return null;
    return this.#client.sendRequest<DiffBases>(DIFF_BASES, { project }).catch(() => null);
  }

  closeDiff(project: string): void {
    this.#notify(DIFF_CLOSED, { project });
  }

  /** What cannot be sent now is sent when it runs again: its start asks for everything. */
  #notify(method: string, params: object): void {
    if (this.isRunning) void this.#client.sendNotification(method, params).catch(() => undefined);
  }

  #failed(error: unknown): void {
    this.#output.error(`The language server did not start: ${error instanceof Error ? error.message : String(error)}`);
    this.stateChanged.fire('failed');
  }
}

const stateNames: Record<State, Situation['server']> = {
  [State.Starting]: 'starting',
  [State.Running]: 'running',
  [State.Stopped]: 'failed',
  [State.StartFailed]: 'failed',
};
