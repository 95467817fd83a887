import { ACTS } from '../../../acts/table.ts';
import { nameOnRecord } from '../../../core/vocabulary/claimed-name.ts';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Engine } from '../../../engine/engine.ts';
import { forgetDesign, previewForgetting } from '../../../record/forget.ts';
import { viaOf } from '../access/via.ts';
import { type Handled, handled } from '../handled.ts';
import { problemOf } from '../problem.ts';
import { idOf } from './event-routes.ts';

type Removing = Pick<Engine, 'design' | 'settled' | 'forgotten' | 'parts'>;

/** Removal of designs, for operators (P12). With `?preview` nothing is changed. */
export function removalRoutes(engine: Removing): Handled[] {
  const forget = handled(ACTS.forget, async ({ context, body: { author }, preview }) => {
    const id = await idOf(context, engine);
    const forgetting = preview
      ? await previewForgetting(engine.parts, id)
      : await forgotten(engine, id, nameOnRecord(author, viaOf(context)));
    if ('code' in forgetting) throw problemOf(forgetting);
    return context.json({ designId: id, preview, ...forgetting });
  });

  return [forget];
}

/** Forgets a design once this process has finished its work on it. */
async function forgotten(engine: Removing, id: DesignId, by: string) {
  const summary = await engine.parts.store.summary(id);
  if (summary !== null && summary.endedAt !== null && summary.setAside === undefined)
    await engine.settled(id);
  return forgetDesign(engine.parts, id, by);
}
