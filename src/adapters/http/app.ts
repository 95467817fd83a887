import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { GatewayConnection } from '../../runtime/ports/gateway.ts';
import { redacted } from '../../runtime/redaction.ts';
import { type BeginRouteParts, beginRoutes } from './begin-routes.ts';
import { boundedBody } from './body.ts';
import { designRoutes } from './design-routes.ts';
import { eventRoutes, onlyLocal } from './event-routes.ts';
import { idempotent } from './idempotency.ts';
import { listRoutes } from './list-routes.ts';
import { isLocal, proofOf } from './local.ts';
import { collectMetrics } from './metrics.ts';
import { envelope, Problem, problemOfError } from './problem.ts';
import { recordRoutes } from './record-routes.ts';

export interface AppParts extends BeginRouteParts {
  readonly token: string;
  /** Taken by the listener for the command line on the same data folder, and nowhere else; that one takes no other. */
  readonly localToken: string;
  /** Connections to the chat platforms that this daemon serves, by name. */
  readonly gateways: ReadonlyMap<string, GatewayConnection>;
  /** Aborted when the daemon stops: streams end then. */
  readonly closing: AbortSignal;
}

const NOT_IN_FLEET =
  'This daemon runs no design: it has not joined the others on its database, or was cut off from it. Its log says why (fleet_not_joined, beat_failed). A database has to let each daemon have 11 connections.';

/** HTTP API v1, health and metrics. */
export function createApp(parts: AppParts): Hono {
  const { engine, closing, gateways } = parts;
  const { store, fleet, log, redact } = engine.parts;
  const registry = collectMetrics(engine);
  const ping = pinging(engine.parts);
  const app = new Hono();

  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    if (engine.isStopping) throw stopping();
    if (!fleet.isMember()) throw new Problem('unavailable', NOT_IN_FLEET);
    await ping();
    return context.json({ status: 'ready', ...stateOf(gateways) });
  });
  app.get('/proof/:challenge', onlyLocal(), (context) =>
    context.json({ proof: proofOf(parts.localToken, context.req.param('challenge')) }),
  );
  app.get('/metrics', requireToken(parts), async () => {
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

  app.use('/api/v1/*', requireToken(parts), async ({ req }, next) => {
    if (engine.isStopping) throw stopping();
    // Before anything is stored: another daemon may take it at once.
    if (req.method === 'POST' && !fleet.isMember()) throw new Problem('unavailable', NOT_IN_FLEET);
    await next();
  });
  app.use('/api/v1/*', boundedBody(), idempotent(store));
  for (const routes of [
    listRoutes(store),
    beginRoutes(parts),
    designRoutes(engine),
    eventRoutes(engine, closing),
    recordRoutes(engine),
  ])
    app.route('/api/v1/designs', routes);

  // An error message quotes the request, which may hold a secret (D6).
  const tell = (context: Context, { code, message, details }: Problem): Response =>
    envelope(context, { code, message: redact(message), details: redacted(details, redact) });
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
  return app;
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

/** Requires `Authorization: Bearer <token>`. Compared by hash, so that neither length nor content leaks by time. */
function requireToken({ token, localToken }: Pick<AppParts, 'token' | 'localToken'>): MiddlewareHandler {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const hashes = { admin: hash(token), local: hash(localToken) };
  return async (context, next) => {
    const expected = isLocal(context) ? hashes.local : hashes.admin;
    const [scheme, given] = (context.req.header('authorization') ?? '').split(' ', 2);
    if (scheme?.toLowerCase() !== 'bearer' || !timingSafeEqual(hash(given ?? ''), expected)) {
      throw new Problem(
        'unauthorized',
        'Send the admin token in the header Authorization, after the word Bearer.',
      );
    }
    await next();
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

function stopping(): Problem {
  return new Problem('unavailable', 'Charrette is stopping. Try again in a moment.');
}

/** Returns the methods of the routes at this path; middleware, which is registered for all methods, does not count. */
function methodsAt(app: Hono, path: string): string[] {
  return ['GET', 'POST'].filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
}
