import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Fault } from '../../runtime/fault.ts';
import { requireToken } from './access.ts';
import { type DesignRouteParts, designRoutes } from './design-routes.ts';
import { idempotent } from './idempotency.ts';
import { collectMetrics } from './metrics.ts';
import { envelope, Problem } from './problem.ts';
import { recordRoutes } from './record-routes.ts';

export interface AppParts extends DesignRouteParts {
  readonly token: string;
  /** Aborted when the daemon stops: streams end then. */
  readonly closing: AbortSignal;
}

/** HTTP API v1, health and metrics. */
export function createApp(parts: AppParts): Hono {
  const { engine, token, closing } = parts;
  const { store, log } = engine.parts;
  const registry = collectMetrics(engine);
  const app = new Hono();

  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    if (engine.isStopping) throw new Problem('unavailable', 'Charrette is stopping.');
    await store.ping();
    return context.json({ status: 'ready' });
  });
  app.get('/metrics', requireToken(token), async () => {
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  });

  app.use('/api/v1/*', requireToken(token), idempotent(store));
  app.route('/api/v1/designs', designRoutes(parts));
  app.route('/api/v1/designs', recordRoutes(engine, closing));

  app.notFound((context) => {
    return envelope(
      context,
      new Problem('not_found', `There is nothing at ${context.req.method} ${context.req.path}.`),
    );
  });
  app.onError((error, context) => {
    if (error instanceof Problem) return envelope(context, error);
    log.error('request_failed', { method: context.req.method, path: context.req.path, error });
    return envelope(context, problemOfError(error));
  });
  return app;
}

/** A12: what went wrong inside stays inside; a client learns whether trying again makes sense. */
function problemOfError(error: unknown): Problem {
  if (error instanceof HTTPException && error.status < 500)
    return new Problem('invalid', 'The request is not valid.');
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
