// Go to definition on an input, a dep or a body's parameter: the const of the asset it names.
import type { LocationLink, TextDocumentPositionParams } from 'vscode-languageserver/node';
import { uriOf } from './file-uri.ts';
import { lspRange, namedAsset } from './named-asset.ts';
import { absolute, type FileInProject } from './project-state.ts';

export function answerDefinition(at: FileInProject | null, params: TextDocumentPositionParams): LocationLink[] {
  const found = at && namedAsset(at, params);
  if (!at || !found) return [];
  const { node, range } = found;
  const name = { line: node.line - 1, character: node.column - 1 };
  return [
    {
      originSelectionRange: lspRange(range),
      targetUri: uriOf(absolute(at.state, node.file)),
      targetRange: lspRange(node.range),
      targetSelectionRange: { start: name, end: name },
    },
  ];
}
