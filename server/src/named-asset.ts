// The asset a position in the text stands for.
import type { TextDocumentPositionParams } from 'vscode-languageserver/node';
import type { AssetNode, SourceRange } from '@headwater/graph';
import type { FileInProject } from './project-state.ts';

export interface NamedAsset {
  readonly node: AssetNode;
  /** Of the name in the text. */
  readonly range: SourceRange;
}

export function namedAsset(
  { state, file }: FileInProject,
  { position }: TextDocumentPositionParams,
): NamedAsset | null {
  const name = state.analyzer.assetAt({ file, line: position.line + 1, column: position.character + 1 });
  const node = name && state.byKey.get(name.key);
  return name && node ? { node, range: name.range } : null;
}

export const lspRange = ({ startLine, startColumn, endLine, endColumn }: SourceRange) => ({
  start: { line: startLine - 1, character: startColumn - 1 },
  end: { line: endLine - 1, character: endColumn - 1 },
});
