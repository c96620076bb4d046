// The address of a place in a project's source, as editors open it from a hover.
import { posix } from 'node:path';
import type { FeatureHost } from './feature.ts';

/** Lines count from 1. */
export function placeAddress(host: FeatureHost, root: string): (file: string, line: number) => string {
  return (file, line) => `${host.uriOf(posix.join(root, file))}#L${line}`;
}
