import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { AppParts } from '../app-parts.ts';
import { BODY_BYTES, boundedBody } from '../body.ts';
import { answerIn, type Call } from '../in-process.ts';
import { stopping } from '../problem.ts';
import { apiPath, headersOf } from './local.ts';

/** Serves coding agents, where they are served, to those who have a token. */
export function serveAgents(
  app: Hono,
  { answerAgent, closing, engine }: AppParts,
  requireToken: MiddlewareHandler,
): void {
  if (answerAgent === undefined) return;
  app.all('/mcp', requireToken, boundedBody(BODY_BYTES), (context) => {
    if (engine.isStopping) throw stopping();
    return answerAgent(context.req.raw, callsFor(app, context), closing);
  });
}

/** Calls of the API with the token of a request, as if each had come in by itself: rights, audit and repetition are those of a client. */
function callsFor(app: Hono, { req, env }: Context): Call {
  const authorization = req.header('authorization') ?? '';
  const forwarded = req.header('x-forwarded-for');
  const own = { authorization, ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) };
  return async (method, path, body, sentBy) => {
    const url = new URL(apiPath(path), req.url).href;
    const headers = { ...headersOf(sentBy), ...own };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return answerIn(await app.request(url, { method, headers, ...sent }, env));
  };
}
