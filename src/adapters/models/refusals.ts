import type { FormPart } from '../../core/vocabulary/sets.ts';
import { shortenMessage } from '../../foundation/connection.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { isObject } from '../../foundation/is-object.ts';
import { ModelFault, type ModelFaultKind, RefusedForm } from '../../ports/model.ts';
import { parseJson } from '../../sessions/child/envelope.mjs';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { findNamedParts } from '../../turns/models/form.ts';
import { retryAfterMs } from './retry-after.ts';

/** A fault's kind, or the end of an answer that the endpoint refuses to begin. */
type Meaning = ModelFaultKind | 'refusal';

/** A name as compared: `RateLimitError` is `rate_limit`. */
function simplifyName(code: string): string {
  return code
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/(?:error|exception)$/, '');
}

function indexNames<Kind>(names: Readonly<Record<string, Kind>>): ReadonlyMap<string, Kind> {
  return new Map(Object.entries(names).map(([name, kind]) => [simplifyName(name), kind]));
}

/** Names in an error that say more than its status: a used-up account is 429 as well. */
const BY_NAME = indexNames<Meaning>({
  insufficient_quota: 'unpaid',
  billing_hard_limit_reached: 'unpaid',
  billing_not_active: 'unpaid',
  budget_exceeded: 'unpaid',
  payment_required: 'unpaid',
  Arrearage: 'unpaid',
  invalid_api_key: 'unauthorized',
  API_KEY_INVALID: 'unauthorized',
  // The model wrote an invalid call; another attempt may be valid.
  tool_use_failed: 'malformed_answer',
  model_not_found: 'unknown_model',
  model_decommissioned: 'model_retired',
  context_length_exceeded: 'context_exceeded',
  context_window_exceeded: 'context_exceeded',
  exceed_context_size: 'context_exceeded',
  string_above_max_length: 'context_exceeded',
  content_filter: 'refusal',
  content_policy_violation: 'refusal',
  moderation_blocked: 'refusal',
  ResponsibleAIPolicyViolation: 'refusal',
  rate_limit_exceeded: 'rate_limited',
  too_many_requests: 'rate_limited',
  throttling: 'rate_limited',
  overloaded: 'overloaded',
  server_overloaded: 'overloaded',
  engine_overloaded: 'overloaded',
  service_unavailable: 'overloaded',
  slow_down: 'overloaded',
  server_error: 'server_error',
  internal_server_error: 'server_error',
  bad_gateway: 'server_error',
  gateway_timeout: 'server_error',
  model_timeout: 'server_error',
  model_not_ready: 'overloaded',
  RESOURCE_EXHAUSTED: 'rate_limited',
  UNAVAILABLE: 'overloaded',
  INTERNAL: 'server_error',
  UNAUTHENTICATED: 'unauthorized',
  PERMISSION_DENIED: 'forbidden',
  NOT_FOUND: 'unknown_model',
});
const BY_STATUS: Readonly<Record<number, ModelFaultKind>> = {
  401: 'unauthorized',
  402: 'unpaid',
  403: 'forbidden',
  404: 'unknown_model',
  405: 'wrong_address',
  408: 'server_error',
  409: 'server_error',
  410: 'model_retired',
  413: 'context_exceeded',
  429: 'rate_limited',
  503: 'overloaded',
  529: 'overloaded',
};
/** Types of errors that count only without a status, as within a stream. */
const BY_TYPE = indexNames<ModelFaultKind>({
  rate_limit: 'rate_limited',
  api_error: 'server_error',
  timeout: 'server_error',
  authentication: 'unauthorized',
  unauthorized: 'unauthorized',
  permission: 'forbidden',
  forbidden: 'forbidden',
  billing: 'unpaid',
  invalid_request: 'invalid_request',
  bad_request: 'invalid_request',
  validation: 'invalid_request',
  request_too_large: 'context_exceeded',
});
/** Words of an error that has neither a name nor a number. */
const BY_WORDS: readonly (readonly [RegExp, ModelFaultKind])[] = [
  [/overloaded|(?:over|at) capacity|(?:service|temporarily) unavailable/i, 'overloaded'],
  [/rate[ _-]?limit|too many requests/i, 'rate_limited'],
  [/internal (?:server )?error|bad gateway|gateway time-?out/i, 'server_error'],
];

/** Fields of an error, in any vendor's form, that hold a name or a number. */
const CODES = ['code', 'error_code', 'status', 'reason', 'type', 'error', ''];
/** Fields in which some endpoints repeat the request. */
const NOT_OURS = ['input', 'prompt', 'messages'];
const WORDS_CHARACTERS = 2_000;
const LEVELS = 6;

