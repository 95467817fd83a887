import type { RequestListener } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { API } from '../../acts/asked.ts';
import { ACTS } from '../../acts/table.ts';
import { addressBy } from './access/address.ts';
import { serveAgents } from './access/agents.ts';
import { pageHeaders } from './access/guarded-pages.ts';
import { requireKnownHost } from './access/known-host.ts';
import { access } from './access/require-token.ts';
import { actRoutes } from './act-routes.ts';
import { answerProblems } from './answer-problems.ts';
import type { AppParts } from './app-parts.ts';
import { BODY_BYTES, boundBody } from './body.ts';
import { placesHere } from './door/budget.ts';
import { Door } from './door/door.ts';
import { CHANGES, type Handled, readQuery, serve, unlessStopping } from './handled.ts';
import { logActs } from './log-acts.ts';
import { onlyReaders, readingBy } from './readable.ts';
import { downloadRoutes } from './routes/download-routes.ts';
import { eventRoutes, onlyLocal } from './routes/event-routes.ts';
import { assertTakesPart, healthRoutes } from './routes/health-routes.ts';
import { idempotent } from './routes/idempotency.ts';
import { makeListedEventRoutes } from './routes/listed-event-routes.ts';
import { collectMetrics, countRefusals } from './routes/metrics.ts';
import { collectOperatorMetrics } from './routes/operator-metrics.ts';
import { pageRoutes } from './routes/page-routes.ts';
import type { Served } from './server.ts';
import { createEntrance } from './sessions/entrance.ts';
import { freshlySignedIn } from './sessions/freshly-signed-in.ts';

export function createApp(parts: AppParts): Served {
  const { engine, gateways } = parts;
  const { store, fleet, log, clock, program = 'charrette' } = engine.parts;
  const registry = collectMetrics(engine);
  collectOperatorMetrics(engine, registry);
  const entrance = createEntrance(parts, engine.parts);
  const door = new Door({ log, clock, count: countRefusals(registry), places: placesHere() });
  const guards = access(parts, engine.parts, door, entrance);
  const answersOnce = idempotent(store, engine.parts.redact);
  const app = new Hono();

  app.use(addressBy((context) => entrance.proxies.clientAddress(context)));
  app.use(door.arrived);
  app.use(readingBy(new Map([...gateways].map(([name, { readers }]) => [name, readers]))));
  app.use(pageHeaders(parts.publicUrl?.protocol === 'https:'));
  // The platforms' routes are exempt: their requests are signed, and may arrive through any forwarding address.
  for (const path of ['/healthz', '/readyz', '/proof/*', '/metrics', '/api/*', '/mcp'])
    app.use(path, requireKnownHost(parts));
  healthRoutes(app, parts, registry, guards.requireMetricsToken);

  platformRoutes(app, parts);

  serveAgents(app, parts, guards.requireToken);
  app.use(`${API}/*`, guards.requireToken);
  serve(app, apiOf(parts), (act) => [
    guards.requireRole,
    unlessStopping(engine),
    async ({ req }, next) => {
      // Checked before anything is stored, since another daemon may claim it at once.
      if (CHANGES.includes(req.method)) assertTakesPart(fleet);
      await next();
    },
    logActs(engine.parts),
    freshlySignedIn(clock, program),
    boundBody(BODY_BYTES),
    ...(act.least === 'command line' ? [onlyLocal()] : []),
    // Comes before `answersOnce`, which repeats earlier answers.
    ...(/\/:id\b/.test(act.route) ? [onlyReaders(store, engine)] : []),
    readQuery(act),
    answersOnce,
  ]);

  pageRoutes(app, parts, entrance, guards);

  answerProblems(app, { ...engine.parts, program });
  return { app, door };
}

/** Passes requests of the chat platforms to their own listeners. */
function platformRoutes(app: Hono, { engine, gateways }: Pick<AppParts, 'engine' | 'gateways'>): void {
  for (const [name, { routes }] of gateways) {
    for (const { method, path, listener } of routes) {
      const url = `/${name}${path}`;
      // Platforms deliver a refused request once more, to whichever daemon responds then.
      app.on(method, url, unlessStopping(engine), (context) => handOver(context, url, listener));
    }
  }
}

function apiOf({ engine, closing, repositories, publicUrl, token, backup }: AppParts): Handled[] {
  const given = { designs: engine, engine, repositories, publicUrl, adminToken: token, backup };
  return [
    ...actRoutes(given),
    ...eventRoutes(engine, closing),
    ...makeListedEventRoutes(engine, closing),
    ...downloadRoutes(engine),
    {
      act: ACTS.openapi,
      answer: async (context) => context.json((await import('./routes/openapi.ts')).openApi()),
    },
  ];
}

/** Passes a request to a plain Node listener, with its body unread and its path decoded: `%65` is an `e`. */
function handOver(context: Context, url: string, listener: RequestListener): Response {
  const { incoming, outgoing } = context.env as HttpBindings;
  incoming.url = url + new URL(context.req.url).search;
  listener(incoming, outgoing);
  return RESPONSE_ALREADY_SENT;
}
