import type { Context, MiddlewareHandler } from 'hono';
import { UNKNOWN } from '../../acts/issues.ts';
import { actorOf, type LoggedAct, logDone, logRefused } from '../../acts/log-act.ts';
import { Problem } from '../../acts/problem.ts';
import type { Clock } from '../../foundation/clock.ts';
import { BusyError } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { clientAddressOf } from './access/address.ts';
import { signedInOf, viaOfRequest } from './access/via.ts';
import { designIn, isPreview, ruleOf } from './handled.ts';
import { REPLAY } from './routes/idempotency.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by handlers: the claimed author, the verb, and the act's subject. */
    author: string;
    verb: string;
    about: string;
  }
}

/** Parts for routes without an engine. */
export interface LogParts {
  readonly log: Log;
  readonly clock: Clock;
}

/**
 * Logs refused acts, and those on the installation when they are done, once. An act on a design is
 * an event.
 */
export function logActs(parts: LogParts): MiddlewareHandler {
  return async (context, next) => {
    const rule = isPreview(context) ? null : ruleOf(context);
    if (rule?.noted == null) return next();
    const { noted, group } = rule;
    const logRefusal = (error: unknown) => {
      // Stored, but not carried out yet.
      if (error instanceof BusyError || (error instanceof Problem && error.isLogged)) return;
      logRefused(parts, { ...actIn(context, noted), detail: reasonOf(error) });
    };
    try {
      await next();
    } catch (error) {
      logRefusal(error);
      throw error;
    }
    const { error, res } = context;
    if (error !== undefined) logRefusal(error);
    else if (group === 'Keep' && res.headers.get(REPLAY) === null)
      logDone(parts, actIn(context, noted));
    return undefined;
  };
}

function actIn(context: Context, act: string): LoggedAct {
  const via = viaOfRequest(context);
  return {
    who: actorOf(signedInOf(context)?.name ?? context.get('author'), via),
    via,
    what: context.get('verb') ?? act,
    designId: designIn(context),
    detail: context.get('about') ?? '',
    from: clientAddressOf(context),
  };
}

/**
 * Names the invalid fields, never their content or a name that the sender made up: both may be
 * people's words.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Problem)) return 'an error, which is in the log';
  if (error.code !== 'invalid') return error.message;
  const fields = error.issues.map(({ field, message }) =>
    message.startsWith(UNKNOWN) ? 'an unknown field' : field,
  );
  return `invalid: ${fields.join(', ')}`;
}
