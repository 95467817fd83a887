import { signatureOf } from '../../core/vocabulary/via.ts';
import type { Engine } from '../../engine/engine.ts';
import { Fault } from '../../foundation/fault.ts';
import { No } from '../../foundation/no.ts';
import { FORGE_WORDS } from '../../presentation/format/forge.ts';
import type { ActParts, ActRequest, Who } from '../act-inputs.ts';
import { convertToProblem, Problem, problemOf } from '../problem.ts';

interface Wanted {
  readonly repository?: string | undefined;
}

/**
 * Proposes a decision's record to a repository; as a preview, says what it would propose and where.
 */
export async function publish(
  { engine }: Pick<ActParts, 'engine'>,
  who: Who,
  call: Pick<ActRequest, 'moment' | 'design' | 'isPreview'> & { readonly body: Wanted },
) {
  const { moment, isPreview: preview, body } = call;
  const { id } = await call.design();
  const { publisher } = engine.parts;
  if (publisher == null) throw new Problem('conflict', FORGE_WORDS.unset);
  const load: Engine['design'] = (designId) => engine.design(designId);
  const request = { id, repository: body.repository ?? null, signal: engine.recordingFailure };
  try {
    if (preview) {
      const plan = await publisher.plan(load, request);
      if (plan instanceof No) throw problemOf(plan.why);
      const { repository, number, path, proposal, there } = plan;
      return {
        designId: id,
        repository,
        number,
        path,
        files: proposal.files,
        isThere: there !== null,
        preview,
      };
    }
    const outcome = await publisher.publish(load, request, (publication) => {
      const command = { type: 'record_publication', publication, ...signatureOf(who) } as const;
      return engine.command(id, command, moment.key).answered;
    });
    if (outcome instanceof No) throw problemOf(outcome.why);
    return { designId: id, ...outcome, preview };
  } catch (error) {
    throw error instanceof Fault && error.code === 'forge_refused'
      ? convertToProblem(error)
      : error;
  }
}
