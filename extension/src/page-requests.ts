// What a Lineage page may ask of the editor, done once for every page.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ConditionEvaluation } from '@headwater/graph';
import { pageHistory, type FromPage, type History, type Preview } from '@headwater/webview/protocol';
import type { GraphChanges } from './graph-changes.ts';
import { projectFile, type Model } from './model.ts';
import type { Materialize } from './materialize.ts';
import { openAsset, openPlace } from './open-asset.ts';
import { openChanges } from './open-changes.ts';
import type { ProjectSession } from './project-session.ts';
import { showForeign } from './show-foreign.ts';

/** What is asked about one asset, and answered by a message. */
export type PageQuestion = Extract<FromPage, { type: 'preview' | 'history' | 'why' }>;

export interface PageRequests {
  handle(
    message: Exclude<
      FromPage,
      PageQuestion | { type: 'ready' | 'resync' | 'ask-export' | 'export' | 'pin' | 'save' | 'diff' }
    >,
  ): void;
  preview(of: {
    readonly project: string;
    readonly key: string;
  }): Promise<{ readonly preview: Preview | null; readonly message: string | null }>;
  history(of: {
    readonly project: string;
    readonly key: string;
    readonly before?: number;
  }): Promise<{ readonly history: History | null; readonly message: string | null }>;
  /** The last evaluation; where there was none, what one would say now. */
  why(of: {
    readonly project: string;
    readonly key: string;
  }): Promise<{ readonly evaluation: ConditionEvaluation | null; readonly message: string | null }>;
  /** What came was no message of the protocol. */
  refused(value: unknown): void;
}

/** Materializations that one look at the history shows. */
const HISTORY_PAGE = 10;

/** Rows of a stored value that the details of an asset show. */
const PREVIEW_ROWS = 20;

export interface PageRequestsOptions {
  readonly model: Model;
  readonly materialize: Materialize;
  readonly output: vscode.LogOutputChannel;
  /** A page in a tab opens code beside itself, the sidebar in the last editor. */
  readonly beside: boolean;
  readonly changes: GraphChanges;
  /** Lets the person choose what the project is compared with. */
  readonly changeBase: (session: ProjectSession) => Promise<unknown>;
}

export function pageRequests(options: PageRequestsOptions): PageRequests {
  const { model, materialize, output, beside, changes, changeBase } = options;
  const run = (project: string, request: Parameters<Materialize>[1]): void => {
    const session = model.session(project);
    if (session) void materialize(session, request, { confirm: true });
  };
  return {
    handle(message) {
      switch (message.type) {
        case 'open': {
          const session = model.session(message.project);
          const { key, op } = message;
          return session ? void openAsset({ session, key, beside, ...(op !== undefined && { op }) }) : undefined;
        }
        case 'open-place': {
          const { project, file, line, column = 1 } = message;
          const path = join(project, file);
          // A page shows places of its own projects only.
          if (!model.session(project) || projectFile(project, path) === null) return this.refused(message);
          return void openPlace({ file: path, line, column, beside });
        }
        case 'select': {
          const session = model.session(message.project);
          if (session && message.key !== null) model.select({ session, key: message.key, by: 'page' });
          return;
        }
        case 'show-project': {
          const session = model.session(message.project);
          return session ? model.lookAt(session) : undefined;
        }
        case 'show-foreign': {
          const session = model.session(message.project);
          return session ? showForeign({ model, session, key: message.key, beside }) : undefined;
        }
        case 'choose-base': {
          const session = model.session(message.project);
          return session ? void changeBase(session) : undefined;
        }
        case 'open-changes': {
          const { project, key } = message;
          const [session, diff] = [model.session(project), changes.of(project)];
          return session && diff ? void openChanges({ session, key, diff, beside }) : undefined;
        }
        case 'switch-automation':
          return void vscode.commands.executeCommand('headwater.toggleAutomation', message.project);
        case 'materialize':
          return run(message.project, { keys: message.keys, ...(message.widen && { widen: message.widen }) });
        case 'run-from-failure':
          return run(message.project, { fromFailure: message.run });
        case 'materialize-all':
          return run(message.project, { staleOnly: message.staleOnly });
        case 'cancel':
          return void model.session(message.project)?.runner.request('cancel', { run: message.run });
        case 'command':
          return void vscode.commands.executeCommand(message.command);
        case 'copy':
          return void vscode.env.clipboard.writeText(message.text);
        case 'error':
          return output.error(`The Lineage page: ${message.message}`);
      }
    },
    async preview({ project, key }) {
      const session = model.session(project);
      if (!session) return { preview: null, message: 'The project is no longer open.' };
      const reply = await session.runner.request('show', { key, limit: PREVIEW_ROWS });
      return reply.ok ? { preview: reply.result, message: null } : { preview: null, message: reply.error.message };
    },
    async history({ project, ...question }) {
      const session = model.session(project);
      if (!session) return { history: null, message: 'The project is no longer open.' };
      const reply = await session.runner.request('history', { ...question, limit: HISTORY_PAGE });
      return reply.ok
        ? { history: pageHistory(reply.result), message: null }
        : { history: null, message: reply.error.message };
    },
    async why({ project, key }) {
      const session = model.session(project);
      if (!session) return { evaluation: null, message: 'The project is no longer open.' };
      const reply = await session.automation.why(key);
      return reply.ok ? reply.result : { evaluation: null, message: reply.error.message };
    },
    refused(value) {
      output.warn(`The Lineage page sent something that is no message: ${JSON.stringify(value)?.slice(0, 200)}`);
    },
  };
}
