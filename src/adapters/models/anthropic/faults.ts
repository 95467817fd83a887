import Anthropic from '@anthropic-ai/sdk';
import type { Outage } from '../../../core/vocabulary/sets.ts';
import { ModelFault, type ModelFaultKind } from '../../../engine/ports/model.ts';
import { causeOf, hasNeverConnected, short } from '../../../foundation/connection.ts';
import { asRefusal, wordsIn } from '../refusals.ts';
import { retryAfterMs } from '../retry-after.ts';

interface Meaning {
  readonly kind: ModelFaultKind;
  readonly transient: boolean;
}

const MEANINGS: Readonly<Record<string, Meaning>> = {
  rate_limit_error: { kind: 'rate_limited', transient: true },
  overloaded_error: { kind: 'overloaded', transient: true },
  api_error: { kind: 'server_error', transient: true },
  timeout_error: { kind: 'server_error', transient: true },
  authentication_error: { kind: 'unauthorized', transient: false },
  permission_error: { kind: 'forbidden', transient: false },
  billing_error: { kind: 'unpaid', transient: false },
  invalid_request_error: { kind: 'invalid_request', transient: false },
  not_found_error: { kind: 'unknown_model', transient: false },
  request_too_large: { kind: 'context_exceeded', transient: false },
};
const OUTAGE_OF: Readonly<Record<number, Outage>> = {
  401: 'unauthorized',
  402: 'unpaid',
  403: 'forbidden',
  404: 'unknown_model',
};
const UNKNOWN: Meaning = { kind: 'unknown', transient: false };

/** Converts an error of the SDK. `hasEnded`: the stream had ended properly. An unknown error is permanent (A6). */
export function toFault(error: unknown, hasEnded: boolean): ModelFault {
  if (error instanceof ModelFault) return error;
  if (error instanceof Anthropic.APIUserAbortError) {
    return new ModelFault('aborted', 'the request was aborted', false, null, error);
  }
  const misuse = misuseIn(error);
  if (misuse !== null) return new ModelFault('unknown', short(misuse.message), false, null, error);
  if (error instanceof Anthropic.APIConnectionError) {
    const message = `the endpoint cannot be reached: ${causeOf(error)}`;
    const kind = hasNeverConnected(error) ? 'unreachable' : 'connection_lost';
    return new ModelFault(kind, message, true, null, error);
  }
  if (error instanceof Anthropic.APIError) return statusFault(error);
  if (error instanceof Anthropic.AnthropicError || error instanceof TypeError)
    return streamFault(error, hasEnded);
  return new ModelFault('unknown', short(String(error)), false, null, error);
}

function statusFault(error: InstanceType<typeof Anthropic.APIError>): ModelFault {
  const { kind, transient } = meaningOf(error.status, error.type);
  const shouldRetry = error.headers?.get('x-should-retry');
  const mayRetry = shouldRetry === 'true' ? true : shouldRetry === 'false' ? false : transient;
  const status = error.status === undefined ? 'in the stream' : `${error.status}`;
  const all = wordsIn(error.error);
  const words = error.apiMessage ?? (all || 'no explanation');
  const message = `the endpoint answered ${status}, ${error.type ?? 'no type'}: ${words}`;
  const waitMs = retryAfterMs((name) => error.headers?.get(name));
  return asRefusal(new ModelFault(kind, short(message), mayRetry, waitMs, error), all, words);
}

/** An error within a stream has only a type, and no status. */
function meaningOf(status: number | undefined, type: string | null): Meaning {
  if (status === 413) return { kind: 'context_exceeded', transient: false };
  if (status === 429) return { kind: 'rate_limited', transient: true };
  if (status === 529) return { kind: 'overloaded', transient: true };
  const outage = OUTAGE_OF[status ?? 0];
  if (outage !== undefined) return { kind: outage, transient: false };
  if (status === 408 || status === 409) return { kind: 'server_error', transient: true };
  if (status !== undefined && status >= 500) return { kind: 'server_error', transient: true };
  if (status !== undefined && status >= 400 && status !== 499)
    return { kind: 'invalid_request', transient: false };
  return MEANINGS[type ?? ''] ?? UNKNOWN;
}

/**
 * Finds a request that cannot be sent, or an answer that the client cannot handle. For a lost connection, `fetch` throws the
 * same type of error with a `cause`.
 */
function misuseIn(error: unknown): TypeError | null {
  const thrown = error instanceof Anthropic.AnthropicError ? error.cause : error;
  return thrown instanceof TypeError && thrown.cause === undefined ? thrown : null;
}

/** The stream broke off or made no sense. A second attempt may succeed. */
function streamFault(error: Error, hasEnded: boolean): ModelFault {
  const isMalformed = error.cause instanceof SyntaxError || /parse|JSON/.test(error.message);
  if (isMalformed) return new ModelFault('malformed_answer', short(error.message), true, null, error);
  if (!hasEnded)
    return new ModelFault('connection_lost', `the answer broke off: ${causeOf(error)}`, true, null, error);
  return new ModelFault('unknown', short(error.message), false, null, error);
}
