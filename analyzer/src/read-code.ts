// Reads what a piece of code means and which names from outside it mentions, to be followed when files are linked.
import { hash } from 'node:crypto';
import type { ts } from 'ts-morph';
import { codeMeaning } from './code-version.ts';
import type { Code } from './file-record.ts';
import { mentionedNames } from './mentioned-names.ts';

export interface WrittenCode {
  readonly tree: ts.SourceFile;
  /** All that makes up one name: its declaration, and statements that change what it holds. */
  readonly nodes: readonly ts.Node[];
  /** Where a person looks for it. */
  readonly at: ts.Node;
  /** Whether the file imports or declares a name. */
  readonly isTopLevel: (name: string) => boolean;
  /** Takes in where each of its reads is first mentioned, in their order. */
  readonly note?: (read: ts.Expression) => void;
}

export function readCode({ tree, nodes, at, isTopLevel, note }: WrittenCode): Code {
  const [only] = nodes;
  const meaning = nodes.length === 1 && only ? codeMeaning(only) : nodes.map(codeMeaning).join('\n');
  return {
    meaning: hash('sha256', meaning, 'hex').slice(0, 32),
    line: tree.getLineAndCharacterOfPosition(at.getStart(tree)).line + 1,
    reads: mentionedNames(nodes, isTopLevel, note),
  };
}
