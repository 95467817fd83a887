import { ACTS } from '../../../acts/table.ts';
import { answerViewOf, factsViewOf } from '../../../core/presentation/follow-up/answer.ts';
import { FORGE_WORDS } from '../../../core/presentation/format/forge.ts';
import { nameOnRecord } from '../../../core/vocabulary/claimed-name.ts';
import type { Engine } from '../../../engine/engine.ts';
import { forgetDesign, previewForgetting } from '../../../record/forget.ts';
import type { PublishingPlan } from '../../../record/publish.ts';
import type { Publisher } from '../../../record/publisher.ts';
import { viaOf } from '../access/via.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem, problemOf } from '../problem.ts';
import { designOf, keyOf, signed } from './design-routes.ts';
import { summaryOf } from './event-routes.ts';

interface AfterEndParts {
  /** `null` if no forge is set up. */
  readonly publisher: Publisher | null;
  readonly closing: AbortSignal;
}

/** Questions about a decision (J14), its publication, and the removal of its design (P12). `?preview` changes nothing. */
export function afterEndRoutes(engine: Engine, { publisher, closing }: AfterEndParts): Handled[] {
  const ask = handled(ACTS.ask, async ({ context, body: { text, about, author, private: isPrivate } }) => {
    const { id } = await designOf(context, engine);
    const by = { by: author, via: viaOf(context) };
    const asked = await engine.ask(id, { question: text, about, isPrivate, ...by }, keyOf(context));
    switch (asked.kind) {
      case 'facts':
        return context.json(factsViewOf(asked.design, text, asked.facts), 201);
      case 'answered':
        return context.json(answerViewOf(asked.design, asked.asked), 201);
      case 'busy':
        throw new Problem(asked.kind, asked.refusal.message);
      case 'refused':
        throw problemOf(asked.refusal);
    }
  });

  const publish = handled(ACTS.publish, async ({ context, body, preview }) => {
    const { repository = null, author } = body;
    const { id } = await designOf(context, engine);
    if (publisher === null) throw new Problem('conflict', FORGE_WORDS.unset);
    const load: Engine['design'] = (wanted) => engine.design(wanted);
    const wanted = { id, repository, signal: closing };
    if (preview) {
      const plan = await publisher.plan(load, wanted);
      if ('code' in plan) throw problemOf(plan);
      return context.json({ designId: id, ...shownPlan(plan), preview });
    }
    const published = await publisher.publish(load, wanted, (publication) => {
      const command = { type: 'record_publication', publication, ...signed(context, author) } as const;
      return engine.command(id, command, keyOf(context)).answered;
    });
    if ('code' in published) throw problemOf(published);
    const { plan, publication } = published;
    return context.json({ designId: id, ...shownPlan(plan), ...publication, preview });
  });

  const forget = handled(ACTS.forget, async ({ context, body: { author }, preview }) => {
    const { id, endedAt, setAside } = await summaryOf(context, engine);
    // Waits until this process has finished its work on the design.
    if (!preview && endedAt !== null && setAside === undefined) await engine.settled(id);
    const forgetting = preview
      ? await previewForgetting(engine.parts, id)
      : await forgetDesign(engine.parts, id, nameOnRecord(author, viaOf(context)));
    if ('code' in forgetting) throw problemOf(forgetting);
    return context.json({ designId: id, preview, ...forgetting });
  });

  return [ask, publish, forget];
}

/** A plan in the form of the API. `isThere`: the pull request exists already, so it is not made again. */
function shownPlan({ repository, number, path, branch, isRenumbered, pull }: PublishingPlan) {
  const { title, body, files, there } = pull;
  return {
    ...{ repository, number, path, branch, isRenumbered },
    proposed: { title, body, files, isThere: there !== null && !isRenumbered },
  };
}
