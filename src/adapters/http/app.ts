import type { RequestListener } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { OUTAGE_WORDS } from '../../core/telling/facts/outage.ts';
import { unseenEscaped } from '../../core/vocabulary/text.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { Reading } from '../../runtime/may-read.ts';
import type { Backup } from '../../runtime/ports/backup.ts';
import type { Forge } from '../../runtime/ports/forge.ts';
import type { GatewayConnection } from '../../runtime/ports/gateway.ts';
import type { Heads } from '../../runtime/ports/heads.ts';
import { redacted } from '../../runtime/redaction.ts';
import type { SigningKey } from '../../runtime/signing.ts';
import { afterwardsRoutes } from './afterwards-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { audited } from './audited.ts';
import { backupRoutes } from './backup-routes.ts';
import { type BeginRouteParts, beginRoutes } from './begin-routes.ts';
import { boundedBody } from './body.ts';
import { designRoutes } from './design-routes.ts';
import { eventRoutes, onlyLocal } from './event-routes.ts';
import { headsRoutes } from './heads-routes.ts';
import { idempotent } from './idempotency.ts';
import { answerIn, type Call } from './in-process.ts';
import { type HostParts, knownHost } from './known-host.ts';
import { lessonRoutes } from './lesson-routes.ts';
import { listRoutes } from './list-routes.ts';
import { headersOf, isBesideDesigns, proofOf } from './local.ts';
import { collectMetrics, countRefusals } from './metrics.ts';
import { envelope, Problem, problemOfError } from './problem.ts';
import { publicationRoutes } from './publication-routes.ts';
import { questionRoutes } from './question-routes.ts';
import { onlyReaders, readingBy } from './readable.ts';
import { recheckRoutes } from './recheck-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { removalRoutes } from './removal-routes.ts';
import { type AccessParts, access } from './require-token.ts';
import { tokenRoutes } from './token-routes.ts';

export interface AppParts extends BeginRouteParts, AccessParts, HostParts {
  /** `null` where the store is not this daemon's alone. */
  readonly backup: Backup | null;
  /** Connections to the chat platforms that this daemon serves, by name. */
  readonly gateways: ReadonlyMap<string, GatewayConnection>;
  /** Readers of designs without a thread. */
  readonly readWithoutThread: Reading['withoutThread'];
  /** Answers a coding agent's request (MCP), which acts by calls of this API with the rights of its token. Absent: none is served. */
  readonly answerAgent?: (request: Request, call: Call, signal: AbortSignal) => Promise<Response>;
  /** Absent or `null`: none is set up. */
  readonly forge?: Forge | null;
  readonly heads: Heads;
  /** The operator's key; `null` where heads are not signed. */
  readonly signingKey: SigningKey | null;
  /** Aborted when the daemon stops: streams end then. */
  readonly closing: AbortSignal;
}

const NOT_IN_FLEET =
  'This daemon runs no design: it has not joined the others on its database, or was cut off from it. Its log says why (fleet_not_joined, beat_failed). A database has to let each daemon have 11 connections.';

const CHANGES = ['POST', 'DELETE'];

/** HTTP API v1, health and metrics. */
export function createApp(parts: AppParts): Hono {
  const { engine, closing, gateways } = parts;
  const { store, fleet, log, redact } = engine.parts;
  const registry = collectMetrics(engine);
  const { requireToken, requireRole, requireMetricsToken } = access(
    parts,
    engine.parts,
    countRefusals(registry),
  );
  const ping = pinging(engine.parts);
  const app = new Hono();

  // Not for the platforms' own routes, which check each request's signature: these come by any address that forwards them.
  for (const path of ['/healthz', '/readyz', '/proof/*', '/metrics', '/api/*', '/mcp'])
    app.use(path, knownHost(parts));
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    if (engine.isStopping) throw stopping();
    if (!fleet.isMember()) throw new Problem('unavailable', NOT_IN_FLEET);
    await ping();
    return context.json({ status: 'ready', ...stateOf(gateways), ...modelState(engine) });
  });
  app.get('/proof/:challenge', onlyLocal(), (context) =>
    context.json({ proof: proofOf(parts.localToken, context.req.param('challenge')) }),
  );
  app.get('/metrics', requireMetricsToken, async () => {
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  });

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

  serveAgents(app, parts, requireToken);
  app.use('/api/v1/*', requireToken, requireRole, async ({ req }, next) => {
    if (engine.isStopping) throw stopping();
    // Before anything is stored: another daemon may take it at once.
    if (CHANGES.includes(req.method) && !fleet.isMember()) throw new Problem('unavailable', NOT_IN_FLEET);
    await next();
  });
  const platforms = new Map([...gateways].map(([name, { readers }]) => [name, readers]));
  app.use('/api/v1/*', audited(engine.parts));
  app.use('/api/v1/*', readingBy({ platforms, withoutThread: parts.readWithoutThread }));
  // Before what was answered earlier is answered again.
  app.use('/api/v1/designs/:id/*', onlyReaders(store, engine));
  app.use('/api/v1/*', boundedBody(), idempotent(store));
  for (const routes of [
    listRoutes(store),
    beginRoutes(parts),
    designRoutes(engine),
    eventRoutes(engine, closing),
    recordRoutes(engine),
    removalRoutes(engine),
    ...afterTheEnd(parts),
  ])
    app.route('/api/v1/designs', routes);
  const { tokens, audit, clock, personas } = engine.parts;
  for (const routes of [
    lessonRoutes(engine.parts),
    tokenRoutes({ tokens, clock, personas: async () => personas }),
    auditRoutes(audit),
    headsRoutes(parts.heads, parts.signingKey),
    backupRoutes({ backup: parts.backup, log, redact, closing }),
  ])
    app.route('/api/v1', routes);

  answerProblems(app, engine.parts);
  return app;
}

