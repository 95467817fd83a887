import type { Context, Handler, Hono, MiddlewareHandler } from 'hono';
import { type Act, NOTHING } from '../../acts/act.ts';
import { API } from '../../acts/act-inputs.ts';
import { parseFields } from '../../acts/issues.ts';
import { Problem } from '../../acts/problem.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import type { Engine } from '../../engine/engine.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { keepAgentName } from './access/via.ts';

export const CHANGES = ['POST', 'DELETE'];

/**
 * Rule checked before an act's route: the least role, and how the act is logged. Pages of the
 * console have rules too.
 */
export type Rule = Pick<
  Act,
  'group' | 'least' | 'noted' | 'isSecret' | 'asksAgain' | 'hasPreview' | 'isOfNow'
>;

declare module 'hono' {
  interface ContextVariableMap {
    rule?: Rule;
    query: Record<string, unknown>;
  }
}

export interface HandledAct {
  readonly act: Act;
  readonly answer: Handler;
}

/** Registers the route of each act, behind its rule and the middleware of `inFront`. */
export function registerRoutes(
  app: Hono,
  all: readonly HandledAct[],
  inFront: (act: Act) => readonly MiddlewareHandler[],
): void {
  for (const { act, answer } of all) {
    const [method = '', path = ''] = act.route.split(' ');
    app.on(method, `${API}${path}`, applyRule(act), keepAgentName, ...inFront(act), answer);
  }
}

/** Sets the rule for the middleware and the handler of a route. */
export function applyRule(rule: Rule): MiddlewareHandler {
  return async (context, next) => {
    context.set('rule', rule);
    await next();
  };
}

/** Returns the rule of the request's route; `null` if there is no such route. */
export function ruleOf(context: Context): Rule | null {
  return context.get('rule') ?? null;
}

export function refuseWhileStopping(engine: Pick<Engine, 'isStopping'>): MiddlewareHandler {
  return async (_, next) => {
    if (engine.isStopping)
      throw new Problem('unavailable', 'Charrette is stopping. Try again in a moment.');
    await next();
  };
}

/**
 * Refuses unknown query parameters, so that `?prevew` does not carry out an act that was meant to
 * be previewed.
 */
export function readQuery({ query: schema = NOTHING, hasPreview }: Act): MiddlewareHandler {
  return async (context, next) => {
    const { preview, ...rest } = context.req.query();
    const query = hasPreview || preview === undefined ? rest : { preview, ...rest };
    context.set(
      'query',
      parseFields(schema, query, 'query parameter', hasPreview ? ['preview'] : []),
    );
    await next();
  };
}

export function reportMissing({ req }: Context): Problem {
  return new Problem('not_found', `There is nothing at ${cutText(req.path, 200)}.`);
}

export function isPreview(context: Context): boolean {
  return ruleOf(context)?.hasPreview === true && context.req.query('preview') !== undefined;
}

export function findDesignId({ req }: Context): DesignId | null {
  return req.path.split('/').flatMap((part) => DesignId.safeParse(part).data ?? [])[0] ?? null;
}
