import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { convertToProblem, createProblem, type Problem, STATUS_OF } from '../../acts/problem.ts';

/** Sets the headers that go with a problem's status. */
export function setProblemHeaders(
  context: Context,
  { code, details }: Pick<Problem, 'code' | 'details'>,
): void {
  if (code === 'busy') context.header('Retry-After', '1');
  if (code === 'method_not_allowed') context.header('Allow', String(details.allowed));
  if (code === 'unauthorized') context.header('WWW-Authenticate', 'Bearer');
}

/** `{"error": {code, message, details}}`; never a stack, never raw exception text. */
export function wrapProblem(
  context: Context,
  { code, message, details }: Pick<Problem, 'code' | 'message' | 'details'>,
): Response {
  setProblemHeaders(context, { code, details });
  return context.json({ error: { code, message, details } }, STATUS_OF[code]);
}

/** As `convertToProblem`, for the errors of the framework as well. */
export function convertRequestError(error: unknown): Problem {
  return error instanceof HTTPException && error.status < 500
    ? createProblem('the request', 'The request is not valid.')
    : convertToProblem(error);
}