/** Routes for what people do with a decision after the end (J14). */
function afterTheEnd({ engine, forge = null, repositories, closing }: AppParts): Hono[] {
  return [
    afterwardsRoutes(engine),
    questionRoutes(engine),
    publicationRoutes(engine, forge, closing),
    recheckRoutes({ engine, follow: (...given) => repositories.follow(...given) }),
  ];
}

/** Serves coding agents, where they are served, to those who have a token. */
function serveAgents(
  app: Hono,
  { answerAgent, closing, engine }: AppParts,
  requireToken: MiddlewareHandler,
): void {
  if (answerAgent === undefined) return;
  app.all('/mcp', requireToken, (context) => {
    if (engine.isStopping) throw stopping();
    return answerAgent(context.req.raw, callsFor(app, context), closing);
  });
}

/** Calls of the API with the token of a request, as if each had come in by itself: rights, audit and repetition are those of a client. */
function callsFor(app: Hono, { req, env }: Context): Call {
  const authorization = req.header('authorization') ?? '';
  const api = new URL('/api/v1', req.url);
  return async (method, path, body, sentBy) => {
    const url = `${api}${isBesideDesigns(path) ? '' : '/designs'}${path}`;
    const headers = { ...headersOf(sentBy), authorization };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return answerIn(await app.request(url, { method, headers, ...sent }, env));
  };
}

/** Answers what no route takes, and what goes wrong in one. */
function answerProblems(
  app: Hono,
  { log, redact }: Pick<AppParts['engine']['parts'], 'log' | 'redact'>,
): void {
  // An error message names what the request names, which may hold a secret (D6), or turn the reading order of a terminal.
  const clean = (text: string): string => unseenEscaped(redact(text));
  const tell = (context: Context, { code, message, details }: Problem): Response =>
    envelope(context, { code, message: clean(message), details: redacted(details, clean) });
  app.notFound((context) => {
    const { method, path } = context.req;
    const allowed = methodsAt(app, path);
    if (allowed.length === 0) {
      return tell(context, new Problem('not_found', `There is nothing at ${path.slice(0, 200)}.`));
    }
    const message = `${method} is not possible here; use ${allowed.join(' or ')}.`;
    return tell(context, new Problem('method_not_allowed', message, { allowed }));
  });
  app.onError((error, context) => {
    if (error instanceof Problem) return tell(context, error);
    log.error('request_failed', { method: context.req.method, path: context.req.path, error });
    return tell(context, problemOfError(error));
  });
}

const PING_MS = 1_000;

/** One write to the store answers everybody who asks within a second: it needs no token, and the disk's pace is everybody's. */
function pinging({
  store,
  clock,
}: Pick<AppParts['engine']['parts'], 'store' | 'clock'>): () => Promise<void> {
  let [asked, askedAt] = [Promise.resolve(), Number.NEGATIVE_INFINITY];
  return () => {
    if (clock.now() - askedAt >= PING_MS) [asked, askedAt] = [store.ping(), clock.now()];
    return asked;
  };
}

/** Passes a request to a plain Node listener, with its body unread and its path as it is written here: `%65` is an `e`. */
function handOver(context: Context, url: string, listener: RequestListener): Response {
  const { incoming, outgoing } = context.env as HttpBindings;
  incoming.url = url + new URL(context.req.url).search;
  listener(incoming, outgoing);
  return RESPONSE_ALREADY_SENT;
}

/** Told and no more: a daemon that a platform does not reach is ready for everything else. */
function stateOf(gateways: AppParts['gateways']): Record<string, 'connected' | 'not connected'> {
  const states = [...gateways].map(([name, { isConnected }]) => {
    return [name, isConnected() ? 'connected' : 'not connected'] as const;
  });
  return Object.fromEntries(states);
}

/** Told and no more, as another daemon has the same models; nothing where all that were called have answered. */
function modelState({ modelOutages }: Pick<Engine, 'modelOutages'>): { model?: string } {
  const words = modelOutages.map(({ model, outage }) => `${OUTAGE_WORDS[outage]}: ${model}.`);
  return words.length === 0 ? {} : { model: words.join(' ') };
}

function stopping(): Problem {
  return new Problem('unavailable', 'Charrette is stopping. Try again in a moment.');
}

/** Returns the methods of the routes at this path; middleware, which is registered for all methods, does not count. */
function methodsAt(app: Hono, path: string): string[] {
  return ['GET', ...CHANGES].filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
}
