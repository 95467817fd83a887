import { type DesignRouteParts, designRoutes } from './design-routes.ts';
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
 * The API's designs for a command line that has the engine in its own process, with the rights of the operator of the data
 * folder. What is no answer to the request is thrown as it is.
 */
export function callsInProcess(parts: DesignRouteParts): Call {
  const routes = designRoutes(parts);
  routes.onError((error, context) => {
    if (!(error instanceof Problem)) throw error;
    return envelope(context, error);
  });
  return async (method, path, body) => {
    const headers = { 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await routes.request(path || '/', { method, headers, ...sent }, LOCAL);
    return { status: answer.status, body: await answer.json() };
  };
}
