import { Hono } from 'hono';
import * as z from 'zod';
import { nameOnRecord } from '../../core/vocabulary/claimed-name.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { forgetDesign, previewForgetting } from '../../runtime/removal/forget.ts';
import { previewRemoval } from '../../runtime/removal/remove-words.ts';
import { readBody } from './body.ts';
import { designOf, keyOf } from './design-routes.ts';
import { claimedPerson } from './person.ts';
import { problemOf } from './problem.ts';
import { isPreview } from './route-rules.ts';
import { viaOf } from './via.ts';

const Redaction = z.strictObject({ words: z.string().max(2_000).default(''), author: claimedPerson });
const Forgetting = z.strictObject({ author: claimedPerson });

type Removing = Pick<Engine, 'design' | 'command' | 'settled' | 'forgotten' | 'parts'>;

/** Removal of words and of designs, for operators (P12). With `?preview` nothing is changed. */
export function removalRoutes(engine: Removing): Hono {
  const { store, removals } = engine.parts;
  const routes = new Hono();

  routes.post('/:id/replies/:replyId/redaction', async (context) => {
    const { words, author } = await readBody(context, Redaction);
    const { id } = await designOf(context, engine);
    const replyId = context.req.param('replyId');
    const preview = isPreview(context);
    const planned = await previewRemoval({ store, removals }, id, { replyId, words });
    if ('code' in planned) throw problemOf(planned);
    if (!preview) {
      const command = { type: 'redact_reply', replyId, words, by: author, via: viaOf(context) } as const;
      const answered = await engine.command(id, command, keyOf(context)).answered;
      if (!answered.accepted) throw problemOf(answered.refusal);
    }
    const goingOn = await removals.goingOnFrom(id);
    return context.json({ designId: id, replyId, preview, ...planned.report, goingOn });
  });

  routes.post('/:id/forgetting', async (context) => {
    const { author } = await readBody(context, Forgetting);
    const { id } = await designOf(context, engine);
    const preview = isPreview(context);
    const forgetting = preview
      ? await previewForgetting(engine.parts, id)
      : await forgotten(engine, id, nameOnRecord(author, viaOf(context)));
    if ('code' in forgetting) throw problemOf(forgetting);
    return context.json({ designId: id, preview, ...forgetting });
  });

  return routes;
}

/** Forgets a design once this process has finished its work on it. */
export async function forgotten(engine: Removing, id: DesignId, by: string) {
  const design = await engine.design(id);
  if (design?.end != null) await engine.settled(id);
  return forgetDesign(engine.parts, id, by);
}
