import type { Hono, MiddlewareHandler } from 'hono';
import type { Registry } from 'prom-client';
import { convertToProblem } from '#acts/problem.ts';
import type { Engine } from '#engine/engine.ts';
import { createLookUpCache } from '#foundation/cache.ts';
import { Fault } from '#foundation/fault.ts';
import { DESIGN_BYTES } from '#record/bundles.ts';
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
  const { store, bundles, tokens, clock } = engine.parts;
  // Anybody may ask, without a token: one write to the store answers all requests within a second.
  const pings = createLookUpCache(
    async () => {
      // Changes of rights that cannot be kept refuse every token.
      await Promise.all([store.ping(), tokens.changes()]);
      return diskStateOf(await bundles.freeBytes());
    },
    clock,
    { freshMs: PING_MS, staleMs: 0, againMs: PING_MS },
    1,
  );
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', refuseWhileStopping(engine), async (context) => {
    assertTakesPart(engine.parts.fleet);
    const diskState = await pings.get('');
    const modelState = await modelStateOf(engine);
    return context.json({ status: 'ready', ...diskState, ...stateOf(gateways), ...modelState });
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

/** Throws on a disk without room for a design, which may still have room for one write. */
function diskStateOf(freeBytes: number | null): { readonly disk?: string } {
  if (freeBytes === null) return { disk: 'free space unknown' };
  if (freeBytes >= DESIGN_BYTES) return {};
  throw new Fault(
    'store_full',
    'The disk of the data folder has no room for one more design. Free some space.',
  );
}

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
