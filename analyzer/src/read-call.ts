// Reads one call that may declare something: its arguments, options and body, and what about it cannot be read without running.
import { ts } from 'ts-morph';
import { readBody } from './read-body.ts';
import type { CallArgument, ImportedName, NestedCall, Unreadable } from './file-record.ts';
import { importedFactory } from './read-imports.ts';
import { readOptions } from './read-options.ts';
import { staticValue } from './static-value.ts';
import { rangeOf, unwrap } from './syntax-tree.ts';

/** What reading a call asks of the file around it. */
export interface CallReader {
  readonly tree: ts.SourceFile;
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Whether the file imports or declares a name. */
  readonly isTopLevel: (name: string) => boolean;
  /** Calls that are understood where they stand. */
  readonly known: Set<ts.Node>;
}

export interface ReadCall {
  readonly args: readonly CallArgument[];
  readonly unreadable: readonly Unreadable[];
}

export function readCall(reader: CallReader, call: ts.CallExpression): ReadCall {
  const spread = call.arguments.find(ts.isSpreadElement);
  if (spread !== undefined)
    return { args: [], unreadable: [{ reason: 'its arguments are spread', place: rangeOf(reader.tree, spread) }] };
  const factory = importedFactory(reader.imports, call.expression);
  const last = call.arguments.length - 1;
  const args = call.arguments.map((written, index): CallArgument => {
    const node = unwrap(written);
    const isObject = ts.isObjectLiteralExpression(node);
    return {
      value: isObject ? IN_PLACE : staticValue(node, reader.tree),
      place: rangeOf(reader.tree, node),
      options: isObject ? readOptions(reader, node) : null,
      body: isObject || index !== last ? null : readBody({ ...reader, factory, call, written: node }),
    };
  });
  return { args, unreadable: [] };
}

/** Its fields are read as options, not as a value. */
const IN_PLACE = { kind: 'opaque', what: 'an object' } as const;

/** A call inside an option, such as an output among `outputs`. */
export function readNested(reader: CallReader, call: ts.CallExpression, comment: string | null): NestedCall {
  return { callee: staticValue(call.expression), args: readCall(reader, call).args, comment };
}
