import { decidedIn, leftOutOfText } from '../decision/decided.ts';
import { adoptedClaims } from '../decision/fates.ts';
import { type AnsweredFinding, findingsOf } from '../decision/findings.ts';
import { wereCompared } from '../differences/sides.ts';
import type { LabelledClaim } from '../proposals/labels.ts';
import { wordsNotTaken } from '../questions/bearing.ts';
import { unreadWords } from '../questions/said.ts';
import type { Design, Divergence, Dropped } from '../vocabulary/design.ts';
import { GATE_REASONS, type GateReason } from '../vocabulary/event-parts.ts';
import { personas } from '../vocabulary/participants.ts';
import { budgetUsedUp } from './policy/reserve.ts';

/** The share of personas that must finish: two of three, four of six. Our own choice, not from literature. */
const LEAST_PARTICIPATION = 2 / 3;

const APPLIES: Record<GateReason, (design: Design) => boolean> = {
  unresolved_high_impact: (design) => unresolvedOfHighImpact(design).length > 0,
  contradicts_person: (design) =>
    contradictionsLeft(design).length + leftOutOfText(design).length + wordsNotTaken(design).length > 0,
  unread_words: (design) => unreadWords(design).length > 0,
  dissent_of_half: ({ signatures }) =>
    signatures.filter(({ verdict }) => verdict === 'dissents').length * 2 >= Math.max(1, signatures.length),
  low_confidence: (design) => unsureOf(design).unsure.length > 0,
  blocking_finding: (design) => blockingLeftOpen(design).length > 0,
  citation_failed: (design) => adoptedWithFailedCitation(design).length > 0,
  degraded_participation: (design) =>
    tookPartToTheEnd(design).length < personas(design).length * LEAST_PARTICIPATION,
  not_compared: (design) => design.proposals.length > 1 && !wereCompared(design),
  not_audited: ({ audit }) => audit === null,
  not_signed: ({ signatures }) => signatures.length === 0,
  budget: (design) => missedFor(design, 'money_used_up').length > 0 || budgetUsedUp(design),
  // Applies only before there is a result.
  nothing_contributed: () => false,
};

/** Why a person should look at this decision before it carries full authority; empty if nothing speaks against it (A6). */
export function shouldGate(design: Design): GateReason[] {
  return GATE_REASONS.filter((reason) => APPLIES[reason](design));
}

export function missedFor({ dropped }: Pick<Design, 'dropped'>, want: Dropped['reason']): Dropped[] {
  return dropped.filter(({ reason }) => reason === want);
}

export function unresolvedOfHighImpact({ divergences }: Design): Divergence[] {
  return divergences.filter(
    ({ impact, settlement }) => impact === 'high' && settlement?.outcome === 'unresolved',
  );
}

/** A finding that no revision acted on, or whose answer the auditor has not confirmed (J12). */
export interface FindingLeft extends AnsweredFinding {
  /** `unasked`: the auditor was not asked, or did not answer. */
  readonly left: 'open' | 'unconfirmed' | 'unasked';
  /** In the words of the revision or the auditor; may be empty. */
  readonly why: string;
}

/** Findings that forbid acting on the decision, without a confirmed answer. */
export function blockingLeftOpen(design: Design): FindingLeft[] {
  return findingsLeft(design).filter(({ severity, reply }) => severity === 'blocking' && reply === '');
}

/** Findings that the text contradicts a person, without a confirmed answer (J8). */
export function contradictionsLeft(design: Design): FindingLeft[] {
  return findingsLeft(design).filter(({ reply }) => reply !== '');
}

/** Findings still open. One that blocks or contradicts a person stays open until the auditor confirms its answer. */
export function findingsLeft(design: Design): FindingLeft[] {
  return findingsOf(design).flatMap((finding): FindingLeft[] => {
    const { answer, confirmed, confirmedWhy, needsConfirmation } = finding;
    if (answer?.done !== 'acted_on') return [{ ...finding, left: 'open', why: answer?.where ?? '' }];
    if (confirmed === true || !needsConfirmation) return [];
    return [{ ...finding, left: confirmed === null ? 'unasked' : 'unconfirmed', why: confirmedWhy }];
  });
}

/** Claims the decision rests on although their citations failed. */
export function adoptedWithFailedCitation(design: Design): LabelledClaim[] {
  return adoptedClaims(design).filter(({ check }) => check?.status === 'failed');
}

export function isUnsure({ settings }: Pick<Design, 'settings'>, confidence: number): boolean {
  return confidence < settings.gateBelow;
}

/** Who judged the current decision, its author and its signers, and is unsure of it; `areAll`: nobody else judged it. */
export function unsureOf(design: Design) {
  const judged = judgedBy(design);
  const unsure = judged.filter(({ confidence }) => isUnsure(design, confidence));
  return { unsure: unsure.map(({ participant }) => participant), areAll: unsure.length === judged.length };
}

function judgedBy(design: Design) {
  const decided = decidedIn(design);
  return [...(decided === null ? [] : [decided]), ...design.signatures];
}

/** The lowest confidence of the current decision and its signatures. */
export function lowestConfidence(design: Design): number {
  return Math.min(1, ...judgedBy(design).map(({ confidence }) => confidence));
}

export function tookPartToTheEnd(design: Design): string[] {
  return personas(design)
    .map((persona) => persona.id)
    .filter(
      (id) =>
        design.proposals.some((sealed) => sealed.participant === id) &&
        design.signatures.some((signature) => signature.participant === id),
    );
}
