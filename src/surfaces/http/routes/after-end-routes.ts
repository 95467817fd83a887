import { Problem, problemOf } from '../../../acts/problem.ts';
import { ACTS } from '../../../acts/table.ts';
import { nameOnRecord } from '../../../core/vocabulary/claimed-name.ts';
import type { Engine } from '../../../engine/engine.ts';
import { factsAnswer } from '../../../presentation/answers.ts';
import { FORGE_WORDS } from '../../../presentation/format/forge.ts';
import { answerOf } from '../../../presentation/view/result.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import { forgetDesign, previewForgetting } from '../../../record/forget.ts';
import { viaOf } from '../access/via.ts';
import { type Handled, handled } from '../handled.ts';
import { designOf, keyOf, signed } from './design-routes.ts';
import { summaryOf } from './event-routes.ts';

/** Questions about a decision (J14), its publication, and the removal of its design (P12). `?preview` changes nothing. */
export function afterEndRoutes(engine: Engine): Handled[] {
  const ask = handled(ACTS.ask, async ({ context, body: { text, about, author, private: isPrivate } }) => {
    const { id } = await designOf(context, engine);
    const by = { by: author, via: viaOf(context) };
    const asked = await engine.ask(id, { question: text, about, isPrivate, ...by }, keyOf(context));
    switch (asked.kind) {
      case 'facts':
        return context.json(factsAnswer(viewOf(asked.design), text, asked.facts), 201);
      case 'answered':
        return context.json(answerOf(asked.design, asked.asked), 201);
      case 'busy':
        throw new Problem(asked.kind, asked.refusal.message);
      case 'refused':
        throw problemOf(asked.refusal);
    }
  });

  const publish = handled(ACTS.publish, async ({ context, body, preview }) => {
    const { repository = null, author } = body;
    const { id } = await designOf(context, engine);
    const { publisher } = engine.parts;
    if (publisher == null) throw new Problem('conflict', FORGE_WORDS.unset);
    const load: Engine['design'] = (wanted) => engine.design(wanted);
    const wanted = { id, repository, signal: engine.unrecorded };
    if (preview) {
      const plan = await publisher.plan(load, wanted);
      if ('code' in plan) throw problemOf(plan);
      const { repository: where, number, path, proposal, there } = plan;
      const shown = { repository: where, number, path, files: proposal.files, isThere: there !== null };
      return context.json({ designId: id, ...shown, preview });
    }
    const published = await publisher.publish(load, wanted, (publication) => {
      const command = { type: 'record_publication', publication, ...signed(context, author) } as const;
      return engine.command(id, command, keyOf(context)).answered;
    });
    if ('code' in published) throw problemOf(published);
    return context.json({ designId: id, ...published, preview });
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
