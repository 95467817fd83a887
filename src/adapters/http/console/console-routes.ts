import { Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { audited } from '../audited.ts';
import { Problem } from '../problem.ts';
import { fileOf } from '../record-routes.ts';
import type { ConsoleParts } from './console-parts.ts';
import { ListChanges } from './list-changes.ts';

/** Paths of pages that are for people who are signed in. */
export const CONSOLE_PATHS = [
  '/',
  '/live',
  '/designs/*',
  '/waiting',
  '/start',
  '/operations',
  '/operations/*',
];

/** Pages of the console. Each is loaded by the first request for it: a daemon that nobody looks at is as small and as fast as before. */
export function consoleRoutes(given: Omit<ConsoleParts, 'changes'>): Hono {
  const parts = { ...given, changes: new ListChanges(given.engine) };
  const routes = new Hono();

  routes.get('/assets/:hash/:name', async (context) => {
    const { assetAt } = await import('./assets.ts');
    const encoding = accepts(context, { header: 'Accept-Encoding', supports: ['gzip'], default: 'identity' });
    const { path } = context.req;
    const found = assetAt(path, encoding === 'gzip');
    if (found === null) throw new Problem('not_found', `There is nothing at ${path.slice(0, 200)}.`);
    return found;
  });
  routes.get('/live', async (context) => (await import('./live.ts')).live(context, parts));
  routes.get('/', async (context) => {
    const { designsPage } = await import('./pages/designs.ts');
    return designsPage(context, parts);
  });
  routes.get('/designs/:id', async (context) => {
    const { designPage } = await import('./pages/design.ts');
    return designPage(context, parts);
  });
  routes.get('/designs/:id/turns/:n', async (context) => {
    const { turnPage } = await import('./pages/turn.ts');
    return turnPage(context, parts);
  });

  routes.get('/designs/:id/files/:name{.+}', async (context) => {
    const answer = await fileOf(context, parts.engine);
    const name = context.req.param('name').split('/').at(-1) ?? '';
    answer.headers.set('content-disposition', `inline; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`);
    return answer;
  });
  const acts = () => import('./pages/acts.ts');
  routes.post('/designs/:id/acts', async (context) => (await acts()).actPage(context, parts));
  routes.post('/designs/:id/forms', async (context) => (await acts()).formSent(context, parts));
  routes.post('/designs/:id/answers', async (context) => (await acts()).answersSentHere(context, parts));
  routes.post('/designs/:id/questions', async (context) => {
    const { questionSent } = await import('./pages/afterwards.ts');
    return questionSent(context, parts);
  });
  routes.get('/waiting', async (context) => (await import('./pages/waiting.ts')).waitingPage(context, parts));
  routes.get('/start', async (context) => (await import('./pages/start.ts')).startPage(context, parts));
  routes.post('/start', async (context) => (await import('./pages/start.ts')).startSent(context, parts));
  const operations = () => import('./pages/operations.ts');
  routes.get('/operations', async (context) => (await operations()).operationsPage(context, parts));
  routes.post('/operations/ends', audited(given.engine.parts), async (context) =>
    (await operations()).endSent(context, parts),
  );
  const collection = () => import('./pages/collection.ts');
  routes.get('/operations/collection', async (context) =>
    (await collection()).collectionPage(context, parts),
  );
  routes.post('/operations/collection', audited(given.engine.parts), async (context) =>
    (await collection()).collectionSent(context, parts),
  );

  return routes;
}
