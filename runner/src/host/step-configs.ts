// What a run's configuration gives each step, and its version: a value made with another one is another value.
import { createHash } from 'node:crypto';
import type { AssetNode } from '@headwater/graph';
import type { RunConfig } from '../protocol.ts';

export interface StepConfigs {
  /** As it was given, not validated yet. */
  of(step: string): unknown;
  /** Undefined where the body is given nothing. */
  version(step: string): string | undefined;
}

export function stepConfigs(assets: readonly AssetNode[], { assets: given = {}, resources }: RunConfig): StepConfigs {
  // Configuration of a body that makes several assets may be given under the key of any of them.
  const own = new Map(
    assets.flatMap(({ key, step }) => (Object.hasOwn(given, key) ? [[step, given[key]] as const] : [])),
  );
  const shared = resources !== undefined && Object.keys(resources).length > 0 ? resources : undefined;
  // Which resources a body uses only the body can tell: what is given to any of them may be given to it.
  const ofNone = versionOf(undefined, shared);
  return {
    of: (step) => own.get(step),
    version: (step) => (own.get(step) === undefined ? ofNone : versionOf(own.get(step), shared)),
  };
}

function versionOf(config: unknown, resources: unknown): string | undefined {
  if (config === undefined && resources === undefined) return undefined;
  const hash = createHash('sha256');
  for (const part of [canonical(config), canonical(resources)]) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return `j1:${hash.digest('hex')}`;
}

/** The JSON of what is the same is the same, whatever the order of its names. */
function canonical(value: unknown): string {
  const sorted = JSON.stringify(value, (_name, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  ) as string | undefined;
  return sorted ?? '';
}
