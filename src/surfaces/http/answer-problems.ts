import type { Context, Hono } from 'hono';
import { Problem } from '../../acts/problem.ts';
import { escapeUnseen } from '../../core/vocabulary/text.ts';
import type { SharedParts } from '../../engine/parts/parts.ts';
import { ChainBrokenFault } from '../../foundation/fault.ts';
import { redactIn } from '../../foundation/redaction.ts';
import { ChatFault } from '../../ports/chat.ts';
import { acceptsType } from './access/local.ts';
import { convertRequestError, wrapProblem } from './envelope.ts';
import { CHANGES, reportMissing } from './handled.ts';

export function listAnswerProblems(
  app: Hono,
  { log, redact, program }: Pick<Required<SharedParts>, 'log' | 'redact' | 'program'>,
): void {
  // An error message quotes the request, which may hold a secret or reverse the reading order of a
  // terminal.
  const clean = (text: string): string => escapeUnseen(redact(text));
  const tell = async (context: Context, { code, message, details }: Problem): Promise<Response> => {
    const problem = { code, message: clean(message), details: redactIn(details, clean) };
    // A browser that opens a page. Clients of the API get JSON.
    const isPage = !context.req.path.startsWith('/api/') && acceptsType(context, 'text/html');
    if (!isPage) return wrapProblem(context, problem);
    const { drawProblemPage } = await import('./console/problem-page.ts');
    return drawProblemPage(context, problem, program);
  };
  app.notFound((context) => {
    const { method, path } = context.req;
    const methods = methodsAt(app, path);
    if (methods.length === 0) return tell(context, reportMissing(context));
    const message = `${method} is not possible here; use ${methods.join(' or ')}.`;
    return tell(context, new Problem('method_not_allowed', message, { allowed: methods }));
  });
  app.onError((error, context) => {
    // Others were logged where they were found.
    const isOwn = [Problem, ChatFault, ChainBrokenFault].some((kind) => error instanceof kind);
    if (!isOwn)
      log.error('request_failed', { method: context.req.method, path: context.req.path, error });
    return tell(context, convertRequestError(error));
  });
}

/**
 * Returns the methods of the routes at this path, without middleware, which is registered for all
 * methods.
 */
function methodsAt(app: Hono, path: string): string[] {
  return ['GET', ...CHANGES].filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
}
