import type { Context, Hono, MiddlewareHandler } from 'hono';
import { cloneRawRequest } from 'hono/request';
import type { Call } from '#acts/call.ts';
import { Problem } from '#acts/problem.ts';
import type { AppParts } from '../app-parts.ts';
import { BODY_BYTES, limitBody } from '../body.ts';
import { refuseWhileStopping } from '../handled.ts';
import { readApiAnswer } from '../in-process.ts';
import { httpRequestOf } from './local.ts';
import { SEND_TOKEN } from './require-token.ts';
import { signedInPersonOf } from './via.ts';

export function serveAgents(
  app: Hono,
  { answerAgent, closing, engine }: AppParts,
  requireToken: MiddlewareHandler,
): void {
  if (answerAgent === undefined) return;
  const guards = [requireToken, refuseWhileStopping(engine), limitBody(BODY_BYTES)];
  // Some clients add the sign at the end.
  app.on('ALL', ['/mcp', '/mcp/'], ...guards, async (context) => {
    // The agent's calls need the token in the header; a session does not count.
    if (signedInPersonOf(context) !== null) throw new Problem('unauthorized', SEND_TOKEN);
    return answerAgent(await cloneRawRequest(context.req), callsFor(app, context), closing);
  });
}

/**
 * Calls the API with the token of a request. Each call is checked, audited and deduplicated like a
 * client's own.
 */
function callsFor(app: Hono, { req, env }: Context): Call {
  const authorization = req.header('authorization') ?? '';
  const forwardedFor = req.header('x-forwarded-for');
  const own = {
    authorization,
    ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
  };
  return async (...call) => {
    const { path, headers, ...request } = httpRequestOf(...call);
    const url = new URL(path, req.url).href;
    return readApiAnswer(
      await app.request(url, { ...request, headers: { ...headers, ...own } }, env),
    );
  };
}
