import { Hono } from 'hono';
import { viewOf } from '../../core/telling/design-view.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { obstacleOf, type RetryPreview } from '../../runtime/engine/retrying.ts';
import { designOf, keyOf } from './design-routes.ts';
import { type KnownRepositories, newDesign, newRetry } from './new-design.ts';
import { Problem, problemOf } from './problem.ts';

export interface BeginRouteParts {
  readonly engine: Engine;
  readonly repositories: KnownRepositories;
}

/** Routes by which designs begin, for which it takes an engine. */
export function beginRoutes({ engine, repositories }: BeginRouteParts): Hono {
  const routes = new Hono();

  routes.post('/', async (context) => {
    const request = await newDesign(context, repositories, engine);
    const estimate = await engine.estimate(request);
    const started = await engine.start(request, keyOf(context)).answered;
    if (!started.ok) throw problemOf(started.refusal);
    return context.json({ ...viewOf(started.design), estimate }, 201);
  });

  routes.post('/estimate', async (context) => {
    const request = await newDesign(context, repositories, engine);
    return context.json({ estimate: await engine.estimate(request), budgetUsd: engine.budgetUsd(request) });
  });

  routes.post('/:id/retry', async (context) => {
    const design = await designOf(context, engine);
    const { author, settings } = await newRetry(context, repositories, design.repository);
    const retried = await engine.retry(design, author, settings).answered;
    if (retried.ok && retried.fresh) return context.json(viewOf(retried.design), 202);
    if ('refusal' in retried) throw problemOf(retried.refusal);
    const refused = retried.ok
      ? ({ reason: 'max_retries_reached', successor: retried.design.id } as const)
      : retried;
    throw notAgain(refused, obstacleOf(design, engine.parts.rehearsal));
  });

  return routes;
}

/** It is run again once: who comes later, even by a moment, is told where that run is (A8). */
function notAgain({ reason, successor }: Omit<RetryPreview, 'retry'>, obstacle: string): Problem {
  const details = { retry: false, reason, ...(successor === undefined ? {} : { successor }) };
  const why = reason === 'disabled_by_policy' ? obstacle : reason.replaceAll('_', ' ');
  const message =
    successor === undefined
      ? `This design cannot be run again: ${why}.`
      : `This design was run again already, as ${successor}: look there.`;
  return new Problem('conflict', message, details);
}
