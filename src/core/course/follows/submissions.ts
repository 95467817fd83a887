import { decidedIn } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { pointsOf, waitingFor } from '../../vocabulary/round.ts';
import type { RoundKind } from '../../vocabulary/sets.ts';
import { areSame, firstOf, openTurnOf, type Rules, unless } from './rules.ts';

/** The kind of round that each submission answers. */
const KINDS = {
  questions_asked: 'questions',
  participant_passed: 'questions',
  answers_matched: 'matching',
  proposal_sealed: 'proposals',
  divergences_mapped: 'mapping',
  position_restated: 'restatement',
  divergence_added: 'argument',
  position_argued: 'argument',
  claims_tested: 'refutation',
  composite_submitted: 'composite',
  second_composite_submitted: 'second_composite',
  audit_submitted: 'audit',
  revision_submitted: 'revision',
  revision_confirmed: 'confirmation',
  signature_given: 'signing',
} as const satisfies Record<string, RoundKind>;
type Submitted = keyof typeof KINDS;

/** Only who was asked submits, in an open turn of an open round, and once (C7, A4). */
export const SUBMISSIONS: Rules<Submitted> = {
  questions_asked: whyNotAwaited,
  participant_passed: whyNotAwaited,
  answers_matched: (design, event) =>
    firstOf(
      whyNotAwaited(design, event),
      unless(
        event.replies.every((id) => openTurnOf(design, event)?.round.replies.includes(id)),
        'it reads a reply that the round was not opened for',
      ),
      unless(
        [...event.matches, ...(event.leftOpen ?? [])].every(({ replyId, questionId }) => {
          return event.replies.includes(replyId) && design.questions.some(({ id }) => id === questionId);
        }),
        'it names a reply or a question that there is none of',
      ),
      unless(
        new Set(event.requests?.map(({ replyId }) => replyId)).size === (event.requests ?? []).length &&
          (event.requests ?? []).every(({ replyId }) => event.replies.includes(replyId)),
        'it reads two requests in one reply, or one in a reply that it has not read',
      ),
    ),
  proposal_sealed: (design, event) =>
    firstOf(
      whyNotAwaited(design, event),
      unless(
        !design.proposals.some(({ participant }) => participant === event.participant),
        'this participant has sealed a proposal before',
      ),
    ),
  divergences_mapped: (design, event) =>
    firstOf(
      whyNotAwaited(design, event),
      unless(
        areSame(
          event.divergences.map(({ id }) => id),
          event.divergences.map((_, index) => `D${index + 1}`),
        ),
        'the differences have other numbers',
      ),
    ),
  divergence_added: (design, event) =>
    firstOf(
      whyNotGoingOn(design, event),
      unless(
        event.divergence.id === `D${design.divergences.length + 1}`,
        'the difference has another number',
      ),
    ),
  position_argued: (design, event) => {
    const open = openTurnOf(design, event);
    if (open === null || !pointsOf(open.round, event.participant).includes(event.divergenceId))
      return 'this participant was not asked about this difference';
    const given = design.divergences.find(({ id }) => id === event.divergenceId)?.arguments ?? [];
    const isAgain = given.some(
      ({ participant, roundId }) => participant === event.participant && roundId === event.roundId,
    );
    return firstOf(
      open.round.contributed.includes(event.participant) ? null : whyNotAwaited(design, event),
      unless(!isAgain, 'this participant has argued it in this round before'),
    );
  },
  position_restated: (design, event) => {
    const open = openTurnOf(design, event);
    if (open === null || !pointsOf(open.round, event.participant).includes(event.divergenceId))
      return 'this participant was not asked about this difference';
    const restated = design.divergences.find(({ id }) => id === event.divergenceId)?.restated ?? [];
    return firstOf(
      open.round.contributed.includes(event.participant) ? null : whyNotAwaited(design, event),
      unless(
        !restated.some(({ participant }) => participant === event.participant),
        'this participant has said it before',
      ),
    );
  },
  claims_tested: whyNotAwaited,
  composite_submitted: whyNotAwaited,
  second_composite_submitted: whyNotAwaited,
  audit_submitted: whyNotAwaited,
  revision_submitted: (design, event) =>
    firstOf(whyNotAwaited(design, event), unless(decidedIn(design) !== null, 'there is nothing to revise')),
  revision_confirmed: (design, event) =>
    firstOf(whyNotAwaited(design, event), unless(design.revisions.length > 0, 'there is no revision')),
  signature_given: (design, event) =>
    firstOf(
      whyNotAwaited(design, event),
      unless(
        !design.signatures.some(({ participant }) => participant === event.participant),
        'this participant has signed this text before',
      ),
      unless(event.sha256 === decidedIn(design)?.sha256, 'another text is in force than the one signed'),
    ),
};

function whyNotAwaited(design: Design, event: EventOf<Submitted>): string | null {
  const open = openTurnOf(design, event);
  if (open === null) return 'its turn or its round is not open';
  return firstOf(
    unless(open.round.kind === KINDS[event.type], 'its round asks for something else'),
    unless(
      waitingFor(open.round).includes(event.participant),
      'its round does not wait for this participant',
    ),
  );
}

/** One submission can be several events: the later ones come in the same turn. */
function whyNotGoingOn(design: Design, event: EventOf<Submitted>): string | null {
  const open = openTurnOf(design, event);
  if (open === null) return 'its turn or its round is not open';
  return firstOf(
    unless(open.round.kind === KINDS[event.type], 'its round asks for something else'),
    unless(open.round.asked.includes(event.participant), 'its round does not ask this participant'),
  );
}
