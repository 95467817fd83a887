/** Errors as clients get them: `{"error":{"code","message","details"}}`, codes from a closed list (A12). */

import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type * as z from 'zod';
import type { Refusal } from '#design/commands.ts';

type Statuses = Record<Refusal['code'], ContentfulStatusCode> &
  Record<string, ContentfulStatusCode>;
export const STATUS_OF = {
  invalid: 400,
  unauthorized: 401,
  no_money: 402,
  not_allowed: 403,
  not_found: 404,
  not_open: 409,
  ended: 409,
  too_large: 413,
  too_many: 429,
  busy: 429,
  internal: 500,
  not_ready: 503,
} as const satisfies Statuses;
export type ProblemCode = keyof typeof STATUS_OF;

export function problem(
  context: Context,
  code: ProblemCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): Response {
  if (code === 'busy') context.header('Retry-After', '1');
  if (code === 'unauthorized') context.header('WWW-Authenticate', 'Bearer');
  return context.json({ error: { code, message, details } }, STATUS_OF[code]);
}

export function refused(context: Context, { code, message }: Refusal): Response {
  return problem(context, code, message);
}

export function invalid(context: Context, { issues }: z.ZodError): Response {
  const [first] = issues;
  const field = first?.path.join('.') ?? '';
  const isNoObject = field === '' && first?.code === 'invalid_type';
  const message = isNoObject ? 'The body must be a JSON object.' : (first?.message ?? '');
  return problem(context, 'invalid', field === '' ? message : `${field}: ${message}`, { field });
}

export function noToken(context: Context): Response {
  return problem(
    context,
    'unauthorized',
    'Send the admin token as a bearer token, or open the link from the thread or the daemon.',
  );
}

export function notFound(context: Context): Response {
  return problem(context, 'not_found', 'There is nothing here.');
}
