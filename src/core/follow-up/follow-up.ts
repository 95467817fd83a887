/**
 * What happens to a decision after the design's end: people accept or decline it, ask about it,
 * publish it, or start the design that supersedes it.
 */

import { cutText } from '../../foundation/cut-text.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { findDecisionInForce } from '../outcome/outcome.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { Publication } from '../vocabulary/event-parts.ts';
import { openGate } from '../vocabulary/status.ts';
import { NOBODY, signatureOf } from '../vocabulary/via.ts';
import { findSuperseding, publicationOf } from './decision-status.ts';

// People's acts on a decision after the end. The decided and signed text never changes.

/**
 * A person accepts or declines an ended design's decision in their name. A new verdict replaces
 * their earlier one.
 */
export function judgeDecision(
  draft: Draft,
  { verdict, note, ...actor }: CommandOf<'judge_decision'>,
): void {
  draft.record({
    type: 'decision_judged',
    verdict,
    note: cutText(note, 2_000),
    ...signatureOf(actor),
  });
}

/**
 * Records a question about the decision and its answer. Code has checked the answer's citations.
 */
export function recordAnswer(
  draft: Draft,
  {
    question,
    answer,
    costUsd,
    isPrivate,
    isRehearsal,
    replyId,
    ...actor
  }: CommandOf<'record_answer'>,
): Refusal | null {
  const refusal = refuseOneMoreQuestion(draft.design);
  if (refusal !== null) return refusal;
  // The gate where it was asked may have closed meanwhile.
  if (draft.design.end === null && draft.design.gates.length === 0) return NOT_YET;
  const seen = {
    ...(isPrivate === true ? { isPrivate } : {}),
    ...keepDefined({ replyId }),
  };
  const by = isRehearsal === true ? { isRehearsal, ...signatureOf(actor) } : signatureOf(actor);
  draft.record({ type: 'record_asked', question, answer, costUsd, ...seen, ...by });
  return null;
}

const NOT_YET = refuse(
  'not_open',
  'This design has not ended yet. You can ask its record at a gate, and once it has ended.',
);

/** Refuses a question, except at an open gate and after the end. */
export function refuseAsking(design: Design): Refusal | null {
  return design.end === null && openGate(design) === null ? NOT_YET : null;
}

/** Refuses one more question to the record. */
export function refuseOneMoreQuestion(design: Design): Refusal | null {
  const asked = design.followUps.filter(({ type }) => type === 'record_asked').length;
  if (asked >= BOUNDS.questionsAsked)
    return refuse(
      'not_open',
      `${BOUNDS.questionsAsked} questions have been asked about this decision, and no more are allowed. Its files have everything.`,
    );
  return refuseWhenFull(design);
}

export function supersede(draft: Draft, { successor }: CommandOf<'supersede'>): Refusal | null {
  if (draft.design.end === null) return refuse('not_open', 'This design has not ended yet.');
  if (findSuperseding(draft.design)?.successor === successor) return null;
  draft.record({
    type: 'decision_judged',
    verdict: null,
    note: '',
    successor,
    ...signatureOf(NOBODY),
  });
  return null;
}

/** Records a publication; a repeated one changes nothing. */
export function recordPublication(
  draft: Draft,
  { publication, ...actor }: CommandOf<'record_publication'>,
): Refusal | null {
  const refusal = refuseFollowUp(draft.design);
  if (refusal !== null) return refusal;
  const before = publicationOf(draft.design, publication.repository);
  if (before !== null && isSame(before, publication)) return null;
  draft.record({ type: 'decision_published', ...publication, ...signatureOf(actor) });
  return null;
}

/** Compares what was published, not who did it or when. */
function isSame(one: object, other: Publication): boolean {
  return JSON.stringify(Publication.strip().parse(one)) === JSON.stringify(other);
}

export function refuseFollowUp(design: Design): Refusal | null {
  if (openGate(design) !== null)
    return refuse('not_open', 'This design has not ended yet: first make a choice at its gate.');
  if (design.end === null) return refuse('not_open', 'This design has not ended yet.');
  if (findDecisionInForce(design) === null)
    return refuse(
      'not_open',
      'This design has ended without a decision, so there is nothing to accept.',
    );
  return refuseWhenFull(design);
}

function refuseWhenFull({ followUps }: Pick<Design, 'followUps'>): Refusal | null {
  if (followUps.length < BOUNDS.afterwards) return null;
  const full = `This decision already has ${BOUNDS.afterwards} later entries, the most that are kept. Follow it up with a new design.`;
  return refuse('not_open', full);
}
