import type { MiddlewareHandler } from 'hono';
import { invalid } from './problem.ts';
import { ruleOf } from './route-rules.ts';

/** Refuses a word of the query that the route does not take: `?prevew` would do what was only to be looked at. */
export function knownQuery(): MiddlewareHandler {
  return async (context, next) => {
    const rule = ruleOf(context);
    // A route for the command line is not there for anybody else, whatever they ask it.
    if (rule === null || rule.query === 'whole' || rule.least === 'command line') return next();
    const taken = rule.query ?? [];
    const unknown = Object.keys(context.req.query()).find((word) => !taken.includes(word));
    if (unknown === undefined) return next();
    const allowed = taken.length === 0 ? 'This call takes no query.' : `Allowed is ${taken.join(', ')}.`;
    throw invalid(unknown.slice(0, 60), `There is no such word of the query. ${allowed}`);
  };
}
