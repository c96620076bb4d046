// Hashes the parts of a code version into one; apart from the reading of code, so that linking needs no parser.
import { hash } from 'node:crypto';

/** Each part is preceded by its length, so that no two lists of parts run together into the same text. */
export function codeVersion(parts: readonly string[]): string {
  return `c1:${hash('sha256', parts.map(prefixed).join(''), 'hex').slice(0, 32)}`;
}

export function prefixed(part: string): string {
  return `${part.length}:${part}`;
}
