import { Hono } from 'hono';
import type { AuditParts } from '../../acts/audit.ts';
import { apiPath, headersOf, isJsonType, LOCAL, type SentBy } from './access/local.ts';
import { audited } from './audited.ts';
import { type Handled, queried, serve } from './handled.ts';
import { envelope, Problem } from './problem.ts';

/** An answer of the API, read: JSON as its value, any other file as its text. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One call of the API. `path`: below its designs, or of a collection beside them. */
export type Call = (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
  sentBy?: SentBy,
) => Promise<Answer>;

export async function answerIn(response: Response): Promise<Answer> {
  const isJson = isJsonType(response.headers.get('content-type') ?? undefined);
  return { status: response.status, body: isJson ? await response.json() : await response.text() };
}

/**
 * Routes of the API for a command line that has the designs in its own process, with the rights of the operator of the
 * data folder. Acts are noted (D8). What is no answer to the request is thrown as it is.
 */
export function callsInProcess(parts: AuditParts, ...all: readonly (readonly Handled[])[]): Call {
  const app = new Hono();
  serve(app, all.flat(), (act) => [audited(parts), queried(act)]);
  app.onError((error, context) => {
    if (!(error instanceof Problem)) throw error;
    return envelope(context, error);
  });
  return async (method, path, body, sentBy) => {
    const headers = headersOf(sentBy);
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await app.request(apiPath(path), { method, headers, ...sent }, LOCAL);
    return answerIn(answer);
  };
}
