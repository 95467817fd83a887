/**
 * The console: pages for people with a browser, drawn on the server. They press the same verbs as
 * threads do. Here: its routes.
 */

import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { accepts } from 'hono/accepts';
import { keepAgentName } from '../access/via.ts';
import { applyRule, type Rule, reportMissing } from '../handled.ts';
import { logActs } from '../log-acts.ts';
import { fileOf } from '../routes/download-routes.ts';
import type { ConsoleParts } from './console-parts.ts';
import { ListChanges } from './list-changes.ts';
import { PAGE_RULES, type PageRoute } from './page-rules.ts';

/** Paths of all pages, for their middleware. */
export const CONSOLE_PATHS: readonly string[] = [
  ...new Set(Object.keys(PAGE_RULES).flatMap(pathsBelow)),
];

function pathsBelow(route: string): string[] {
  const [, first = ''] = route.split('/');
  return first === '' ? ['/'] : [`/${first}`, `/${first}/*`];
}

/**
 * Pages of the console, each behind its rule and the middleware of `inFront`. The first request for
 * a page loads its code, so a daemon without visitors stays small.
 */
export function makeConsoleRoutes(
  engineParts: Omit<ConsoleParts, 'changes'>,
  inFront: (path: string) => readonly MiddlewareHandler[],
): Hono {
  const parts = { ...engineParts, changes: new ListChanges(engineParts.engine) };
  const routes = new Hono();

  routes.get('/assets/:hash/:name', async (context) => {
    const { serveAsset } = await import('./assets.ts');
    const encoding = accepts(context, {
      header: 'Accept-Encoding',
      supports: ['gzip'],
      default: 'identity',
    });
    const asset = serveAsset(context.req.path, encoding === 'gzip');
    if (asset === null) throw reportMissing(context);
    return asset;
  });
  const logging = logActs(engineParts.engine.parts);
  for (const [route, draw] of Object.entries(pagesOf(parts))) {
    const [method = '', path = ''] = route.split(' ');
    const rule: Rule = PAGE_RULES[route as PageRoute];
    routes.on(
      method,
      path,
      applyRule(rule),
      keepAgentName,
      ...inFront(path),
      logging,
      async (context) => {
        const { actingIn, refuseStartOnPage: refuseStart } = await import('./acting.ts');
        context.set('mayStart', refuseStart(actingIn(context, parts)) === null);
        return draw(context);
      },
    );
  }
  return routes;
}

type Page = (context: Context) => Promise<Response>;

function pagesOf(parts: ConsoleParts): Record<PageRoute, Page> {
  const acts = () => import('./pages/acts.ts');
  const operations = () => import('./pages/operations.ts');
  const start = () => import('./pages/start.ts');
  return {
    'GET /live': async (context) => (await import('./live.ts')).streamChanges(context, parts),
    'GET /': async (context) =>
      (await import('./pages/designs.ts')).drawDesignsPage(context, parts),
    'GET /designs/:id': async (context) =>
      (await import('./pages/design.ts')).drawDesignPage(context, parts),
    'GET /designs/:id/proposals': async (context) =>
      (await import('./pages/proposals.ts')).drawProposalsPage(context, parts),
    'GET /designs/:id/turns/:n': async (context) =>
      (await import('./pages/turn.ts')).drawTurnPage(context, parts),
    'GET /designs/:id/files/:name{.+}': async (context) => {
      const answer = await fileOf(context, parts.engine);
      const name = context.req.param('name')?.split('/').at(-1) ?? '';
      answer.headers.set(
        'content-disposition',
        `inline; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
      );
      return answer;
    },
    'POST /designs/:id/acts': async (context) => (await acts()).handleAct(context, parts),
    'POST /designs/:id/forms': async (context) => (await acts()).handleForm(context, parts),
    'POST /designs/:id/answers': async (context) => (await acts()).handleAnswers(context, parts),
    'GET /start': async (context) => (await start()).handleStart(context, parts),
    'POST /start': async (context) => (await start()).handleStart(context, parts),
    'GET /operations': async (context) => (await operations()).drawOperationsPage(context, parts),
    'POST /operations': async (context) => (await operations()).handleWaking(context, parts),
  };
}
