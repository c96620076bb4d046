// Serves the lineage page on loopback to whoever has the token: its files, a stream of messages to it, and a door for what it asks.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pageHtml, readPageMessage, type BrowserAnswer, type FromPage, type ToPage } from '@headwater/webview/protocol';
import { sentenceOf } from '../sentence-of.ts';
import { loopbackGate, type Verdict } from './loopback-gate.ts';
import { pageFiles, type PageFile } from './page-files.ts';

/** One page in one tab. */
export interface PageSeat {
  /** `sure`: the person was asked. */
  receive(message: FromPage, sure: boolean): Promise<BrowserAnswer>;
  leave(): void;
}

export interface PageServerOptions {
  /** Of the browser's tab. */
  readonly title: string;
  /** Commands the page may ask for. */
  readonly commands: ReadonlySet<string>;
  /** A page has come, or come back: it is told everything. */
  readonly seat: (send: (message: ToPage) => void) => PageSeat;
}

export interface PageServer {
  /** With the token. */
  readonly address: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Tens of thousands of keys. */
const MOST_ASKED = 4_000_000;
/** What a page that does not listen may be behind: it is cut off, comes back, and is told everything. */
const MOST_WAITING = 32_000_000;
/** What stands between may close a connection on which nothing is said. */
const HEARTBEAT_MS = 15_000;

/** @throws the system's error where the port cannot be had. `port` 0: any. */
export async function servePage(port: number, options: PageServerOptions): Promise<PageServer> {
  const token = randomBytes(32).toString('base64url');
  const server = createServer();
  const seats = new Map<string, PageSeat>();
  await listening(server, port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  const gate = loopbackGate({ port: address.port, token });
  const files = pageFiles();
  server.on('request', (request, response) => {
    response.on('error', () => undefined);
    void answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else plain(response, 500, `headwater dev could not answer: ${sentenceOf(error)}`);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method = '', url = '' } = request;
    const verdict = gate({
      method,
      target: url,
      host: headers.host,
      origin: headers.origin,
      cookie: headers.cookie,
      fetchSite: headers['sec-fetch-site']?.toString(),
    });
    if (!verdict.pass) return plain(response, verdict.status, verdict.sentence);
    const { path, query } = verdict;
    if (method === 'POST') {
      if (path !== '/say') return plain(response, 404, NOTHING_HERE);
      return said(request, response);
    }
    if (path === '/events') return stream(query.get('page') ?? '', response);
    if (path === '/') return document(response, verdict);
    const file = files(path);
    // A browser asks for its icon whatever a page says.
    if (file === null) return plain(response, path === '/favicon.ico' ? 204 : 404, NOTHING_HERE);
    send(response, file);
  }

  function document(response: ServerResponse, { setCookie }: Extract<Verdict, { pass: true }>): void {
    const html = pageHtml({
      nonce: randomBytes(16).toString('base64url'),
      cspSource: `'self'`,
      scriptUri: '/page.js',
      styleUri: '/page.css',
      workerUri: '/layout-worker.js',
      title: options.title,
    });
    // The same as the page's own element says, and that nobody may frame it, which only a header can.
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    response.setHeader('content-security-policy', `${policy.replaceAll('&quot;', '"')}; frame-ancestors 'none'`);
    if (setCookie !== null) response.setHeader('set-cookie', setCookie);
    send(response, { type: 'text/html; charset=utf-8', bytes: Buffer.from(html) });
  }

  function stream(page: string, response: ServerResponse): void {
    if (page === '') return plain(response, 400, 'A page says which it is: /events?page=….');
    response.writeHead(200, { ...SAFE, 'content-type': 'text/event-stream; charset=utf-8' });
    response.write('retry: 1000\n\n');
    const seat = options.seat((message) => {
      if (response.writableLength > MOST_WAITING) response.destroy();
      else response.write(`data: ${JSON.stringify(message)}\n\n`);
    });
    seats.get(page)?.leave();
    seats.set(page, seat);
    const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
    response.on('close', () => {
      clearInterval(heartbeat);
      seat.leave();
      if (seats.get(page) === seat) seats.delete(page);
    });
  }

  async function said(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readAsked(request, options.commands);
    if (asked === 'too large') return plain(response, 413, 'That is more than a page can ask at once.');
    if (asked === null) return plain(response, 400, 'The page asked for something that headwater dev does not know.');
    const seat = seats.get(asked.page);
    if (!seat) return plain(response, 409, 'The page has lost its connection: it asks again when it is back.');
    const reply = await seat.receive(asked.message, asked.sure);
    send(response, { type: 'application/json; charset=utf-8', bytes: Buffer.from(JSON.stringify(reply)) });
  }

  return {
    address: `http://${LOOPBACK}:${address.port}/?token=${token}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const NOTHING_HERE = 'There is nothing here.';

/** Of every answer: nothing is kept, guessed, framed, handed on or shared with another window. */
const SAFE = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

function send(response: ServerResponse, { type, bytes }: PageFile): void {
  response.writeHead(200, { ...SAFE, 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
}

function plain(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { ...SAFE, 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(status === 204 ? undefined : `${sentence}\n`);
}

async function listening(server: Server, port: number): Promise<void> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen({ port, host: LOOPBACK }, () => {
      server.off('error', fail);
      done();
    });
  });
}

interface Asked {
  readonly page: string;
  readonly message: FromPage;
  readonly sure: boolean;
}

/** Null: it is no message of the protocol. */
async function readAsked(request: IncomingMessage, commands: ReadonlySet<string>): Promise<Asked | 'too large' | null> {
  // Other types a page of another origin could send without a preflight.
  if (request.headers['content-type'] !== 'application/json') return null;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_ASKED) return 'too large';
    parts.push(part);
  }
  const value = parsed(Buffer.concat(parts).toString('utf8'));
  if (typeof value !== 'object' || value === null) return null;
  const { page, message, sure = false } = value as Readonly<Record<string, unknown>>; // each checked below
  const known = readPageMessage(message, commands);
  if (typeof page !== 'string' || known === null || typeof sure !== 'boolean') return null;
  return { page, message: known, sure };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
