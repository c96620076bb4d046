// Decides who may come in: only a browser that was given the token, at this server's own loopback address, and no page of another origin.
import { createHash, timingSafeEqual } from 'node:crypto';

/** What of a request the gate looks at. */
export interface Knock {
  readonly method: string;
  /** Path and query, as the request line has it. */
  readonly target: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
  /** `Sec-Fetch-Site`, which browsers send and pages cannot forge. */
  readonly fetchSite: string | undefined;
}

export type Verdict =
  | { readonly pass: true; readonly path: string; readonly query: URLSearchParams; readonly setCookie: string | null }
  | { readonly pass: false; readonly status: 400 | 401 | 403 | 405; readonly sentence: string };

export interface GateOptions {
  readonly port: number;
  readonly token: string;
}

/** Names under which a loopback server is reached; any other name in `Host` is a foreign one that was made to point here. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export function loopbackGate({ port, token }: GateOptions): (knock: Knock) => Verdict {
  const hosts = LOOPBACK.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]);
  const origins = new Set(hosts.map((host) => `http://${host}`));
  // Cookies know no ports: servers of several projects must not take each other's.
  const cookieName = `headwater-dev-${port}`;
  const known = digest(token);
  const isToken = (given: string | null | undefined): boolean =>
    given !== null && given !== undefined && timingSafeEqual(digest(given), known);

  return ({ method, target, host, origin, cookie, fetchSite }) => {
    if (host === undefined || !hosts.includes(host.toLowerCase()))
      return refused(
        403,
        `This server answers at http://127.0.0.1:${port} only: open the address that headwater dev prints.`,
      );
    if (method !== 'GET' && method !== 'POST') return refused(405, 'This server takes GET and POST only.');
    const url = readTarget(target);
    if (url === null) return refused(400, 'The address of this request cannot be read.');
    const { pathname, searchParams } = url;
    const streams = pathname === '/events';
    const isForeign = origin !== undefined && !origins.has(origin);
    // A form of another page can post without being asked, so a mutation must say where it comes from.
    if (isForeign || (method === 'POST' && origin === undefined))
      return refused(403, 'This came from another page: only the page of headwater dev may ask here.');
    if ((method === 'POST' || streams) && fetchSite !== undefined && fetchSite !== 'same-origin')
      return refused(403, 'This came from another page: only the page of headwater dev may ask here.');
    if (isToken(readCookie(cookie, cookieName)))
      return { pass: true, path: pathname, query: searchParams, setCookie: null };
    if (method === 'GET' && !streams && isToken(searchParams.get('token')))
      return {
        pass: true,
        path: pathname,
        query: searchParams,
        setCookie: `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`,
      };
    return refused(
      401,
      'This page needs the token of headwater dev: open the whole address that it printed when it started, with ?token=….',
    );
  };
}

function refused(status: 400 | 401 | 403 | 405, sentence: string): Verdict {
  return { pass: false, status, sentence };
}

/** Of equal length, whatever was given. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A request line may also hold a whole address, or nonsense. */
function readTarget(target: string): URL | null {
  if (!target.startsWith('/')) return null;
  return URL.parse(`http://loopback${target}`);
}

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value ?? '';
  }
  return null;
}
