import type { KnownRepositories } from '../../../acts/asked.ts';
import { Problem, problemOf } from '../../../acts/problem.ts';
import { ACTS } from '../../../acts/table.ts';
import type { Viewer } from '../../../engine/access/viewer.ts';
import { obstacleOf, type RetryPreview } from '../../../engine/commit/retrying.ts';
import type { Engine } from '../../../engine/engine.ts';
import { askedBefore } from '../../../engine/starting/earlier-decisions.ts';
import { listedDesign } from '../../../presentation/lists.ts';
import { notAgainWords } from '../../../presentation/texts.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import { isLocal } from '../access/local.ts';
import { viaOf } from '../access/via.ts';
import { viewerOf } from '../access/viewer.ts';
import type { Handled } from '../handled.ts';
import { readerHere } from '../readable.ts';
import { designOf, keyOf } from './design-routes.ts';
import { newDesign, newRetry } from './new-design.ts';

export interface BeginRouteParts {
  readonly engine: Engine;
  readonly repositories: KnownRepositories;
}

export function beginRoutes({ engine, repositories }: BeginRouteParts): Handled[] {
  const start: Handled['answer'] = async (context) => {
    assertMayRead(viewerOf(context));
    const request = await newDesign(context, repositories, engine);
    const estimate = await engine.estimate(request);
    const started = await engine.start(request, keyOf(context)).answered;
    if (!started.ok) throw problemOf(started.refusal);
    return context.json({ ...viewOf(started.design), estimate }, 201);
  };

  const estimated: Handled['answer'] = async (context) => {
    const request = await newDesign(context, repositories, engine);
    const [estimate, earlier] = await Promise.all([
      engine.estimate(request),
      request.followUp === undefined
        ? askedBefore(request.topic, engine.parts, () => readerHere(context))
        : [],
    ]);
    const budgetUsd = engine.budgetUsd(request);
    return context.json({ estimate, budgetUsd, earlier: earlier.map(listedDesign) });
  };

  const again: Handled['answer'] = async (context) => {
    const design = await designOf(context, engine);
    const { author, settings } = await newRetry(context, repositories, design.repository);
    const retried = await engine.retry(design, author, settings, '', {
      via: viaOf(context),
      isOperators: isLocal(context),
    }).answered;
    if (retried.ok && retried.fresh) return context.json(viewOf(retried.design), 202);
    if ('refusal' in retried) throw problemOf(retried.refusal);
    const refused = retried.ok
      ? ({ reason: 'max_retries_reached', successor: retried.design.id } as const)
      : retried;
    throw notAgain(refused, obstacleOf(design, engine.parts.rehearsal));
  };

  // Each reads its own body, since the command line on the same data folder may send more fields.
  return [
    { act: ACTS.start, answer: start },
    { act: ACTS.estimate, answer: estimated },
    { act: ACTS.run_again, answer: again },
  ];
}

/** Throws `Problem` for a token limited to channels: it could not read its own design, which has no channel. */
function assertMayRead(viewer: Viewer): void {
  if (viewer.kind !== 'token' || viewer.token.channels === null) return;
  const what =
    'This token is only for certain channels, and a design started through the API belongs to none.';
  throw new Problem('forbidden', `${what} Use a token for all channels, or start the design in a channel.`);
}

/** A design is run again only once; later requests get the id of that run (A8). */
function notAgain({ reason, successor }: Omit<RetryPreview, 'retry'>, obstacle: string): Problem {
  const details = { retry: false, reason, ...(successor === undefined ? {} : { successor }) };
  const message =
    successor === undefined
      ? notAgainWords(reason, obstacle)
      : `This design was already run again, as ${successor}.`;
  return new Problem('conflict', message, details);
}
