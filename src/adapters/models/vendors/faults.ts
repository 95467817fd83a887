import * as z from 'zod';
import { ModelFault, type ModelFaultKind, type ModelReply } from '../../../engine/ports/model.ts';
import { causeOf, hasNeverConnected, short } from '../../../foundation/connection.ts';
import { errorMessage } from '../../../foundation/fault.ts';
import { parsedJson } from '../../../sessions/child/envelope.mjs';
import { asRefusal, wordsIn } from '../refusals.ts';
import { retryAfterMs } from '../retry-after.ts';

const Refused = z.object({
  statusCode: z.int(),
  responseHeaders: z.record(z.string(), z.string()).optional(),
  responseBody: z.string().optional(),
});
type Refused = z.infer<typeof Refused>;

/** The endpoint's error in any vendor's form: `code`, `type` and `status` are names, or the number again. */
const Names = z.object({
  message: z.string().optional(),
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
  status: z.string().nullish(),
});
type Names = z.infer<typeof Names>;
const Body = z.union([z.object({ error: Names }), z.array(z.object({ error: Names })).min(1)]);

interface Meaning {
  readonly kind: ModelFaultKind;
  readonly transient: boolean;
}
const permanent = (kind: ModelFaultKind): Meaning => ({ kind, transient: false });
const transient = (kind: ModelFaultKind): Meaning => ({ kind, transient: true });

/** A name says more than a status: a used-up account is 429 as well. */
const BY_NAME: Readonly<Record<string, Meaning>> = {
  insufficient_quota: permanent('unpaid'),
  billing_hard_limit_reached: permanent('unpaid'),
  billing_not_active: permanent('unpaid'),
  invalid_api_key: permanent('unauthorized'),
  // The model wrote an invalid call; another attempt may be valid.
  tool_use_failed: transient('malformed_answer'),
  model_not_found: permanent('unknown_model'),
  rate_limit_exceeded: transient('rate_limited'),
  overloaded_error: transient('overloaded'),
  server_overloaded: transient('overloaded'),
  slow_down: transient('overloaded'),
  server_error: transient('server_error'),
  RESOURCE_EXHAUSTED: transient('rate_limited'),
  UNAVAILABLE: transient('overloaded'),
  INTERNAL: transient('server_error'),
  UNAUTHENTICATED: permanent('unauthorized'),
  PERMISSION_DENIED: permanent('forbidden'),
  NOT_FOUND: permanent('unknown_model'),
};
const BY_STATUS: Readonly<Record<number, Meaning>> = {
  401: permanent('unauthorized'),
  402: permanent('unpaid'),
  403: permanent('forbidden'),
  404: permanent('unknown_model'),
  408: transient('server_error'),
  409: transient('server_error'),
  413: permanent('context_exceeded'),
  429: transient('rate_limited'),
  503: transient('overloaded'),
  529: transient('overloaded'),
};

/** Errors that count as answers: the prompt is too long, or refused. */
const STOPS: Readonly<Record<string, ModelReply['stop']>> = {
  context_length_exceeded: 'context_exceeded',
  exceed_context_size_error: 'context_exceeded',
  string_above_max_length: 'context_exceeded',
  content_filter: 'refusal',
  content_policy_violation: 'refusal',
  moderation_blocked: 'refusal',
};

const UNREADABLE: ReadonlySet<string> = new Set([
  'AI_JSONParseError',
  'AI_TypeValidationError',
  'AI_InvalidResponseDataError',
  'AI_EmptyResponseBodyError',
  'AI_NoContentGeneratedError',
]);

export function stopOf(error: unknown): ModelReply['stop'] | null {
  return namesIn(error).flatMap((name) => STOPS[name] ?? [])[0] ?? null;
}

/** Nothing is charged for a request refused with a status. */
export function isRefused(error: unknown): boolean {
  const status = Refused.safeParse(error).data?.statusCode;
  return status !== undefined && status >= 300;
}

/** Converts an error of a provider package. An unknown error is permanent (A6). */
export function toFault(error: unknown): ModelFault {
  if (error instanceof ModelFault) return error;
  const refused = Refused.safeParse(error).data;
  if (refused !== undefined && refused.statusCode >= 300) return statusFault(error, refused);
  const told = Names.safeParse(withinError(error)).data;
  if (!(error instanceof Error) && told !== undefined) return toldFault(error, told);
  if (hasNeverConnected(error) && error instanceof Error)
    return new ModelFault(
      'unreachable',
      `the endpoint cannot be reached: ${causeOf(error)}`,
      true,
      null,
      error,
    );
  if (error instanceof Error && UNREADABLE.has(error.name))
    return new ModelFault('malformed_answer', short(errorMessage(error)), true, null, error);
  if (error instanceof TypeError || (error instanceof Error && error.cause instanceof Error))
    return new ModelFault('connection_lost', `the answer broke off: ${causeOf(error)}`, true, null, error);
  return toldFault(error, { message: errorMessage(error) });
}

function statusFault(
  error: unknown,
  { statusCode, responseHeaders = {}, responseBody = '' }: Refused,
): ModelFault {
  const { kind, transient: mayRetry } = meaningOf(statusCode, namesIn(error));
  const all = wordsIn(parsedJson(responseBody) ?? responseBody);
  const words = bodyOf(error)?.message || all || 'no explanation';
  const message = `the endpoint answered ${statusCode}: ${words}`;
  const waitMs = retryAfterMs((name) => responseHeaders[name]);
  return asRefusal(new ModelFault(kind, short(message), mayRetry, waitMs, error), all, words);
}

function meaningOf(status: number, names: readonly string[]): Meaning {
  const named = names.flatMap((name) => BY_NAME[name] ?? [])[0] ?? BY_STATUS[status];
  if (named !== undefined) return named;
  if (status >= 500) return transient('server_error');
  return permanent('invalid_request');
}

/** An error within a stream, or in an answer with a good status. */
function toldFault(error: unknown, { message = 'no explanation' }: Names): ModelFault {
  const { kind, transient: mayRetry } =
    namesIn(error).flatMap((name) => BY_NAME[name] ?? [])[0] ?? permanent('unknown');
  const words = short(`the endpoint answered with an error: ${message}`);
  return asRefusal(new ModelFault(kind, words, mayRetry, null, error), message, message);
}

function namesIn(error: unknown): string[] {
  const { code, type, status } = bodyOf(error) ?? {};
  return [code, status, type].flatMap((name) => (typeof name === 'string' ? [name] : []));
}

/** The error in the body of an answer with a status, or in a part of a stream. */
function bodyOf(error: unknown): Names | null {
  const text = Refused.safeParse(error).data?.responseBody;
  if (text === undefined) return Names.safeParse(withinError(error)).data ?? null;
  const body = Body.safeParse(parsedJson(text)).data;
  return (Array.isArray(body) ? body[0]?.error : body?.error) ?? null;
}

/** Some endpoints wrap the error in another, and the packages wrap that. */
function withinError(error: unknown): unknown {
  const data = z.object({ data: z.unknown() }).safeParse(error).data?.data ?? error;
  return z.object({ error: z.looseObject({}) }).safeParse(data).data?.error ?? data;
}
