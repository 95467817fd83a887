import { keepDefined } from '../../foundation/keep-defined.ts';
import { personKeyOf } from '../vocabulary/claimed-name.ts';
import type { Design, FollowUpEvent } from '../vocabulary/design.ts';
import type { Verdict } from '../vocabulary/event-parts.ts';
import type { DesignId } from '../vocabulary/ids.ts';
import type { Signed } from '../vocabulary/via.ts';

type Of<Type extends FollowUpEvent['type']> = Extract<FollowUpEvent, { readonly type: Type }>;
type After = Pick<Design, 'followUps'>;
type Decided = Pick<Design, 'followUps' | 'gates'>;

/** Status of a decision after the design's end. `decided`: no one has judged it. */
export const DECISION_STATUSES = ['decided', 'accepted', 'declined', 'superseded'] as const;
export type DecisionStatus = (typeof DECISION_STATUSES)[number];

export type Judged = Of<'decision_judged'> & { readonly verdict: Verdict };
type Superseded = Of<'decision_judged'> & { readonly successor: DesignId };

export function isVerdict(event: FollowUpEvent): event is Judged {
  return event.type === 'decision_judged' && event.verdict !== null;
}

function isSuperseding(event: FollowUpEvent): event is Superseded {
  return event.type === 'decision_judged' && event.successor !== undefined;
}

/** Each person's newest verdict, however they gave it; oldest first. */
export function verdictsOf(design: After): Judged[] {
  const newest = new Map<string, Judged>();
  for (const event of design.followUps.filter(isVerdict)) {
    const person = personKeyOf(event.by, event.via);
    newest.delete(person);
    newest.set(person, event);
  }
  return [...newest.values()];
}

/**
 * Status of the decision. One person who declines outweighs all who accept, until they change their
 * mind.
 */
export function decisionStatusOf(design: Decided): DecisionStatus {
  if (findSuperseding(design) !== null) return 'superseded';
  const verdicts = verdictsOf(design);
  if (verdicts.some(({ verdict }) => verdict === 'declined')) return 'declined';
  return verdicts.length > 0 || findAcceptanceAtGate(design) !== null ? 'accepted' : 'decided';
}

/**
 * The person who accepted the decision at its gate, and so is not asked again; `null` for none, or
 * if they judged it since.
 */
export function findAcceptanceAtGate(design: Decided): (Signed & { readonly at: number }) | null {
  const gate = design.gates.at(-1);
  // A gate that belongs to a round is not about the decision.
  if (gate?.decision?.choice !== 'accept' || gate.about !== 'decision' || gate.closedAt === null)
    return null;
  const { by, via } = gate.decision;
  const person = personKeyOf(by, via);
  const hasJudged = verdictsOf(design).some((event) => personKeyOf(event.by, event.via) === person);
  return hasJudged ? null : { by, ...keepDefined({ via }), at: gate.closedAt };
}

export function findSuperseding(design: After): Superseded | null {
  return design.followUps.findLast(isSuperseding) ?? null;
}

export function questionsAskedOf(design: After): Of<'record_asked'>[] {
  return design.followUps.filter((event) => event.type === 'record_asked');
}

/** The newest publication in this repository, or in any; `null` for none. */
export function publicationOf(design: After, repository?: string): Of<'decision_published'> | null {
  const newest = design.followUps.findLast(
    (event) =>
      event.type === 'decision_published' &&
      (repository === undefined || event.repository === repository),
  );
  return newest?.type === 'decision_published' ? newest : null;
}
