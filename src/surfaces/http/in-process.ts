import { Hono } from 'hono';
import { Problem } from '../../acts/problem.ts';
import { apiPath, headersOf, isJsonType, LOCAL, type SentBy } from './access/local.ts';
import { envelope } from './envelope.ts';
import { type Handled, queried, serve } from './handled.ts';
import { type LogParts, logActs } from './log-acts.ts';

/** A parsed answer of the API. `body`: the parsed JSON, or the text of any other file. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls the API. `path`: below `/designs`, unless it begins with another collection. */
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
 * Calls the API's routes without a listener and with the operator's rights, for a command line that runs the designs
 * itself. Logs acts (D8). Throws any error that is not a `Problem`.
 */
export function callsInProcess(parts: LogParts, ...all: readonly (readonly Handled[])[]): Call {
  const app = new Hono();
  serve(app, all.flat(), (act) => [logActs(parts), queried(act)]);
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
