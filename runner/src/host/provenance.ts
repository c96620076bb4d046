// What a materialization remembers of its making: what each upstream was, and the pieces of its code.
import {
  directUpstream,
  inputNames,
  type AssetKey,
  type AssetNode,
  type CodeId,
  type CodeParts,
  type InputVersion,
} from '@headwater/graph';
import type { SliceFacts } from './slice-facts.ts';

/** What a body is run with beside its code and its inputs. */
export interface MadeWith {
  readonly env?: string;
  readonly configVersion?: string;
}

/** Each piece of a node's code with its version. */
export function versionsOf(ids: readonly CodeId[], code: CodeParts): Record<CodeId, string> {
  return Object.fromEntries(ids.flatMap((id) => (Object.hasOwn(code, id) ? [[id, code[id]?.version ?? '']] : [])));
}

/** What each upstream is now, and which inputs it is. */
export function inputVersions(
  node: AssetNode,
  { materializations, observations, read }: SliceFacts,
): Record<AssetKey, InputVersion> {
  const versionOf = (key: AssetKey): InputVersion => {
    const names = inputNames(node, key);
    const ofPartitions = read && Object.hasOwn(read, key) ? read[key] : undefined;
    if (ofPartitions) return { ...ofPartitions, names };
    const found = Object.hasOwn(materializations, key) ? materializations[key] : observations[key];
    return { dataVersion: found?.dataVersion ?? null, run: found?.run ?? null, names };
  };
  return Object.fromEntries(directUpstream(node).map((key) => [key, versionOf(key)]));
}
