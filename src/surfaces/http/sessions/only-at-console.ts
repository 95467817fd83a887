import type { MiddlewareHandler } from 'hono';
import { Problem } from '#acts/problem.ts';
import { SIGN_IN } from '#presentation/answers/sign-in.ts';
import { isAtConsole } from './console-address.ts';
import type { Entrance } from './entrance.ts';

/**
 * Shows pages only at the public address, if there is one. Requests with a token or through a
 * trusted proxy are exempt: they have no cookie that another program at this host could receive.
 */
export function requireConsoleAddress({
  publicUrl,
  proxies,
}: Pick<Entrance, 'publicUrl' | 'proxies'>): MiddlewareHandler {
  return async (context, next) => {
    const hasCookie =
      context.req.header('authorization') === undefined && proxies.user(context) === null;
    if (publicUrl !== null && hasCookie && !isAtConsole(publicUrl, context))
      throw new Problem('misdirected', SIGN_IN.onlyThere(publicUrl.origin));
    await next();
  };
}
