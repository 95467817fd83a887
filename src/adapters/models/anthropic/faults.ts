import Anthropic from '@anthropic-ai/sdk';
import { causeOf, hasNeverConnected, shortenMessage } from '#foundation/connection.ts';
import { ModelFault } from '#ports/model.ts';
import type { ModelEntry } from '#turns/models/entry.ts';
import { modelFaultOf } from '../refusals.ts';

/**
 * Converts an error of the SDK. `hasEnded`: the stream had ended properly. An unknown error is
 * permanent.
 */
export function convertToFault(error: unknown, hasEnded: boolean, entry: ModelEntry): ModelFault {
  if (error instanceof ModelFault) return error;
  // The SDK wraps an error of reading.
  if (error instanceof Error && error.cause instanceof ModelFault) return error.cause;
  if (error instanceof Anthropic.APIUserAbortError) {
    return new ModelFault('aborted', 'the request was aborted', { cause: error });
  }
  const misuse = misuseIn(error);
  if (misuse !== null)
    return new ModelFault('unknown', shortenMessage(misuse.message), { cause: error });
  if (error instanceof Anthropic.APIConnectionError) {
    const message = `the endpoint cannot be reached: ${causeOf(error, entry.baseUrl)}`;
    const kind = hasNeverConnected(error) ? 'unreachable' : 'connection_lost';
    return new ModelFault(kind, message, { cause: error });
  }
  if (error instanceof Anthropic.APIError) {
    const { status, headers } = error;
    const withStatus = status === undefined ? {} : { status };
    const body = error.error ?? error.message;
    return modelFaultOf(body, {
      entry,
      ...withStatus,
      header: (name) => headers?.get(name),
      cause: error,
    });
  }
  const isOfStream = [Anthropic.AnthropicError, TypeError, SyntaxError].some(
    (kind) => error instanceof kind,
  );
  if (error instanceof Error && isOfStream) return makeStreamFault(error, hasEnded, entry);
  return new ModelFault('unknown', shortenMessage(String(error)), { cause: error });
}

/**
 * Finds a request that cannot be sent, or an answer that the client cannot handle. For a lost
 * connection, `fetch` throws the same type of error with a `cause`.
 */
function misuseIn(error: unknown): TypeError | null {
  const inner = error instanceof Anthropic.AnthropicError ? error.cause : error;
  return inner instanceof TypeError && inner.cause === undefined ? inner : null;
}

/** The stream broke off or made no sense. A second attempt may succeed. */
function makeStreamFault(error: Error, hasEnded: boolean, { baseUrl }: ModelEntry): ModelFault {
  const isMalformed = error.cause instanceof SyntaxError || /parse|JSON/.test(error.message);
  if (isMalformed)
    return new ModelFault('malformed_answer', shortenMessage(error.message), { cause: error });
  if (!hasEnded)
    return new ModelFault('connection_lost', `the answer broke off: ${causeOf(error, baseUrl)}`, {
      cause: error,
    });
  return new ModelFault('unknown', shortenMessage(error.message), { cause: error });
}
