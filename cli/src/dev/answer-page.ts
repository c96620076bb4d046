// Does what a page asks for: runs through the project's host, code through a link into the editor, the rest from what is known.
import { resolve, sep } from 'node:path';
import type { AssetNode } from '@headwater/graph';
import { HostRefusal, type LastingClient } from '@headwater/runner';
import type { MaterializeRequest } from '@headwater/runner/protocol';
import {
  largeRun,
  leftUndone,
  pageHistory,
  type BrowserAnswer,
  type FromPage,
  type ToPage,
} from '@headwater/webview/protocol';
import { sentenceOf } from '../sentence-of.ts';
import type { ChangesSince } from './changes-since.ts';
import { placeLink } from './place-link.ts';
import type { LiveProject } from './live-project.ts';
import type { PageSeat } from './page-server.ts';
import { problemLines } from './dev-lines.ts';

export interface SeatOptions {
  readonly project: string;
  readonly live: LiveProject;
  readonly client: Pick<LastingClient, 'request'>;
  readonly changes: ChangesSince;
  /** The page met what it did not expect. */
  readonly failed: (message: string) => void;
}

/** Materializations that one look at the history shows. */
const HISTORY_PAGE = 10;
/** Rows of a stored value that the details of an asset show. */
const PREVIEW_ROWS = 20;
/** A run of more assets is asked about. */
const CONFIRM_ABOVE = 50;
/** Problems that one look names. */
const NAMED_PROBLEMS = 8;

const DONE: BrowserAnswer = {};

export function takeSeat(
  { project, live, client, changes, failed }: SeatOptions,
  send: (message: ToPage) => void,
): PageSeat {
  const stopFollowing = live.follow(send);
  let stopComparing: (() => void) | null = null;
  const nodeOf = (key: string): AssetNode | undefined => live.document?.assets.find((node) => node.key === key);

  async function materialize(request: MaterializeRequest, sure: boolean): Promise<BrowserAnswer> {
    if (!sure && (live.document?.assets.length ?? 0) > CONFIRM_ABOVE) {
      // What stands in its way the run says itself.
      const plan = await client.request('plan', request).catch(() => null);
      const statusOf = (key: string) => live.statusOf(key)?.status;
      const large = plan && largeRun({ plan, statusOf, above: CONFIRM_ABOVE });
      if (large) return { ask: `${large.question}\n\n${large.detail}` };
    }
    const { plan } = await client.request('materialize', request);
    const left = leftUndone(plan);
    return left === null ? DONE : { tell: left };
  }

  async function receive(message: FromPage, sure: boolean): Promise<BrowserAnswer> {
    if ('project' in message && message.project !== project)
      return { tell: 'The page is of another project: load it again.' };
    switch (message.type) {
      case 'resync':
        live.tellAll(send);
        return DONE;
      case 'open': {
        const node = nodeOf(message.key);
        if (!node) return { tell: `There is no asset ${message.key} any more.` };
        const place = node.ops?.find(({ name }) => name === message.op) ?? node;
        return { open: placeLink(resolve(project, place.file), place.line, node === place ? node.column : 1) };
      }
      case 'open-place': {
        const file = resolve(project, message.file);
        // A page shows places of its own project only.
        if (!file.startsWith(project + sep)) return { tell: `${message.file} is no file of this project.` };
        return { open: placeLink(file, message.line, message.column ?? 1) };
      }
      case 'preview': {
        const { key } = message;
        const shown = await asked(client.request('show', { key, limit: PREVIEW_ROWS }));
        const answer =
          typeof shown === 'string' ? { preview: null, message: shown } : { preview: shown, message: null };
        send({ type: 'preview', project, key, ...answer });
        return DONE;
      }
      case 'history': {
        const { key, before = null } = message;
        const page = { key, limit: HISTORY_PAGE, ...(before !== null && { before }) };
        const told = await asked(client.request('history', page));
        const answer =
          typeof told === 'string' ? { history: null, message: told } : { history: pageHistory(told), message: null };
        send({ type: 'history', project, key, before, ...answer });
        return DONE;
      }
      case 'why': {
        const { key } = message;
        const why = await asked(client.request('why', { key }));
        const answer =
          typeof why === 'string'
            ? { evaluation: null, message: why }
            : { evaluation: why.evaluation, message: why.message };
        send({ type: 'why', project, key, ...answer });
        return DONE;
      }
      case 'switch-automation':
        await client.request('setAutomation', { on: live.automation?.on !== true });
        await live.refreshAutomation();
        return DONE;
      case 'materialize':
        return materialize({ keys: message.keys, ...(message.widen && { widen: message.widen }) }, sure);
      case 'run-from-failure':
        return materialize({ fromFailure: message.run }, sure);
      case 'materialize-all':
        return materialize({ staleOnly: message.staleOnly }, sure);
      case 'cancel':
        await client.request('cancel', { run: message.run });
        return DONE;
      case 'diff':
        stopComparing?.();
        stopComparing = message.on
          ? changes.follow((diff) => send({ type: 'diff', project, diff, opensBase: false }))
          : null;
        return DONE;
      case 'choose-base':
        changes.setBase(message.base ?? '');
        return DONE;
      case 'show-foreign': {
        const foreign = nodeOf(message.key)?.foreign;
        return foreign
          ? {
              tell: `${foreign.project} makes it, as ${foreign.key}: headwater dev ${resolve(project, foreign.root)} shows it there.`,
            }
          : DONE;
      }
      case 'command':
        if (message.command === 'headwater.openFolder') return { open: placeLink(project) };
        return {
          tell:
            problemLines({ problems: live.document?.problems ?? [], unparsed: live.unparsed }, NAMED_PROBLEMS).join(
              '\n',
            ) || 'There are no problems any more.',
        };
      case 'error':
        failed(message.message);
        return DONE;
      // One project, no cursor, and what only an editor shows.
      case 'ready':
      case 'select':
      case 'show-project':
      case 'pin':
      case 'open-changes': // and what the browser does itself:
      case 'copy':
      case 'save':
      case 'ask-export':
      case 'export':
        return DONE;
    }
  }

  return {
    receive: (message, sure) =>
      receive(message, sure).catch((error: unknown) => {
        if (error instanceof HostRefusal) return { tell: error.message };
        throw error;
      }),
    leave() {
      stopComparing?.();
      stopFollowing();
    },
  };
}

/** What was answered, or the sentence that says why not. */
const asked = <T>(answer: Promise<T>): Promise<T | string> => answer.catch(sentenceOf);
