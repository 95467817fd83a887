import { Hono } from 'hono';
import { type Designs, designRoutes } from './design-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { LOCAL } from './local.ts';
import { envelope, Problem } from './problem.ts';

/** An answer of the API, read. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One call of the API. `path`: below its designs. */
export type Call = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>;

/**
 * The API's designs for a command line that has them in its own process, with the rights of the operator of the data
 * folder. `more`: routes that it takes more than `designs` for. What is no answer to the request is thrown as it is.
 */
export function callsInProcess(designs: Designs, more: readonly Hono[] = []): Call {
  const app = new Hono();
  const never = new AbortController().signal;
  for (const routes of [designRoutes(designs), eventRoutes(designs, never), ...more]) app.route('/', routes);
  app.onError((error, context) => {
    if (!(error instanceof Problem)) throw error;
    return envelope(context, error);
  });
  return async (method, path, body) => {
    const headers = { 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const url = path.startsWith('/') ? path : `/${path}`;
    const answer = await app.request(url, { method, headers, ...sent }, LOCAL);
    return { status: answer.status, body: await answer.json() };
  };
}