/** What an endpoint says in an error. */
interface Told {
  /** The most exact first. */
  readonly names: readonly string[];
  /**
   * The status of the answer, or the one that its body names; `undefined` in a stream that names
   * none.
   */
  readonly status: number | undefined;
  /** All words, whatever the body's form. */
  readonly words: string;
  /** The words for people. */
  readonly message: string;
}

/** A field that is an error by its name: `throttlingException`. */
const EXCEPTION = /exception$/i;

/**
 * The error that an event of a stream tells of, in whatever form: fields, a name, or words alone.
 * `null` for none, and for broken JSON.
 */
export function findError(value: unknown, data: string, name: string): unknown {
  if (!isObject(value)) return data.includes('{') ? null : data;
  const { error, response, choices, type, object, message, detail } = Object(value);
  const own = error || response?.error || (Array.isArray(choices) && findErrorOfChoice(choices));
  if (own) return own;
  const isBare =
    type === undefined && choices === undefined && (typeof message === 'string' || detail);
  const isNamed =
    [name, type, object].includes('error') ||
    Object.keys(value).some((field) => EXCEPTION.test(field));
  return isNamed || isBare ? value : null;
}

function findErrorOfChoice(choices: readonly unknown[]): unknown {
  const fields = choices.map((choice) => Object(choice));
  const own = fields.find(({ error }) => error)?.error;
  return (
    own ?? (fields.some(({ finish_reason }) => finish_reason === 'error') && 'finish_reason: error')
  );
}

/** Reads an error's body. An error's own status counts more than a number in its body. */
function readRefusal(body: unknown, status?: number): Told {
  const parts = [...partsIn(body, '', LEVELS)];
  const codes = CODES.flatMap((code) =>
    parts.filter(({ name }) => name === code).map(({ value }) => value),
  );
  const numbers = codes
    .map(Number)
    .filter((code) => Number.isInteger(code) && code >= 300 && code < 600);
  const texts = parts.flatMap((part) =>
    typeof part.value === 'string' && part.value !== '' ? [part] : [],
  );
  const words = cutText(texts.map(({ value }) => value).join(' '), WORDS_CHARACTERS);
  return {
    names: codes.filter((code) => typeof code === 'string'),
    status: status === undefined || status < 300 ? numbers[0] : status,
    words,
    message: String(
      texts.find(({ name }) => name === 'message')?.value ?? (words || 'no explanation'),
    ),
  };
}

interface Part {
  readonly name: string;
  readonly value: string | number;
}

/**
 * Texts and numbers in a body, each under its field's name. Gateways pass on another's error as
 * JSON in a text.
 */
