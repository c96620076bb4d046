// Gathers the names that stand for one property of what a call gives: the consts its outputs are taken out to.
import type { ts } from 'ts-morph';
import { nearestComment } from './doc-comment.ts';
import { exportNameOf } from './file-exports.ts';
import type { DeclaredPart, StaticValue, Unreadable } from './file-record.ts';
import { rangeOf } from './syntax-tree.ts';

/** A name that stands for a property of another, as far as that is sure. */
export interface Alias {
  readonly name: ts.Identifier;
  readonly of: StaticValue;
  readonly property: string;
  /** Where its comment may stand, the nearest first. */
  readonly commentAt: readonly number[];
  /** Why it may stand for something else. */
  readonly doubt: string | null;
}

export interface Parts {
  readonly parts: DeclaredPart[];
  readonly doubts: Unreadable[];
}

/** By the name that each call is bound to. */
export function declaredParts(
  tree: ts.SourceFile,
  of: {
    readonly names: Parameters<typeof exportNameOf>[0];
    readonly aliases: readonly Alias[];
    readonly calls: readonly string[];
  },
): ReadonlyMap<string, Parts> {
  const found = new Map(of.calls.map((binding): [string, Parts] => [binding, { parts: [], doubts: [] }]));
  for (const { name, of: value, property, commentAt, doubt } of of.aliases) {
    const whole = value.kind === 'name' ? found.get(value.name) : undefined;
    if (whole === undefined) continue;
    const place = rangeOf(tree, name);
    const comment = nearestComment(tree.text, commentAt);
    whole.parts.push({ property, name: name.text, exportName: exportNameOf(of.names, name.text), place, comment });
    if (doubt !== null) whole.doubts.push({ reason: doubt, place });
  }
  return found;
}
