// Says why an asset cannot be renamed, and stops there: the editor would ask TypeScript next, which renames the const alone.
import * as vscode from 'vscode';
import { LSPErrorCodes, PrepareRenameRequest, ResponseError } from 'vscode-languageclient/node';
import type { BaseLanguageClient, Middleware } from 'vscode-languageclient/node';

export function renameRefusals(
  client: () => BaseLanguageClient,
): Required<Pick<Middleware, 'prepareRename' | 'provideRenameEdits'>> {
  return {
    async prepareRename(document, position, token) {
      const { code2ProtocolConverter: toServer, protocol2CodeConverter: toEditor } = client();
      const params = {
        textDocument: toServer.asTextDocumentIdentifier(document),
        position: toServer.asPosition(position),
      };
      const answer = await client()
        .sendRequest(PrepareRenameRequest.type, params, token)
        .catch((error: unknown) => {
          if (!isRefusal(error)) throw error;
          tell(error);
          // Without a message it ends the rename; with one, the next provider is asked.
          throw new Error('');
        });
      if (answer === null || !('placeholder' in answer)) throw new Error('This is not the name of an asset.');
      return { range: toEditor.asRange(answer.range), placeholder: answer.placeholder };
    },
    async provideRenameEdits(document, position, newName, token, next) {
      try {
        return await next(document, position, newName, token);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        tell(error);
        // No edits are an answer, too; none would have the next provider asked.
        return new vscode.WorkspaceEdit();
      }
    },
  };
}

function isRefusal(error: unknown): error is ResponseError {
  return error instanceof ResponseError && error.code === LSPErrorCodes.RequestFailed;
}

function tell({ message }: ResponseError): void {
  void vscode.window.showWarningMessage(message);
}
