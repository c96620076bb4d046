// A request that the client gave up is answered with the cancellation error, never with an empty answer.
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken } from 'vscode-languageserver/node';

/** The signal is aborted when the client gives the request up. */
export async function unlessCancelled<Answer>(
  token: CancellationToken,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController();
  const cancelled = (): ResponseError<void> =>
    new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
  if (token.isCancellationRequested) throw cancelled();
  const listening = token.onCancellationRequested(() => controller.abort(cancelled()));
  try {
    const answer = await work(controller.signal);
    controller.signal.throwIfAborted();
    return answer;
  } catch (error) {
    throw controller.signal.aborted ? cancelled() : error;
  } finally {
    listening.dispose();
  }
}
