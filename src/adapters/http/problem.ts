import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal } from '../../core/commands.ts';

/** The closed list of codes that clients may rely on, with the status of each (A12). */
const STATUS_OF = {
  malformed_json: 400,
  invalid: 422,
  unauthorized: 401,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  busy: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, ContentfulStatusCode>;
export type ProblemCode = keyof typeof STATUS_OF;

/** A request that is answered with an error envelope. `message` says what was wrong and what to do. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: Record<string, unknown>;
  constructor(code: ProblemCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'Problem';
    this.code = code;
    this.details = details;
  }
}

const CODE_OF_REFUSAL: Record<Refusal['code'], ProblemCode> = {
  already_started: 'conflict',
  not_started: 'not_found',
  ended: 'conflict',
  unknown_session: 'not_found',
  unknown_turn: 'not_found',
  wrong_tool: 'invalid',
  unknown_reference: 'invalid',
  incomplete: 'invalid',
  not_open: 'conflict',
  invalid: 'invalid',
  late: 'conflict',
};

export function problemOf({ code, message }: Refusal): Problem {
  return new Problem(CODE_OF_REFUSAL[code], message, { refusal: code });
}

/** `{"error": {code, message, details}}`; never a stack, never raw exception text (A12). */
export function envelope(context: Context, { code, message, details }: Problem): Response {
  if (code === 'busy') context.header('Retry-After', '1');
  if (code === 'method_not_allowed') context.header('Allow', String(details.allowed));
  if (code === 'unauthorized') context.header('WWW-Authenticate', 'Bearer');
  return context.json({ error: { code, message, details } }, STATUS_OF[code]);
}
