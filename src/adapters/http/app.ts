import type { RequestListener } from 'node:http';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { BusyError } from '../../runtime/busy.ts';
import { Fault, StaleVersionError } from '../../runtime/fault.ts';
import { redacted } from '../../runtime/redacted.ts';
import { requireToken } from './access.ts';
import { boundedBody } from './body.ts';
import { type DesignRouteParts, designRoutes } from './design-routes.ts';
import { handedOver } from './handed-over.ts';
import { idempotent } from './idempotency.ts';
import { collectMetrics } from './metrics.ts';
import { envelope, Problem } from './problem.ts';
import { recordRoutes } from './record-routes.ts';

export interface AppParts extends DesignRouteParts {
  readonly token: string;
  /** Takes Slack's requests, and checks their signature and size; `null` where Slack does not come in by HTTP. */
  readonly slackEvents: RequestListener | null;
  /** Whether this daemon is connected, by the name of each chat platform that it serves. */
  readonly connections: Readonly<Record<string, () => boolean>>;
  /** Aborted when the daemon stops: streams end then. */
  readonly closing: AbortSignal;
}

/** HTTP API v1, health and metrics. */
export function createApp(parts: AppParts): Hono {
  const { engine, token, closing, slackEvents, connections } = parts;
  const { store, log, redact } = engine.parts;
  const registry = collectMetrics(engine);
  const app = new Hono();

  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    if (engine.isStopping) throw stopping();
    await store.ping();
    return context.json({ status: 'ready', ...stateOf(connections) });
  });
  app.get('/metrics', requireToken(token), async () => {
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  });

  if (slackEvents !== null) {
    const handOver = handedOver(slackEvents);
    app.post('/slack/events', (context) => {
      // Slack sends what was refused once more, to whoever answers then.
      if (engine.isStopping) throw stopping();
      return handOver(context);
    });
  }

  app.use('/api/v1/*', requireToken(token), async (_, next) => {
    if (engine.isStopping) throw stopping();
    await next();
  });
  app.use('/api/v1/*', boundedBody(), idempotent(store));
  app.route('/api/v1/designs', designRoutes(parts));
  app.route('/api/v1/designs', recordRoutes(engine, closing));

  // D6: what is wrong with a request is told with pieces of it.
  const tell = (context: Context, { code, message, details }: Problem): Response =>
    envelope(context, new Problem(code, redact(message), redacted(details, redact)));
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

/** Told and no more: a daemon that a platform does not reach is ready for everything else. */
function stateOf(connections: AppParts['connections']): Record<string, 'connected' | 'not connected'> {
  const states = Object.entries(connections).map(([name, isConnected]) => {
    return [name, isConnected() ? 'connected' : 'not connected'] as const;
  });
  return Object.fromEntries(states);
}

function stopping(): Problem {
  return new Problem('unavailable', 'Charrette is stopping. Try again in a moment.');
}

/** What the routes answer to at this path; middleware, which is registered for all methods, does not count. */
function methodsAt(app: Hono, path: string): string[] {
  return ['GET', 'POST'].filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
}

/** A12: what went wrong inside stays inside; a client learns whether trying again makes sense. */
function problemOfError(error: unknown): Problem {
  if (error instanceof HTTPException && error.status < 500)
    return new Problem('invalid', 'The request is not valid.');
  // A8.
  if (error instanceof BusyError || error instanceof StaleVersionError) {
    return new Problem(
      'busy',
      'This is kept and not carried out yet: nobody had room for it. Look in a second.',
    );
  }
  if (error instanceof Fault) {
    if (error.code === 'not_a_repository' || error.code === 'repository_unreadable') {
      return new Problem('invalid', 'The repository cannot be read. The operator sees why in the log.');
    }
    return new Problem('unavailable', 'The store cannot do this at the moment. Try again later.', {
      fault: error.code,
    });
  }
  return new Problem('internal', 'Something went wrong inside Charrette. The operator sees it in the log.');
}
