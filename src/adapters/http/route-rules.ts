import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { TOKEN_ROLES, type TokenRole } from '../../runtime/viewer.ts';

/**
 * The right that a route asks for: at least this role, the admin's token, or the listener for the command line on the same data
 * folder. To all others that last kind of route is not there, whatever their token.
 */
type Least = TokenRole | 'admin' | 'command line';

export interface RouteRule {
  readonly least: Least;
  /** The act in the audit log; `null` for a route that only reads. */
  readonly act: string | null;
  /** The answer has a secret, and is kept nowhere. */
  readonly isSecret?: true;
  /**
   * The words of the query that it takes, or that it reads the query as a whole; left out for none. With `preview` nothing is changed:
   * that is no act, and is carried out each time.
   */
  readonly query?: readonly string[] | 'whole';
}

const reads = (least: Least, query: RouteRule['query'] = []): RouteRule => ({ least, act: null, query });
const does = (least: Least, act: string): RouteRule => ({ least, act });
const previews = (least: Least, act: string): RouteRule => ({ least, act, query: ['preview'] });

const DESIGNS = '/api/v1/designs';

/**
 * Pages of the console. Somebody who acts there is asked for their rights by the verb, as in a thread, and its act is noted there:
 * the role of a token is only the least.
 */
const CONSOLE_RULES: Readonly<Record<string, RouteRule>> = {
  'GET /': reads('read'),
  'GET /live': reads('read'),
  'GET /operations': reads('operate'),
  'POST /operations/ends': does('admin', 'end_session'),
  'GET /operations/collection': reads('admin'),
  'POST /operations/collection': does('admin', 'collect'),
  'GET /designs/:id': reads('read'),
  'GET /designs/:id/turns/:n': reads('read'),
  'GET /designs/:id/files/:name{.+}': reads('read'),
  'POST /designs/:id/acts': reads('take part'),
  'POST /designs/:id/forms': reads('take part'),
  'POST /designs/:id/answers': reads('take part'),
  'POST /designs/:id/questions': reads('take part'),
  'GET /waiting': reads('read'),
  'GET /start': reads('take part'),
  'POST /start': reads('take part'),
};

/** The rule of each route of the API and of the console. Any route that is missing here is for the admin's token alone. */
export const ROUTE_RULES: Readonly<Record<string, RouteRule>> = {
  [`GET ${DESIGNS}`]: reads('read', 'whole'),
  [`POST ${DESIGNS}`]: does('take part', 'start'),
  [`POST ${DESIGNS}/estimate`]: reads('take part'),
  [`GET ${DESIGNS}/:id`]: reads('read'),
  [`GET ${DESIGNS}/:id/events`]: reads('read', ['since']),
  [`GET ${DESIGNS}/:id/course`]: reads('command line'),
  [`GET ${DESIGNS}/:id/turns`]: reads('read'),
  [`GET ${DESIGNS}/:id/turns/:n`]: reads('read'),
  [`GET ${DESIGNS}/:id/why`]: reads('read', 'whole'),
  [`GET ${DESIGNS}/:id/lessons`]: reads('read'),
  [`GET ${DESIGNS}/:id/artifacts`]: reads('read'),
  [`GET ${DESIGNS}/:id/artifacts/:name{.+}`]: reads('read'),
  [`GET ${DESIGNS}/:id/failures/:name`]: reads('operate'),
  [`GET ${DESIGNS}/:id/retry/preview`]: reads('read'),
  [`POST ${DESIGNS}/:id/replies`]: does('take part', 'reply'),
  [`POST ${DESIGNS}/:id/questions`]: does('take part', 'ask'),
  [`POST ${DESIGNS}/:id/answered`]: does('take part', 'done_answering'),
  [`POST ${DESIGNS}/:id/questions/:questionId/match`]: does('take part', 'correct'),
  [`POST ${DESIGNS}/:id/forgetting`]: previews('operate', 'forget'),
  [`POST ${DESIGNS}/:id/cancel`]: does('operate', 'cancel'),
  [`POST ${DESIGNS}/:id/retry`]: does('operate', 'run_again'),
  [`POST ${DESIGNS}/:id/divergences/:divergenceId`]: does('operate', 'settle'),
  [`POST ${DESIGNS}/:id/gates/:gateId`]: does('operate', 'decide'),
  [`POST ${DESIGNS}/:id/verdict`]: does('operate', 'judge'),
  [`GET ${DESIGNS}/:id/links`]: reads('operate'),
  [`POST ${DESIGNS}/:id/links`]: { ...does('operate', 'make_link'), isSecret: true },
  [`DELETE ${DESIGNS}/:id/links/:linkId`]: does('operate', 'revoke_link'),
  'GET /api/v1/events': reads('read', ['since']),
  'GET /api/v1/sign-ins': reads('admin'),
  'POST /api/v1/sign-ins': { ...does('command line', 'make_sign_in_link'), isSecret: true },
  'DELETE /api/v1/sign-ins/:signInId': does('admin', 'end_session'),
  [`POST ${DESIGNS}/:id/publication`]: previews('operate', 'publish'),
  [`POST ${DESIGNS}/:id/recheck`]: does('take part', 'recheck'),
  'GET /api/v1/lessons': reads('read', 'whole'),
  'POST /api/v1/lessons/:id/dismissal': does('operate', 'dismiss_lesson'),
  'GET /api/v1/audit': reads('operate', 'whole'),
  'POST /api/v1/backup': does('command line', 'back_up'),
  'GET /api/v1/tokens': reads('admin'),
  'POST /api/v1/tokens': { ...does('admin', 'add_token'), isSecret: true },
  'DELETE /api/v1/tokens/:name': does('admin', 'revoke_token'),
  ...CONSOLE_RULES,
};

const UNLISTED: RouteRule = { least: 'admin', act: 'unlisted' };

/**
 * Returns the rule of the route that answers a request; `null` where there is no such route. In the process of a command the
 * same routes stand without what is in front of them in the daemon.
 */
export function ruleOf(context: Context): RouteRule | null {
  const route = matchedRoutes(context).findLast(({ method }) => method !== 'ALL');
  if (route === undefined) return null;
  const path = route.path === '/' ? '' : route.path;
  const paths = [route.path, ...['', DESIGNS, '/api/v1'].map((front) => front + path)];
  const found = paths.map((each) => ROUTE_RULES[`${route.method} ${each}`]);
  return found.find((rule) => rule !== undefined) ?? UNLISTED;
}

/** Tells if somebody with this role may do what takes at least that. */
export function isEnough(role: TokenRole, least: Least): boolean {
  return isRole(least) && TOKEN_ROLES.indexOf(role) >= TOKEN_ROLES.indexOf(least);
}

/** Tells if a request only asks what would be changed. */
export function isPreview(context: Context): boolean {
  return ruleOf(context)?.query?.includes('preview') === true && context.req.query('preview') !== undefined;
}

function isRole(least: Least): least is TokenRole {
  return least !== 'admin' && least !== 'command line';
}

/** Returns the design that the path names; `null` where it names none. */
export function designIn({ req }: Context): DesignId | null {
  return req.path.split('/').flatMap((part) => DesignId.safeParse(part).data ?? [])[0] ?? null;
}
