// Where the page about a problem code lies: it ships beside the server.
import type { ProblemCode } from '@headwater/graph';

/** From this module, in the source as in the bundle of the server. */
const PAGES = new URL('../../docs/problems/', import.meta.url);

/** A `file:` URI, which any client can open. */
export function problemPage(code: ProblemCode): string {
  return new URL(`${code}.md`, PAGES).href;
}
