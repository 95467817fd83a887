/**
 * What went wrong with a call, told apart by status, code and type, and by words only where a vendor
 * gives nothing else. Unknown is permanent (A6).
 */

import { NO_USAGE } from '#design/events.ts';
import { messageOf } from '#support/fault.ts';
import { cut } from '#support/text.ts';
import { ModelFault, type ModelFaultKind } from './model.ts';

/** A code says more than a status: a used-up account is a 429 as well. */
const KINDS: readonly (readonly [ModelFaultKind, readonly number[], RegExp])[] = [
  ['no_credit', [402], /insufficient_quota|billing|spend_limit/],
  ['bad_key', [401, 403], /api_key|authentication|permission/],
  ['unknown_model', [404], /not_found/],
  ['context_too_long', [413], /context_(length|window|size)|too_large/],
  ['overloaded', [429, 503, 529], /rate_limit|overloaded/],
  ['away', [408, 409, 500, 502, 504], /timeout|api_error|server_error/],
];
/** Two refusals that Anthropic and vLLM tell from any other 400 by their words alone. */
const WORDS: readonly (readonly [ModelFaultKind, RegExp])[] = [
  ['no_credit', /credit balance is too low/i],
  ['context_too_long', /prompt is too long|maximum context length/i],
];
/** What a complaint about the form of tools names, in its parameter or its words (A20). */
const ABOUT_TOOLS = /\b(tools?|tool_choice|functions?|strict|schema|input_schema)\b/i;
const ABOUT_FORM =
  '(whether it takes tools of a strict form is the field tools of this model in models.yaml)';
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

interface Where {
  readonly endpoint: string;
  readonly key: string | null;
  /** The answer had begun. */
  readonly hasBegun: boolean;
}

/** `error`: of either client, or what its stream told of. */
export function faultOf(error: unknown, where: Where): ModelFault {
  if (error instanceof ModelFault) return error;
  const { status, statusCode, error: body, responseBody, data } = fieldsOf(error);
  const refused = [status, statusCode].find((each) => Number(each) >= 400);
  const told = body ?? parseJson(responseBody) ?? data;
  if (refused !== undefined || told !== undefined || !(error instanceof Error))
    return faultOfRefusal(error, Number(refused ?? 0), fieldsOf(told ?? error), where);
  if (`${error.name} ${fieldsOf(error.cause).name}`.match(/SyntaxError|JSONParse|TypeValidation/))
    return new ModelFault('unreadable', 'an event of the answer cannot be read');
  if (error.name.includes('InvalidResponseData'))
    return new ModelFault('cut_off', 'the answer ended before it was complete');
  if (error.cause !== undefined || error.name === 'TypeError')
    return faultOfConnection(error, where);
  return new ModelFault('unknown', say(messageOf(error), where));
}

function faultOfRefusal(error: unknown, status: number, body: Fields, where: Where): ModelFault {
  const inner = fieldsOf(body.error ?? fieldsOf(body.response).error ?? body);
  const words = inner.message ?? body.message ?? body.detail ?? body.error ?? error;
  const { origin, pathname } = new URL(where.endpoint);
  const silence = `no explanation at ${origin}${pathname}`;
  const said = say(typeof words === 'string' ? words : silence, where);
  const message = `the model's endpoint answered ${status || 'with an error'}: ${said}`;
  // Refused before the answer, it costs nothing.
  const usage = where.hasBegun ? null : NO_USAGE;
  const codes = [fieldsOf(inner.details).error_code, inner.code, inner.type].map(String);
  const [byCode] = codes.flatMap((code) => KINDS.filter(([, , names]) => names.test(code)));
  const byStatus = KINDS.find(([, statuses]) => statuses.includes(status));
  const byWords = status === 400 ? WORDS.find(([, words]) => words.test(said)) : undefined;
  const row = byCode ?? byStatus ?? byWords;
  const isForm = [400, 422].includes(status) && ABOUT_TOOLS.test(`${inner.param} ${said}`);
  if (row === undefined && isForm)
    return new ModelFault('refused_form', `${message} ${ABOUT_FORM}`, { usage });
  return new ModelFault(row?.[0] ?? 'unknown', message, { usage, retryAfterMs: waitIn(error) });
}

/** The caller bounds it. */
function waitIn(error: unknown): number | null {
  const { headers, responseHeaders } = fieldsOf(error);
  const all = new Headers((headers ?? responseHeaders ?? {}) as Record<string, string>);
  const seconds = Number.parseFloat(all.get('retry-after') ?? '');
  return seconds >= 0 ? seconds * 1_000 : null;
}

function faultOfConnection(error: Error, { endpoint, hasBegun }: Where): ModelFault {
  const why = codeOf(error) ?? 'the connection was closed';
  if (hasBegun) return new ModelFault('cut_off', `the answer broke off: ${why}`);
  const usage = NEVER_CONNECTED.includes(why) ? NO_USAGE : null;
  const { host } = new URL(endpoint);
  return new ModelFault('away', `${host} cannot be reached: ${why}`, { usage });
}

/** The system's, like ECONNRESET: the nearest in the chain of causes. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return 'code' in error ? String(error.code) : codeOf(error.cause);
}

/** Some endpoints repeat the key that they refuse (D6). */
function say(text: string, { key }: Where): string {
  return cut(key === null ? text : text.replaceAll(key, '[key]'), 400);
}

type Fields = Readonly<Record<string, unknown>>;
function fieldsOf(value: unknown): Fields {
  if (!(value instanceof Object)) return {};
  return value instanceof Error ? { ...value, name: value.name } : { ...value };
}

/** What is not JSON stays a text; `undefined` stays what it is. */
export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
