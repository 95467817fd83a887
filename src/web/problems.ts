/** Errors as clients get them: `{"error":{"code","message","details"}}`, codes from a closed list (A12). */

import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal } from '#design/commands.ts';

const STATUS_OF = {
  unauthorized: 401,
  not_found: 404,
  not_allowed: 403,
  invalid: 400,
  not_open: 409,
  ended: 409,
  too_many: 429,
  no_money: 402,
  busy: 429,
  too_large: 413,
  not_ready: 503,
  internal: 500,
} as const satisfies Record<Refusal['code'] | string, ContentfulStatusCode>;
export type ProblemCode = keyof typeof STATUS_OF;

export function problem(
  context: Context,
  code: ProblemCode,
  message: string,
  details: Record<string, unknown> = {},
): Response {
  if (code === 'busy') context.header('Retry-After', '1');
  if (code === 'unauthorized') context.header('WWW-Authenticate', 'Bearer');
  return context.json({ error: { code, message, details } }, STATUS_OF[code]);
}

export function refused(context: Context, { code, message }: Refusal): Response {
  return problem(context, code, message);
}

export function noToken(context: Context): Response {
  return problem(
    context,
    'unauthorized',
    'Send the admin token as a bearer token, or open the link that the thread or the daemon gives.',
  );
}

export function notFound(context: Context): Response {
  return problem(context, 'not_found', 'There is nothing here.');
}
