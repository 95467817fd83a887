import type { Hono, MiddlewareHandler } from 'hono';
import type { Registry } from 'prom-client';
import { OUTAGE_WORDS } from '../../../core/presentation/run/outage.ts';
import type { Engine } from '../../../engine/engine.ts';
import { lookUpCache } from '../../../foundation/cache.ts';
import { proofOf } from '../access/local.ts';
import type { AppParts } from '../app-parts.ts';
import { unlessStopping } from '../handled.ts';
import { Problem } from '../problem.ts';
import { onlyLocal } from './event-routes.ts';

/** Words for who wants a change from a daemon that may make none. */
export const NOT_IN_FLEET =
  'This daemon runs no design: it has not joined the others on its database, or was cut off from it. Its log says why (fleet_not_joined, beat_failed). A database has to let each daemon have 11 connections.';

interface Measured {
  readonly registry: Registry;
  readonly requireMetricsToken: MiddlewareHandler;
}

export function healthRoutes(app: Hono, parts: AppParts, { registry, requireMetricsToken }: Measured): void {
  const { engine, gateways } = parts;
  const { store, clock } = engine.parts;
  // One write to the store answers everybody who asks within a second: it needs no token, and the disk's pace is everybody's.
  const pinged = lookUpCache<unknown>(
    () =>
      store.ping().then(
        () => null,
        (error) => error,
      ),
    clock,
    PING_MS,
    1,
  );
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', unlessStopping(engine), async (context) => {
    if (!engine.parts.fleet.isMember()) throw new Problem('unavailable', NOT_IN_FLEET);
    const failure = await pinged.get('');
    if (failure !== null) throw failure;
    return context.json({ status: 'ready', ...stateOf(gateways), ...modelState(engine) });
  });
  app.get('/proof/:challenge', onlyLocal(), (context) =>
    context.json({ proof: proofOf(parts.localToken, context.req.param('challenge')) }),
  );
  app.get('/metrics', requireMetricsToken, async () => {
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  });
}

const PING_MS = 1_000;

/** Told and no more: a daemon that a platform does not reach is ready for everything else. */
function stateOf(gateways: AppParts['gateways']): Record<string, 'connected' | 'not connected'> {
  const states = [...gateways].map(([name, { isConnected }]) => {
    return [name, isConnected() ? 'connected' : 'not connected'] as const;
  });
  return Object.fromEntries(states);
}

/** Told and no more, as another daemon has the same models; nothing where all that were called have answered. */
function modelState({ models }: Pick<Engine, 'models'>): { model?: string } {
  const words = models.current.map(({ model, outage }) => `${OUTAGE_WORDS[outage]}: ${model}.`);
  return words.length === 0 ? {} : { model: words.join(' ') };
}
