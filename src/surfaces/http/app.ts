/**
 * The HTTP application: API, console, health and metrics behind one door. A request passes the
 * checks in the order of README.md.
 */

import { Hono } from 'hono';
import { API } from '../../acts/act-inputs.ts';
import { ACTS } from '../../acts/table.ts';
import { keepAddress } from './access/address.ts';
import { serveAgents } from './access/agents.ts';
import { setPageHeaders } from './access/guarded-pages.ts';
import { requireKnownHost } from './access/known-host.ts';
import { createGuards } from './access/require-token.ts';
import { makeActRoutes } from './act-routes.ts';
import { listAnswerProblems } from './answer-problems.ts';
import type { AppParts } from './app-parts.ts';
import { BODY_BYTES, limitBody } from './body.ts';
import { countPlaces } from './door/budget.ts';
import { Door } from './door/door.ts';
import {
  CHANGES,
  type HandledAct,
  readQuery,
  refuseWhileStopping,
  registerRoutes,
} from './handled.ts';
import { logActs } from './log-acts.ts';
import { keepReading, requireReader } from './readable.ts';
import { makeDownloadRoutes } from './routes/download-routes.ts';
import { makeEventRoutes, requireLocal } from './routes/event-routes.ts';
import { assertTakesPart, serveHealth } from './routes/health-routes.ts';
import { rememberAnswers } from './routes/idempotency.ts';
import { makeListedEventRoutes } from './routes/listed-event-routes.ts';
import { collectMetrics, countRefusals } from './routes/metrics.ts';
import { collectOperatorMetrics } from './routes/operator-metrics.ts';
import { servePages } from './routes/page-routes.ts';
import type { Served } from './server.ts';
import { createEntrance } from './sessions/entrance.ts';
import { requireFreshSignIn } from './sessions/freshly-signed-in.ts';

export function createApp(parts: AppParts): Served {
  const { engine, gateways } = parts;
  const { store, fleet, log, clock, program = 'charrette' } = engine.parts;
  const registry = collectMetrics(engine);
  collectOperatorMetrics(engine, registry);
  const entrance = createEntrance(parts, engine.parts);
  const door = new Door({ log, clock, count: countRefusals(registry), places: countPlaces() });
  const guards = createGuards(parts, engine.parts, door, entrance);
  const answersOnce = rememberAnswers(store, engine.parts.redact);
  const app = new Hono();

  app.use(keepAddress((context) => entrance.proxies.clientAddress(context)));
  app.use(door.arrived);
  app.use(keepReading(new Map([...gateways].map(([name, { readers }]) => [name, readers]))));
  app.use(setPageHeaders(parts.publicUrl?.protocol === 'https:'));
  for (const path of ['/healthz', '/readyz', '/proof/*', '/metrics', '/api/*', '/mcp/*'])
    app.use(path, requireKnownHost(parts));
  serveHealth(app, parts, registry, guards.requireMetricsToken);

  serveAgents(app, parts, guards.requireToken);
  app.use(`${API}/*`, guards.requireToken);
  registerRoutes(app, apiOf(parts), (act) => [
    guards.requireRole,
    refuseWhileStopping(engine),
    async ({ req }, next) => {
      // Checked before anything is stored, since another daemon may claim it at once.
      if (CHANGES.includes(req.method)) assertTakesPart(fleet);
      await next();
    },
    logActs(engine.parts),
    requireFreshSignIn(clock, program),
    limitBody(BODY_BYTES),
    ...(act.least === 'command line' ? [requireLocal()] : []),
    // Comes before `answersOnce`, which repeats earlier answers.
    ...(/\/:id\b/.test(act.route) ? [requireReader(store, engine)] : []),
    readQuery(act),
    answersOnce,
  ]);

  servePages(app, parts, entrance, guards);

  listAnswerProblems(app, { ...engine.parts, program });
  return { app, door };
}

function apiOf({
  engine,
  closing,
  repositories,
  publicUrl,
  token,
  backup,
}: AppParts): HandledAct[] {
  const parts = { designs: engine, engine, repositories, publicUrl, adminToken: token, backup };
  return [
    ...makeActRoutes(parts),
    ...makeEventRoutes(engine, closing),
    ...makeListedEventRoutes(engine, closing),
    ...makeDownloadRoutes(engine),
    {
      act: ACTS.openapi,
      answer: async (context) => context.json((await import('./routes/openapi.ts')).describeApi()),
    },
  ];
}
