import type { MiddlewareHandler } from 'hono';
import { Problem } from '#acts/problem.ts';
import type { Clock } from '#foundation/clock.ts';
import { FRESH_MS } from '#ports/logins.ts';
import { SIGN_IN } from '#presentation/answers/sign-in.ts';
import { signedInPersonOf } from '../access/via.ts';
import { ruleOf } from '../handled.ts';

/**
 * Makes a browser sign in again before it creates a link, and send a token before it creates one: a
 * stolen cookie must not create anything that lasts longer than its session. Requests with a token
 * or through a proxy identify themselves each time.
 */
export function requireFreshSignIn(clock: Pick<Clock, 'now'>, program: string): MiddlewareHandler {
  return async (context, next) => {
    const login = signedInPersonOf(context)?.login ?? null;
    const asks = ruleOf(context)?.asksAgain;
    if (asks === 'token' && login !== null)
      throw new Problem('unauthorized', SIGN_IN.sendToken(program));
    if (asks === 'sign-in' && login !== null && login.createdAt + FRESH_MS <= clock.now())
      throw new Problem('unauthorized', SIGN_IN.signInAgain(program));
    await next();
  };
}
