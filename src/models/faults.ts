/**
 * What went wrong with a call, told apart by status, code and type, never by words. Unknown is
 * permanent (A6).
 */

import { messageOf } from '../support/fault.ts';
import { cut } from '../support/text.ts';
import { ModelFault, type ModelFaultKind } from './model.ts';
import { NO_USAGE } from './price.ts';

/** An error as any endpoint words it. */
export interface Refusal {
  /** `null`: it came within a stream. */
  readonly status: number | null;
  readonly body: unknown;
  readonly header: (name: string) => string | null | undefined;
}

/** By the names in an error, the most exact first: a used-up account is a 429 as well. */
const BY_CODE: Readonly<Record<string, ModelFaultKind>> = {
  insufficient_quota: 'no_credit',
  billing_hard_limit_reached: 'no_credit',
  billing_not_active: 'no_credit',
  budget_exceeded: 'no_credit',
  contract_spend_limit_reached: 'no_credit',
  enforced_spend_limit_reached: 'no_credit',
  linked_organization_spend_limit_reached: 'no_credit',
  organization_on_hold: 'no_credit',
  billing_error: 'no_credit',
  invalid_api_key: 'bad_key',
  authentication_error: 'bad_key',
  permission_error: 'bad_key',
  model_not_found: 'unknown_model',
  not_found_error: 'unknown_model',
  context_length_exceeded: 'context_too_long',
  context_window_exceeded: 'context_too_long',
  exceed_context_size_error: 'context_too_long',
  request_too_large: 'context_too_long',
  rate_limit_error: 'overloaded',
  rate_limit_exceeded: 'overloaded',
  overloaded_error: 'overloaded',
  server_overloaded: 'overloaded',
  timeout_error: 'away',
  api_error: 'away',
  server_error: 'away',
  internal_server_error: 'away',
};
const BY_STATUS: Readonly<Record<number, ModelFaultKind>> = {
  401: 'bad_key',
  402: 'no_credit',
  403: 'bad_key',
  404: 'unknown_model',
  408: 'away',
  409: 'away',
  413: 'context_too_long',
  429: 'overloaded',
  503: 'overloaded',
  529: 'overloaded',
};
const FORM_STATUSES = [400, 422];
/** Where an error of form names what it is about: a parameter, or a path at its beginning. */
const ABOUT_TOOLS = /\b(?:tools?|tool_choice|functions?|strict|schema|input_schema)\b/i;

export function faultOfRefusal(
  { status, body, header }: Refusal,
  secret: string | null,
): ModelFault {
  const told = readBody(body);
  const words = withoutSecret(told.message, secret);
  const said = `the model's endpoint answered ${status ?? 'with an error'}: ${cut(words, 400)}`;
  const isOfForm = status !== null && FORM_STATUSES.includes(status);
  const byCode = told.codes.flatMap((code) => BY_CODE[code] ?? [])[0];
  if (byCode === undefined && isOfForm && ABOUT_TOOLS.test(`${told.parameter} ${words}`))
    return new ModelFault(
      'refused_form',
      `${said} (the form of tools is the field tools of this model in models.yaml: plain or strict)`,
      { usage: NO_USAGE },
    );
  const byStatus = status === null ? undefined : (BY_STATUS[status] ?? kindOfServerError(status));
  return new ModelFault(byCode ?? byStatus ?? 'unknown', said, {
    retryAfterMs: waitIn(header),
    usage: status === null ? null : NO_USAGE,
  });
}

function kindOfServerError(status: number): ModelFaultKind | undefined {
  return status >= 500 ? 'away' : undefined;
}

/** `error.details.error_code`, `error.code`, `error.type`, and texts, wherever an endpoint puts them. */
function readBody(body: unknown): { codes: string[]; parameter: string; message: string } {
  const outer = objectOf(body);
  const error = objectOf(outer.error ?? objectOf(outer.response).error ?? body);
  const codes = [objectOf(error.details).error_code, error.code, error.status, error.type];
  const message = error.message ?? outer.message ?? outer.detail ?? outer.error ?? body;
  return {
    codes: codes.filter((code) => typeof code === 'string'),
    parameter: typeof error.param === 'string' ? error.param : '',
    message: typeof message === 'string' && message !== '' ? message : 'no explanation',
  };
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Seconds, or a date; some endpoints add milliseconds. The caller bounds it. */
function waitIn(header: Refusal['header']): number | null {
  const text = header('retry-after') ?? '';
  const waits = [
    Number(header('retry-after-ms') || Number.NaN),
    Number(text || Number.NaN) * 1_000,
    Date.parse(text) - Date.now(),
  ];
  return waits.find((wait) => wait >= 0) ?? null;
}

const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** A connection that failed, before the answer or within it. */
export function faultOfConnection(error: unknown, endpoint: string, hasBegun: boolean): ModelFault {
  const codes = causesOf(error).flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  const why = codes[0] ?? 'the connection was closed';
  if (hasBegun) return new ModelFault('cut_off', `the answer broke off: ${why}`);
  const hasConnected = !codes.some((code) => NEVER_CONNECTED.includes(code));
  return new ModelFault('away', `${new URL(endpoint).host} cannot be reached: ${why}`, {
    usage: hasConnected ? null : NO_USAGE,
  });
}

function causesOf(error: unknown): Readonly<Record<string, unknown>>[] {
  const causes: Readonly<Record<string, unknown>>[] = [];
  for (let at = error; at instanceof Error && causes.length < 6; at = at.cause)
    causes.push({ code: 'code' in at ? at.code : undefined });
  return causes;
}

export function faultOfUnknown(error: unknown, secret: string | null): ModelFault {
  return new ModelFault('unknown', cut(withoutSecret(messageOf(error), secret), 400));
}

/** Some endpoints repeat the key that they refuse (D6). */
function withoutSecret(text: string, secret: string | null): string {
  return secret === null || secret.length < 4 ? text : text.replaceAll(secret, '[key]');
}
