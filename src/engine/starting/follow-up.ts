import type { Decided } from '../../core/decision/decided.ts';
import { findDecisionInForce } from '../../core/outcome/outcome.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { ContextItem } from '../../core/vocabulary/event-parts.ts';
import { listPersonas as personasOf } from '../../core/vocabulary/participants.ts';
import { present } from '../../core/vocabulary/present.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { followUpContext } from '../../presentation/decision/follow-up-context.ts';
import type { Persona } from '../../turns/prompt/persona.ts';
import type { StartRequest } from '../parts/start-request.ts';
import { listChoosable } from './starting.ts';

/**
 * Characters reserved for the earlier decision and the replies to it; a context that leaves fewer
 * is refused.
 */
const LEAST_CHARACTERS = 20_000;
const CUT = '\n\n[Cut here, because the rest does not fit into the context.]';

/** Refusal for following up on this design; `null` if that is possible. */
export function refuseSuccessor(design: Design): string | null {
  if (design.end === null)
    return 'It is still running. Once it has ended with a decision, a design can follow up on it.';
  if (findDecisionInForce(design) !== null) return null;
  return 'It has ended without a decision, so there is nothing to follow up on. Run it again, or start a new design.';
}

/**
 * Adds defaults to a request. A follow-up gets the earlier decision at the end of its context, and
 * the earlier people and depth unless the request names others. Call `refuseSuccessor` first.
 */
export function addDefaults(
  startRequest: StartRequest,
  earlier: Design | null,
  personas: readonly Persona[],
): StartRequest {
  const depth = earlier?.settings.depth ?? 'standard';
  const request = { ...startRequest, settings: { depth, ...startRequest.settings } };
  if (earlier === null) return request;
  const decided = present(findDecisionInForce(earlier), 'a design follows up on no decision');
  const choosableIds = listChoosable(personas);
  const before = personasOf(earlier)
    .map(({ id }) => id)
    .filter((id) => choosableIds.includes(id));
  return {
    ...request,
    context: [...startRequest.context, contextOf(earlier, decided, startRequest.context)],
    personas: startRequest.personas.length === 0 ? before : startRequest.personas,
    followUp: { of: earlier.id, decision: decided.decision.sentence },
  };
}

/** The decision verbatim, then material that it leaves out; cut to the room left in the context. */
function contextOf(earlier: Design, decided: Decided, own: StartRequest['context']): ContextItem {
  const text = followUpContext(earlier, decided);
  const room = BOUNDS.contextCharacters - own.reduce((sum, item) => sum + item.text.length, 0);
  const mark = earlier.rehearsal ? ' (REHEARSAL: no model took part)' : '';
  return {
    name: `decision.md of the design that this follows up on${mark}`,
    text: cutText(text, Math.max(room, LEAST_CHARACTERS), CUT),
  };
}
