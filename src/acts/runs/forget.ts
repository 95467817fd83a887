import { nameOnRecord } from '../../core/vocabulary/claimed-name.ts';
import { No } from '../../foundation/no.ts';
import { forgetDesign, previewForgetting } from '../../record/forget.ts';
import type { ActParts, ActRequest, Who } from '../act-inputs.ts';
import { problemOf } from '../problem.ts';

/** Erases an ended design; as a preview, says what it would erase. */
export async function forget(
  { engine }: Pick<ActParts, 'engine'>,
  { by, via }: Who,
  { summary, isPreview: preview }: Pick<ActRequest, 'summary' | 'isPreview'>,
) {
  const { id, endedAt, setAside } = await summary();
  // Waits until this process has finished its work on the design.
  if (!preview && endedAt !== null && setAside === undefined) await engine.waitUntilSettled(id);
  const forgetting = preview
    ? await previewForgetting(engine.parts, id)
    : await forgetDesign(engine.parts, id, nameOnRecord(by, via));
  if (forgetting instanceof No) throw problemOf(forgetting.why);
  return { designId: id, preview, ...forgetting };
}
