// Finds the ops that a graph asset's body calls, itself and through functions of the project.
import type { OpNode } from '@headwater/graph';
import { callShape } from './call-shape.ts';
import type { Body, FileRecord, StaticValue } from './file-record.ts';
import { foldedOption, isText } from './folded-option.ts';
import { reachedCode } from './reached-code.ts';
import { resolvePlace } from './resolve-value.ts';
import type { Declared, NamedPlace } from './resolve-value.ts';
import type { FileQuestion } from './upstream.ts';

/** Each once, in the order in which the source calls them. */
export function opsOf(question: FileQuestion, body: Body | null): OpNode[] {
  const { world, path } = question;
  const ops = new Map<string, OpNode>();
  const followed = new Set<string>();
  const follow = (file: string, values: readonly StaticValue[]): void => {
    for (const value of values) {
      const { target, at } = resolvePlace(world, file, value);
      if (at === null) continue;
      const place = `${at.file}\n${at.name}`;
      if (target.kind === 'declared') {
        if (target.factory === 'op' && !ops.has(place)) ops.set(place, opNode(question, target));
      } else if (target.kind !== 'output' && !followed.has(place)) {
        followed.add(place);
        follow(at.file, readsOf(world.record(at.file), at));
      }
    }
  };
  follow(path, body?.reads ?? []);
  return [...ops.values()];
}

/** What a function, or whatever else holds code, mentions of its file. */
function readsOf(record: FileRecord | null, { name }: NamedPlace): readonly StaticValue[] {
  const binding = record?.bindings.get(name);
  if (binding?.kind === 'call') return binding.declaration.args.flatMap(({ body }) => body?.reads ?? []);
  return record?.code.get(name)?.reads ?? [];
}

function opNode({ world, relative }: FileQuestion, op: Declared): OpNode {
  const { file, declaration } = op;
  const { options, body } = callShape(op);
  const question = { world, path: file, options, unreadable: [] };
  const { name: constName, place } = declaration;
  const name = foldedOption(question, 'name', isText) ?? constName ?? 'op';
  return {
    name,
    ...(constName !== null && { constName }),
    file: relative(file),
    line: place.startLine,
    column: place.startColumn,
    codeVersion: reachedCode({ ...question, relative, file: relative(file), body, name, line: place.startLine })
      .version,
  };
}
