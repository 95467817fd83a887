import { Hono } from 'hono';
import type { ApiAnswer, Call } from '../../acts/call.ts';
import { Problem } from '../../acts/problem.ts';
import { httpRequestOf, isJsonType, LOCAL } from './access/local.ts';
import { wrapProblem } from './envelope.ts';
import { type HandledAct, readQuery, registerRoutes } from './handled.ts';
import { type LogParts, logActs } from './log-acts.ts';

export async function readApiAnswer(response: Response): Promise<ApiAnswer> {
  const isJson = isJsonType(response.headers.get('content-type') ?? undefined);
  return { status: response.status, body: isJson ? await response.json() : await response.text() };
}

/**
 * Calls the API's routes without a listener and with the operator's rights, for a command line that
 * runs the designs itself. Logs acts. Throws any error that is not a `Problem`.
 */
export function createInProcessCall(
  parts: LogParts,
  ...all: readonly (readonly HandledAct[])[]
): Call {
  const app = new Hono();
  registerRoutes(app, all.flat(), (act) => [logActs(parts), readQuery(act)]);
  app.onError((error, context) => {
    if (!(error instanceof Problem)) throw error;
    return wrapProblem(context, error);
  });
  return async (...call) => {
    const { path, ...request } = httpRequestOf(...call);
    return readApiAnswer(await app.request(path, request, LOCAL));
  };
}
