// What a Lineage page may ask of the editor, done once for every page.
import * as vscode from 'vscode';
import type { FromPage, Preview } from '@headwater/webview/protocol';
import type { Model } from './model.ts';
import type { Materialize } from './materialize.ts';
import { openAsset } from './open-asset.ts';

export interface PageRequests {
  handle(message: Exclude<FromPage, { type: 'ready' | 'resync' | 'preview' }>): void;
  preview(of: {
    readonly project: string;
    readonly key: string;
  }): Promise<{ readonly preview: Preview | null; readonly message: string | null }>;
  /** What came was no message of the protocol. */
  refused(value: unknown): void;
}

/** Rows of a stored value that the details of an asset show. */
const PREVIEW_ROWS = 20;

export interface PageRequestsOptions {
  readonly model: Model;
  readonly materialize: Materialize;
  readonly output: vscode.LogOutputChannel;
  /** A page in a tab opens code beside itself, the sidebar in the last editor. */
  readonly beside: boolean;
}

export function pageRequests({ model, materialize, output, beside }: PageRequestsOptions): PageRequests {
  const run = (project: string, request: Parameters<Materialize>[1]): void => {
    const session = model.session(project);
    if (session) void materialize(session, request);
  };
  return {
    handle(message) {
      switch (message.type) {
        case 'open': {
          const session = model.session(message.project);
          const { key, op } = message;
          return session ? void openAsset({ session, key, beside, ...(op !== undefined && { op }) }) : undefined;
        }
        case 'select':
          return; // what is selected there changes nothing here
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
    refused(value) {
      output.warn(`The Lineage page sent something that is no message: ${JSON.stringify(value)?.slice(0, 200)}`);
    },
  };
}
