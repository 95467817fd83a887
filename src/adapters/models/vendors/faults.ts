import * as z from 'zod';
import { causeOf, hasNeverConnected, short } from '../../../foundation/connection.ts';
import { errorMessage } from '../../../foundation/fault.ts';
import { ModelFault, type ModelReply } from '../../../ports/model.ts';
import { parsedJson } from '../../../sessions/child/envelope.mjs';
import { asRefusal, meaningOf, wordsIn } from '../refusals.ts';
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

/** Converts an error of a provider package. An unknown error is permanent (A6). */
export function toFault(error: unknown): ModelFault {
  if (error instanceof ModelFault) return error;
  const refused = Refused.safeParse(error).data;
  if (refused !== undefined && refused.statusCode >= 300) return statusFault(error, refused);
  const told = Names.safeParse(withinError(error)).data;
  if (!(error instanceof Error) && told !== undefined) return toldFault(error, told);
  if (hasNeverConnected(error) && error instanceof Error)
    return new ModelFault('unreachable', `the endpoint cannot be reached: ${causeOf(error)}`, {
      cause: error,
    });
  if (error instanceof Error && UNREADABLE.has(error.name))
    return new ModelFault('malformed_answer', short(errorMessage(error)), { cause: error });
  if (error instanceof TypeError || (error instanceof Error && error.cause instanceof Error))
    return new ModelFault('connection_lost', `the answer broke off: ${causeOf(error)}`, { cause: error });
  return toldFault(error, { message: errorMessage(error) });
}

function statusFault(
  error: unknown,
  { statusCode, responseHeaders = {}, responseBody = '' }: Refused,
): ModelFault {
  const all = wordsIn(parsedJson(responseBody) ?? responseBody);
  const words = bodyOf(error)?.message || all || 'no explanation';
  const message = `the endpoint answered ${statusCode}: ${words}`;
  const waitMs = retryAfterMs((name) => responseHeaders[name]);
  const kind = meaningOf(namesIn(error), statusCode);
  const fault = new ModelFault(kind, short(message), { retryAfterMs: waitMs, cause: error });
  return asRefusal(fault, all, words);
}

/** An error within a stream, or in an answer with a good status. */
function toldFault(error: unknown, { message = 'no explanation' }: Names): ModelFault {
  const words = short(`the endpoint answered with an error: ${message}`);
  return asRefusal(new ModelFault(meaningOf(namesIn(error)), words, { cause: error }), message, message);
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
