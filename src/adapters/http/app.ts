import type { RequestListener } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { addressBy } from './address.ts';
import { afterwardsRoutes } from './afterwards-routes.ts';
import { serveAgents } from './agents.ts';
import { answerProblems } from './answer-problems.ts';
import type { AppParts } from './app-parts.ts';
import { auditRoutes } from './audit-routes.ts';
import { audited } from './audited.ts';
import { backupRoutes } from './backup-routes.ts';
import { beginRoutes } from './begin-routes.ts';
import { boundedBody } from './body.ts';
import { CHANGES } from './changes.ts';
import { designRoutes } from './design-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { pageHeaders } from './guarded-pages.ts';
import { healthRoutes, NOT_IN_FLEET } from './health-routes.ts';
import { idempotent } from './idempotency.ts';
import { knownHost } from './known-host.ts';
import { knownQuery } from './known-query.ts';
import { lessonRoutes } from './lesson-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { listRoutes } from './list-routes.ts';
import { collectMetrics, countRefusals } from './metrics.ts';
import { milestoneRoutes } from './milestone-routes.ts';
import { collectOperatorMetrics } from './operator-metrics.ts';
import { pageRoutes } from './page-routes.ts';
import { Problem, stopping } from './problem.ts';
import { publicationRoutes } from './publication-routes.ts';
import { questionRoutes } from './question-routes.ts';
import { onlyReaders, readingBy } from './readable.ts';
import { recheckRoutes } from './recheck-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { removalRoutes } from './removal-routes.ts';
import { access } from './require-token.ts';
import { createEntrance } from './sessions/entrance.ts';
import { signInApi } from './sign-in-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { traceRoutes } from './trace-routes.ts';

/** HTTP API v1, health and metrics. */
export function createApp(parts: AppParts): Hono {
  const { engine, closing, gateways } = parts;
  const { store, fleet, log, redact, tokens, audit, clock, personas, passes } = engine.parts;
  const registry = collectMetrics(engine);
  collectOperatorMetrics(engine, registry);
  const platforms = new Map([...gateways].map(([name, { readers }]) => [name, readers]));
  const entrance = createEntrance(parts, engine.parts, platforms);
  const { requireToken, requireSignedIn, requireRole, requireMetricsToken } = access(
    parts,
    engine.parts,
    countRefusals(registry),
    entrance,
  );
  const app = new Hono();

  app.use(addressBy((context) => entrance.proxies.clientAddress(context)));
  app.use(pageHeaders(parts.publicUrl?.protocol === 'https:'));
  // Not for the platforms' own routes, which check each request's signature: these come by any address that forwards them.
  for (const path of ['/healthz', '/readyz', '/proof/*', '/metrics', '/api/*', '/mcp'])
    app.use(path, knownHost(parts));
  healthRoutes(app, parts, { registry, requireMetricsToken });

  platformRoutes(app, parts);

  serveAgents(app, parts, requireToken);
  app.use('/api/v1/*', requireToken, requireRole, async ({ req }, next) => {
    if (engine.isStopping) throw stopping();
    // Before anything is stored: another daemon may take it at once.
    if (CHANGES.includes(req.method) && !fleet.isMember()) throw new Problem('unavailable', NOT_IN_FLEET);
    await next();
  });
  app.use('/api/v1/*', audited(engine.parts), knownQuery());
  const reading = { platforms };
  app.use('/api/v1/*', readingBy(reading));
  // Before what was answered earlier is answered again.
  app.use('/api/v1/designs/:id/*', onlyReaders(store, engine));
  app.use('/api/v1/*', boundedBody(), idempotent(store));
  for (const routes of [
    listRoutes(store),
    beginRoutes(parts),
    designRoutes(engine),
    eventRoutes(engine, closing),
    recordRoutes(engine),
    traceRoutes(engine),
    removalRoutes(engine),
    linkRoutes({ passes, clock, store, entrance }),
    ...afterTheEnd(parts),
  ])
    app.route('/api/v1/designs', routes);
  for (const routes of [
    signInApi({ passes, clock, identifiers: engine.parts.identifiers }),
    milestoneRoutes({ ...engine.parts, closing, onChange: (listener) => engine.onChange(listener) }),
    lessonRoutes(engine.parts),
    tokenRoutes({ tokens, clock, personas: async () => personas }),
    auditRoutes(audit),
    backupRoutes({ backup: parts.backup, log, redact, closing }),
  ])
    app.route('/api/v1', routes);

  pageRoutes(app, parts, { entrance, reading, guards: [requireSignedIn, requireRole] });

  answerProblems(app, engine.parts);
  return app;
}

/** Hands what the chat platforms send over to their own listeners. */
function platformRoutes(app: Hono, { engine, gateways }: Pick<AppParts, 'engine' | 'gateways'>): void {
  for (const [name, { routes }] of gateways) {
    for (const { method, path, listener } of routes) {
      const url = `/${name}${path}`;
      app.on(method, url, (context) => {
        // Platforms deliver a refused request once more, to whichever daemon responds then.
        if (engine.isStopping) throw stopping();
        return handOver(context, url, listener);
      });
    }
  }
}

/** Routes for what people do with a decision after the end (J14). */
function afterTheEnd({ engine, publisher = null, repositories, closing }: AppParts): Hono[] {
  return [
    afterwardsRoutes(engine),
    questionRoutes(engine),
    publicationRoutes(engine, publisher, closing),
    recheckRoutes({ engine, follow: (...given) => repositories.follow(...given) }),
  ];
}

/** Passes a request to a plain Node listener, with its body unread and its path as it is written here: `%65` is an `e`. */
function handOver(context: Context, url: string, listener: RequestListener): Response {
  const { incoming, outgoing } = context.env as HttpBindings;
  incoming.url = url + new URL(context.req.url).search;
  listener(incoming, outgoing);
  return RESPONSE_ALREADY_SENT;
}
