import type { Hono, MiddlewareHandler } from 'hono';
import type { Registry } from 'prom-client';
import { convertToProblem } from '#acts/problem.ts';
import type { Engine } from '#engine/engine.ts';
import { createLookUpCache } from '#foundation/cache.ts';
import { proofOf } from '../access/local.ts';
import type { AppParts } from '../app-parts.ts';
import { refuseWhileStopping } from '../handled.ts';
import { requireLocal } from './event-routes.ts';

/** Throws why this daemon is outside the fleet, so that it runs no designs. */
export function assertTakesPart(fleet: Engine['parts']['fleet']): void {
  const absence = fleet.absence();
  // Its own log has the cause already.
  if (absence !== null) throw convertToProblem(absence);
}

export function serveHealth(
  app: Hono,
  parts: AppParts,
  registry: Registry,
  requireMetricsToken: MiddlewareHandler,
): void {
  const { engine, gateways } = parts;
  const { store, tokens, clock } = engine.parts;
  // Anybody may ask, without a token: one write to the store answers all requests within a second.
  const pings = createLookUpCache(
    // Changes of rights that cannot be kept refuse every token.
    () => Promise.all([store.ping(), tokens.changes()]),
    clock,
    { freshMs: PING_MS, staleMs: 0, againMs: PING_MS },
    1,
  );
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', refuseWhileStopping(engine), async (context) => {
    assertTakesPart(engine.parts.fleet);
    await pings.get('');
    return context.json({ status: 'ready', ...stateOf(gateways), ...(await modelStateOf(engine)) });
  });
  app.get('/proof/:challenge', requireLocal(), (context) =>
    context.json({ proof: proofOf(parts.localToken, context.req.param('challenge')) }),
  );
  app.get('/metrics', requireMetricsToken, async () => {
    return new Response(await registry.metrics(), {
      headers: { 'content-type': registry.contentType },
    });
  });
}

const PING_MS = 1_000;

/** For information: a daemon without a platform's connection is ready for everything else. */
function stateOf(gateways: AppParts['gateways']): Record<string, string> {
  const states = [...gateways].map(([name, { isConnected, tokenToDo }]) => {
    const toDo = tokenToDo();
    if (toDo !== null) return [name, `not connected: ${toDo}`] as const;
    return [name, isConnected() ? 'connected' : 'not connected'] as const;
  });
  return Object.fromEntries(states);
}

/**
 * For information: another daemon would use the same models. Empty if every called model has
 * answered.
 */
async function modelStateOf({ models }: Pick<Engine, 'models'>): Promise<{ model?: string }> {
  if (models.permanent.length === 0) return {};
  const { PERMANENTLY_UNAVAILABLE_WORDS } = await import('#presentation/words/unavailable.ts');
  return {
    model: models.permanent
      .map(({ model, cause }) => `${PERMANENTLY_UNAVAILABLE_WORDS[cause]}: ${model}.`)
      .join(' '),
  };
}
