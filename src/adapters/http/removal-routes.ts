import { Hono } from 'hono';
import * as z from 'zod';
import { nameOnRecord } from '../../core/vocabulary/claimed-name.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { forgetDesign, previewForgetting } from '../../runtime/removal/forget.ts';
import { readBody } from './body.ts';
import { idOf } from './event-routes.ts';
import { claimedPerson } from './person.ts';
import { problemOf } from './problem.ts';
import { isPreview } from './route-rules.ts';
import { viaOf } from './via.ts';

const Forgetting = z.strictObject({ author: claimedPerson });

type Removing = Pick<Engine, 'design' | 'settled' | 'forgotten' | 'parts'>;

/** Removal of designs, for operators (P12). With `?preview` nothing is changed. */
export function removalRoutes(engine: Removing): Hono {
  const routes = new Hono();

  routes.post('/:id/forgetting', async (context) => {
    const { author } = await readBody(context, Forgetting);
    const id = await idOf(context, engine);
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
async function forgotten(engine: Removing, id: DesignId, by: string) {
  const summary = await engine.parts.store.summary(id);
  if (summary !== null && summary.endedAt !== null && summary.setAside === undefined)
    await engine.settled(id);
  return forgetDesign(engine.parts, id, by);
}
