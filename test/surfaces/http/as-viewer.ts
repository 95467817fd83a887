import { Hono } from 'hono';
import { convertToProblem, Problem } from '#acts/problem.ts';
import type { Viewer } from '#engine/access/viewer.ts';
import { ChatFault } from '#ports/chat.ts';
import { wrapProblem } from '#surfaces/http/envelope.ts';

export const API = '/api/v1/';

/** Names of what looks at a token or a session, for the API and for pages. */
const GUARDS = ['requireToken', 'requireSignedIn'];

/** Name of what keeps cookies to one address: a viewer who is put in has none. */
const COOKIES_ONLY = 'atConsole';

/**
 * The same routes in the same order, where this viewer has sent every request in place of the one
 * whose token it has.
 */
export function asViewer(app: Hono, viewer: Viewer, again?: () => Promise<Viewer | null>): Hono {
  const isGuard = ({ handler }: Hono['routes'][number]) => GUARDS.includes(handler.name);
  if (!app.routes.some(isGuard)) throw new Error('nothing looks at the token');
  const same = new Hono();
  for (const route of app.routes) {
    if (route.handler.name === COOKIES_ONLY) continue;
    if (!isGuard(route)) same.on(route.method, route.path, route.handler);
    else
      same.use(route.path, async (context, next) => {
        context.set('viewer', viewer);
        if (again !== undefined) context.set('viewerAgain', again);
        await next();
      });
  }
  same.onError((error, context) => {
    if (error instanceof Problem) return wrapProblem(context, error);
    if (error instanceof ChatFault) return wrapProblem(context, convertToProblem(error));
    throw error;
  });
  return same;
}

export interface Seen {
  readonly status: number;
  readonly text: string;
}

/** Asks, and reads the beginning of an answer that goes on. */
export async function ask(
  app: Hono,
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<Seen> {
  const headers = new Headers(init.headers);
  if (method === 'POST') headers.set('content-type', 'application/json');
  const response = await app.request(path, { ...init, method, headers });
  return { status: response.status, text: await response.text() };
}
