import type { MiddlewareHandler } from 'hono';
import { SIGN_IN } from '../../../core/presentation/web/sign-in.ts';
import { FRESH_MS } from '../../../engine/ports/logins.ts';
import type { Clock } from '../../../foundation/clock.ts';
import { signedInOf } from '../access/via.ts';
import { ruleOf } from '../handled.ts';
import { Problem } from '../problem.ts';

/**
 * Asks a browser to sign in again before it makes what others get in with: a session lasts for days, and who has got hold of its
 * cookie shall not make something that lasts longer. A token in the header is no browser's; a proxy says at each request who it is.
 */
export function freshlySignedIn(clock: Pick<Clock, 'now'>, program: string): MiddlewareHandler {
  return async (context, next) => {
    const pass = signedInOf(context)?.pass ?? null;
    const isAsked = ruleOf(context)?.asksFreshSignIn === true && pass !== null;
    if (isAsked && pass.createdAt + FRESH_MS <= clock.now())
      throw new Problem('unauthorized', SIGN_IN.signInAgain(program));
    await next();
  };
}