function* partsIn(body: unknown, name: string, levels: number): Generator<Part> {
  if (levels === 0) return;
  if (typeof body === 'number') yield { name, value: body };
  const inner = typeof body === 'string' && /^[{[]/.test(body) ? parseJson(body) : body;
  if (typeof body === 'string' && !isObject(inner))
    yield { name, value: cutText(body, WORDS_CHARACTERS) };
  if (!isObject(inner)) return;
  for (const [field, value] of Object.entries(inner)) {
    if (EXCEPTION.test(field)) yield { name: 'type', value: field };
    if (!NOT_OURS.includes(field))
      yield* partsIn(value, Array.isArray(inner) ? name : field, levels - 1);
  }
}

/**
 * What an error means by its names, the most exact first, else by its status, else by its words.
 */
function meaningOf({ names, status, words }: Told): Meaning {
  const kindIn = <Kind>(table: ReadonlyMap<string, Kind>) =>
    names.flatMap((name) => table.get(simplifyName(name)) ?? [])[0];
  const byName = kindIn(BY_NAME);
  if (byName !== undefined) return byName;
  if (status !== undefined)
    return BY_STATUS[status] ?? (status >= 500 ? 'server_error' : 'invalid_request');
  return kindIn(BY_TYPE) ?? BY_WORDS.find(([said]) => said.test(words))?.[1] ?? 'unknown';
}

/** Kinds of faults that may be refusals of the request's form; `true`: only if the words say so. */
const MAY_BE_FORM: Partial<Record<Meaning, boolean>> = {
  invalid_request: false,
  unknown: false,
  unknown_model: true,
  server_error: true,
};
/** Words that report an account without credit, whatever the status. */
const UNPAID =
  /credit balance|specified API usage limits|used all available credits|insufficient (?:credits|balance|funds)|budget has been exceeded|exceeded ?budget|crossed budget|over budget|key limit exceeded|n't have any credits|余额不足/i;
/** Words that report an account that its vendor has closed. */
const CLOSED =
  /(?:organization|account|workspace|project) (?:has been|is|was) (?:disabled|suspended|deactivated|blocked)/i;
/** Words that report a server without room for its model. */
const NO_MEMORY =
  /requires more (?:[\w-]+ )?memory|(?:out of|not enough|insufficient) (?:[\w-]+ )?memory|allocate (?:[\w-]+ )?(?:memory|buffer)|insufficient system resources/i;
/** Words that report a model that its vendor has ended. */
const RETIRED =
  /\bmodels?\b.{0,100}\b(?:deprecated|decommissioned|retired|end of (?:its )?life|no longer (?:available|supported|served))/i;
/** Words about a model. Without any, a 404 is about the address. */
const ABOUT_MODEL = /model|deployment|endpoints found/i;
/** Some servers report a wrong path under a good status. */
const NO_ENDPOINT = /unexpected endpoint/i;
const PAGE = /<!doctype html|<html/i;
/** Words that report a prompt that is too long. A rate limit mentions tokens as well. */
const TOO_LONG =
  /prompt is too long|input is too long|token limit reached|maximum context length|context (?:length|window|size) exceeded|longer than the (?:model's )?(?:maximum )?context|exceeds? the (?:available |model's )?(?:maximum )?context|input token count|too large for model with/i;
const NEVER_TAKEN = /request too large/i;
/** Words with which a gateway passes on another's refusal of the prompt's content. */
const FILTERED = /ContentPolicyViolationError|content management policy|requires moderation/;

/** The endpoint refuses the prompt for its content: the end of an answer instead of a fault. */
export class RefusedPrompt extends ModelFault {
  constructor(message: string, cause: unknown) {
    super('invalid_request', message, { cause });
  }
}

interface Refusing {
  readonly entry: Pick<ModelEntry, 'id' | 'addressIn'>;
  /** Absent within a stream. */
  readonly status?: number;
  readonly header?: (name: string) => string | null | undefined;
  readonly cause: unknown;
}

/**
 * The fault, or the refusal of a request's form or prompt, that an error's body tells of, in
 * whatever form.
 */
export function modelFaultOf(
  body: unknown,
  { entry, status, header = () => null, cause }: Refusing,
): ModelFault {
  const refusal = readRefusal(body, status);
  const message = shortenMessage(
    `the endpoint answered ${status ?? 'with an error'}: ${refusal.message}`,
  );
  const kind = kindOf(refusal, entry, status);
  if (kind === 'refusal') return new RefusedPrompt(message, cause);
  if (typeof kind !== 'string')
    return new RefusedForm(message, kind, shortenMessage(refusal.message), cause);
  const asked = header('x-should-retry');
  return new ModelFault(
    kind,
    kind === 'wrong_address' ? wordWrongAddress(message, entry) : message,
    {
      // An answer that had begun well may come whole another time.
      ...(kind === 'unknown' && status === undefined ? { transient: true } : {}),
      ...(asked === 'true' || asked === 'false' ? { transient: asked === 'true' } : {}),
      retryAfterMs: retryAfterMs(header),
      cause,
    },
  );
}

/** Parts of the request's form, if the endpoint refuses those. */
function kindOf(
  refusal: Told,
  { id }: Refusing['entry'],
  status?: number,
): Meaning | readonly FormPart[] {
  const { words } = refusal;
  const kind = meaningOf(refusal);
  if (kind === 'refusal' || FILTERED.test(words)) return 'refusal';
  if (UNPAID.test(words)) return 'unpaid';
  if (CLOSED.test(words)) return 'forbidden';
  if (NO_MEMORY.test(words)) return 'out_of_memory';
  const mustSay = MAY_BE_FORM[kind];
  const parts = mustSay === undefined ? [] : findNamedParts(words, !mustSay);
  const isTooLong =
    TOO_LONG.test(words) && kind !== 'rate_limited' && !parts.includes('output_length');
  if (isTooLong || NEVER_TAKEN.test(words)) return 'context_exceeded';
  if (parts.length > 0) return parts;
  if (kind === 'unknown' && NO_ENDPOINT.test(words)) return 'wrong_address';
  const isOfModel = kind === 'unknown_model' || kind === 'invalid_request';
  if (isOfModel && RETIRED.test(words)) return 'model_retired';
  const isNamed = (ABOUT_MODEL.test(words) || words.includes(id)) && !PAGE.test(words);
  return kind === 'unknown_model' && status === 404 && !isNamed ? 'wrong_address' : kind;
}

/** `what` the address has answered. */
export function wordWrongAddress(
  what: string,
  { addressIn }: Pick<ModelEntry, 'addressIn'>,
): string {
  return shortenMessage(`${what}; its address is in ${addressIn}`);
}
