import { Hono } from 'hono';
import type { AuditParts } from '../../runtime/audit.ts';
import { audited } from './audited.ts';
import { LOCAL } from './local.ts';
import { envelope, Problem } from './problem.ts';

/** An answer of the API, read. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One call of the API. `path`: below its designs; `/lessons`, `/tokens` and `/audit` are those beside them. */
export type Call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<Answer>;

/**
 * Routes of the API for a command line that has the designs in its own process, with the rights of the operator of the
 * data folder. Acts are noted (D8). What is no answer to the request is thrown as it is.
 */
export function callsInProcess(parts: AuditParts, ...all: readonly Hono[]): Call {
  const app = new Hono();
  app.use('*', audited(parts));
  for (const routes of all) app.route('/', routes);
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
