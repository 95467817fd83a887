import type { Context, MiddlewareHandler } from 'hono';
import {
  actorOf,
  detailOfRefusal,
  type LoggedAct,
  logDone,
  logRefused,
} from '../../acts/log-act.ts';
import { Problem } from '../../acts/problem.ts';
import type { Clock } from '../../foundation/clock.ts';
import { BusyError } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { clientAddressOf } from './access/address.ts';
import { signedInPersonOf, viaOfRequest } from './access/via.ts';
import { findDesignId, isPreview, ruleOf } from './handled.ts';
import { REPLAY } from './routes/idempotency.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by handlers: the claimed author, the verb, and the act's subject. */
    author: string;
    verb: string;
    detail: string;
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
      logRefused(parts, { ...actIn(context, noted), detail: detailOfRefusal(error) });
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
    who: actorOf(signedInPersonOf(context)?.name ?? context.get('author'), via),
    via,
    what: context.get('verb') ?? act,
    designId: findDesignId(context),
    detail: context.get('detail') ?? '',
    from: clientAddressOf(context),
  };
}
