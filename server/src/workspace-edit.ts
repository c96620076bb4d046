// Edits of the analyzer as the protocol carries them: with the versions they were made for where the client understands that.
import { posix } from 'node:path';
import type { FileEdit } from '@headwater/analyzer';
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FeatureHost } from './feature.ts';
import { toRange } from './to-range.ts';

/** `root`: the folder that the edits' files are relative to. */
export function toWorkspaceEdit(edits: readonly FileEdit[], root: string, host: FeatureHost): WorkspaceEdit {
  const byPath = Map.groupBy(edits, ({ file }) => posix.resolve(root, file));
  const files = [...byPath].map(([path, ofFile]) => ({ path, uri: host.uriOf(path), edits: ofFile.map(toTextEdit) }));
  if (host.client().capabilities.workspace?.workspaceEdit?.documentChanges !== true)
    return { changes: Object.fromEntries(files.map(({ uri, edits: texts }) => [uri, texts])) };
  return {
    documentChanges: files.map(({ path, uri, edits: texts }) => ({
      textDocument: { uri, version: host.versionOf(path) },
      edits: texts,
    })),
  };
}

export function toTextEdit({ range, text }: FileEdit): TextEdit {
  return { range: toRange(range), newText: text };
}
