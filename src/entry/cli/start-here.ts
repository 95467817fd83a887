import { createRepositories } from '../../adapters/git/repositories.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import type { Design } from '../../core/design.ts';
import { DesignId } from '../../core/ids.ts';
import { whyNotFollowUp, withDefaults } from '../../runtime/engine/follow-up.ts';
import { type Composition, compose } from '../compose.ts';
import { BROUGHT } from '../repository-catalog.ts';
import { type DesignRequest, settingsFor } from './design-request.ts';
import { engineRunning } from './engine-running.ts';
import { runToEnd } from './run.ts';
import { isInteractive } from './screen.ts';
import { type Asked, sayEstimate, sayIfNotPlayed } from './start-and-run.ts';
import { badUsage } from './typed.ts';

/** Everything that can be refused is refused before anything is opened or written. */
export async function startHere({ request, options, context }: Asked): Promise<number> {
  const { repo, answers } = request;
  const pinned = repo === null ? null : await createRepositories(context).pin(repo, BROUGHT);
  const repository = pinned?.pinned ?? null;
  const interactive = isInteractive(options);
  if (interactive) process.stderr.write(`${TEXTS.opening}\n`);
  const opened = await compose(context.configuration, { log: context.log });
  const { engine, repositories } = opened;
  try {
    if (repo !== null) await repositories.bring(repo, repository?.commit);
    const earlier = await followedUp(request, opened);
    const name = earlier?.repository?.name;
    const before = repository !== null || name === undefined ? null : await repositories.pin(name);
    const wanted = {
      topic: request.topic,
      repository: repository ?? before,
      context: request.context,
      personas: request.personas,
      startedBy: context.person,
      thread: null,
      settings: settingsFor(request, context.configuration, {
        answerable: interactive || answers !== null,
        decidable: interactive,
      }),
      ...(answers === null ? {} : { answers }),
    };
    const asked = withDefaults(wanted, earlier, engine.parts.personas);
    sayEstimate(await engine.estimate(asked), engine.budgetUsd(asked));
    const started = await engine.start(asked).answered;
    if (!started.ok) throw badUsage(started.refusal.message);
    const { design } = started;
    sayIfNotPlayed(design);
    return await runToEnd({
      running: engineRunning(engine, context.person),
      id: design.id,
      options,
      context,
    });
  } finally {
    await engine.stop();
  }
}

/** The design that it follows up on; `null` for none. Throws `Fault('bad_usage')` where that has come to no decision. */
async function followedUp({ followUp }: DesignRequest, { engine }: Composition): Promise<Design | null> {
  if (followUp === null) return null;
  const earlier = await engine.design(DesignId.parse(followUp));
  if (earlier === null) throw new Error(`broken invariant: ${followUp} is gone`);
  const why = whyNotFollowUp(earlier);
  if (why !== null) throw badUsage(why);
  return earlier;
}
