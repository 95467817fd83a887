import { short } from '../../foundation/connection.ts';
import { isObject } from '../../foundation/is-object.ts';
import { ModelFault, type ModelFaultKind, RefusedForm } from '../../ports/model.ts';
import { partsNamed } from '../../turns/models/form.ts';

/** Names in an error that say more than its status: a used-up account is 429 as well. */
const BY_NAME: Readonly<Record<string, ModelFaultKind>> = {
  insufficient_quota: 'unpaid',
  billing_hard_limit_reached: 'unpaid',
  billing_not_active: 'unpaid',
  invalid_api_key: 'unauthorized',
  // The model wrote an invalid call; another attempt may be valid.
  tool_use_failed: 'malformed_answer',
  model_not_found: 'unknown_model',
  rate_limit_exceeded: 'rate_limited',
  overloaded_error: 'overloaded',
  server_overloaded: 'overloaded',
  slow_down: 'overloaded',
  server_error: 'server_error',
  RESOURCE_EXHAUSTED: 'rate_limited',
  UNAVAILABLE: 'overloaded',
  INTERNAL: 'server_error',
  UNAUTHENTICATED: 'unauthorized',
  PERMISSION_DENIED: 'forbidden',
  NOT_FOUND: 'unknown_model',
};
const BY_STATUS: Readonly<Record<number, ModelFaultKind>> = {
  401: 'unauthorized',
  402: 'unpaid',
  403: 'forbidden',
  404: 'unknown_model',
  408: 'server_error',
  409: 'server_error',
  413: 'context_exceeded',
  429: 'rate_limited',
  503: 'overloaded',
  529: 'overloaded',
};
/** Types of errors within a stream, which have no status. */
const BY_TYPE: Readonly<Record<string, ModelFaultKind>> = {
  rate_limit_error: 'rate_limited',
  api_error: 'server_error',
  timeout_error: 'server_error',
  authentication_error: 'unauthorized',
  permission_error: 'forbidden',
  billing_error: 'unpaid',
  invalid_request_error: 'invalid_request',
  not_found_error: 'unknown_model',
  request_too_large: 'context_exceeded',
};

/** What an error means by its names, the most exact first, and its status if it has one. */
export function meaningOf(names: readonly string[], status?: number): ModelFaultKind {
  const kindIn = (table: typeof BY_NAME) => names.flatMap((name) => table[name] ?? [])[0];
  const named = kindIn(BY_NAME);
  if (named !== undefined || status === undefined) return named ?? kindIn(BY_TYPE) ?? 'unknown';
  return BY_STATUS[status] ?? (status >= 500 ? 'server_error' : 'invalid_request');
}

/** Kinds of faults that may be refusals of the request's form; `true`: only if the words say so. */
const MAY_BE_FORM: Partial<Record<ModelFaultKind, boolean>> = {
  invalid_request: false,
  unknown: false,
  unknown_model: true,
  server_error: true,
};
/** Words that report an account without credit, whatever the status. */
const UNPAID =
  /credit balance|specified API usage limits|used all available credits|insufficient (?:credits|balance|funds)/i;
/** Words that report a prompt that is too long. A rate limit mentions tokens as well. */
const TOO_LONG =
  /prompt is too long|input is too long|token limit reached|maximum context length|context (?:length|window|size) exceeded|exceeds? the (?:available |model's )?(?:maximum )?context|input token count|too large for model with/i;
const NEVER_TAKEN = /request too large/i;
const WORDS_CHARACTERS = 2_000;
const LEVELS = 6;

/**
 * Interprets the endpoint's words: no credit, a prompt that is too long, or a refusal of the request's form that names a part
 * of it. Else returns the fault. `said`: the words for people.
 */
export function asRefusal(fault: ModelFault, words: string, said: string): ModelFault {
  const mustSay = MAY_BE_FORM[fault.kind];
  const named = mustSay === undefined ? [] : partsNamed(words, !mustSay);
  const as = (kind: ModelFaultKind) => new ModelFault(kind, fault.message, { cause: fault.cause });
  if (UNPAID.test(words)) return as('unpaid');
  const isTooLong = TOO_LONG.test(words) && fault.kind !== 'rate_limited' && !named.includes('output_length');
  if (isTooLong || NEVER_TAKEN.test(words)) return as('context_exceeded');
  return named.length === 0 ? fault : new RefusedForm(fault.message, named, short(said), fault.cause);
}

/** All words in an error's body, whatever its form. Leaves out `input`, in which some endpoints repeat the request. */
export function wordsIn(body: unknown, levels = LEVELS): string {
  if (typeof body === 'string') return body.slice(0, WORDS_CHARACTERS);
  if (!isObject(body) || levels === 0) return '';
  const parts = Object.entries(body).flatMap(([name, value]) =>
    name === 'input' ? [] : wordsIn(value, levels - 1),
  );
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, WORDS_CHARACTERS);
}
